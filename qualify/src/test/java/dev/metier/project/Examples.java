package dev.metier.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Projects without mistakes.
final class Examples {
  static final Path FOLDER = Path.of("qualify/src/test/resources/dev/metier/project");

  private Examples() {}

  static List<Path> all() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      return files.filter(f -> f.getFileName().toString().equals("metier.yaml")).sorted().toList();
    }
  }
}
