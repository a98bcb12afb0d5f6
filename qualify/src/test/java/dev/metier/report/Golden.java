package dev.metier.report;

import dev.metier.testing.GoldenFile;
import java.nio.file.Path;

/// The expected reports.
public final class Golden {
  private static final Path FOLDER = Path.of("qualify/src/test/golden/report");

  private Golden() {}

  public static void check(String file, String actual) {
    GoldenFile.check(FOLDER.resolve(file), actual);
  }
}
