package dev.metier.project;

import java.nio.file.Path;

/// Reads a project and ends, to see what that loads.
final class ReadOnce {
  private ReadOnce() {}

  public static void main(String[] args) {
    if (ProjectReader.read(Path.of(args[0])).jobs().isEmpty()) {
      throw new IllegalStateException("no jobs");
    }
  }
}
