package dev.metier.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A project in a temporary folder.
record Folder(Path path) {
  static final String MODEL = "models:\n  qwen: {use: \"ollama/qwen3.6:27b\"}\n";

  Folder with(String name, String text) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// The same with a file that may be run.
  Folder runnable(String name, String text) {
    Folder with = with(name, text);
    if (!path.resolve(name).toFile().setExecutable(true)) {
      throw new IllegalStateException(name + " cannot be made a program");
    }
    return with;
  }

  /// A project of one model and one job that reads these cases.
  Folder withCases(String cases) {
    return with("metier.yaml", MODEL + job("triage", cases));
  }

  static String job(String name, String cases) {
    return """
    jobs:
      %s:
        data: internal
        scope: suite
        prompt: Answer.
        cases: %s
        graders: json_valid
        needs: {quality: {at_least: 0.5}}
    """
        .formatted(name, cases);
  }

  Project read() {
    return ProjectReader.read(path);
  }
}
