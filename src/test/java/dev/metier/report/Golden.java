package dev.metier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected outputs kept as files. Run with the environment variable `UPDATE_GOLDEN=1` to accept
/// what the program says now; a build server (`CI` set) refuses.
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/golden/report");

  private Golden() {}

  public static void check(String file, String actual) {
    Path path = FOLDER.resolve(file);
    try {
      if (System.getenv("UPDATE_GOLDEN") != null) {
        assertThat(System.getenv("CI")).as("goldens are not updated on a build server").isNull();
        Files.createDirectories(FOLDER);
        Files.writeString(path, actual);
      }
      assertThat(actual).as(path.toString()).isEqualTo(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
