package dev.metier.report.matrix;

/// Writes a matrix in one medium.
public interface Renderer {
  /// The whole document, ending with a line break.
  String render(FitMatrix matrix);
}
