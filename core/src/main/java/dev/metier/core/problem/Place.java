package dev.metier.core.problem;

import java.nio.file.Path;

/// A spot in a file that a person wrote; line and column count from 1, and 0 means "the whole
/// file".
public record Place(Path file, int line, int column) {
  public Place {
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("line and column count from 1");
    }
  }

  public static Place of(Path file) {
    return new Place(file, 0, 0);
  }
}
