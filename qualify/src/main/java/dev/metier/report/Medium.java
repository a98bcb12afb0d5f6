package dev.metier.report;

import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.matrix.Renderer;
import java.util.Locale;
import java.util.function.Function;

/// What a fit matrix can be written as. A new medium is one more line here.
public enum Medium {
  /// A table for terminals, with a reason for each verdict.
  TEXT(TextMatrix::new, "txt"),
  /// For programs.
  JSON(JsonMatrix::new, "json"),
  /// For build servers: a suite for each job, a test for each model and need.
  JUNIT(JunitMatrix::new, "xml");

  // Constructor references hold no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<RenderOptions, Renderer> renderer;

  private final String extension;

  Medium(Function<RenderOptions, Renderer> renderer, String extension) {
    this.renderer = renderer;
    this.extension = extension;
  }

  /// The whole document, ending with a line break.
  public String render(FitMatrix matrix, RenderOptions options) {
    return renderer.apply(options).render(matrix);
  }

  /// How its files usually end, without the dot.
  public String extension() {
    return extension;
  }

  /// The word used on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
