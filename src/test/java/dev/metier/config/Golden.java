package dev.metier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that holds what is expected. With `-Dgolden.update=true` it is written anew, which a
/// build server refuses.
final class Golden {
  private Golden() {}

  static void check(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException("goldens are not updated where CI=true");
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(file)
        .as("missing or stale; -Dgolden.update=true writes it")
        .exists()
        .hasContent(actual);
  }
}
