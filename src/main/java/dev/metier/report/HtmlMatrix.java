package dev.metier.report;

/// The fit matrix as one HTML file.
final class HtmlMatrix implements Medium.Renderer {
  HtmlMatrix(RenderOptions options) {}

  @Override
  public String render(FitMatrix matrix) {
    return matrix.project() + "\n";
  }
}
