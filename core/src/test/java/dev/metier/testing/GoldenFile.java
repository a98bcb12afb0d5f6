package dev.metier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that holds what is expected. With `-Dgolden.update=true` it is written anew, which a
/// build server refuses.
public final class GoldenFile {
  private GoldenFile() {}

  /// Compares with the file at `path`, from the project's root.
  public static void check(Path path, String actual) {
    try {
      if (isUpdating()) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, actual);
      }
      assertThat(path).as("missing or stale; ./dev golden writes it").exists().hasContent(actual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether golden files are being written.
  ///
  /// @throws IllegalStateException on a build server
  public static boolean isUpdating() {
    if (!Boolean.getBoolean("golden.update")) {
      return false;
    }
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("golden files are not written on a build server");
    }
    return true;
  }
}
