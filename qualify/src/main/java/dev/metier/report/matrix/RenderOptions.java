package dev.metier.report.matrix;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// How a medium is to look, as far as the medium can.
///
/// @param width columns of the terminal, at least 40
/// @param colours whether the terminal shows colours
/// @param unicode whether the terminal shows more than ASCII
/// @param version of this program, for footers
/// @param report where the HTML report was written, to point there
/// @param typed turns each command in a sentence into what is typed where the reader stands
public record RenderOptions(
    int width,
    boolean colours,
    boolean unicode,
    String version,
    Optional<String> report,
    UnaryOperator<String> typed) {
  public RenderOptions {
    if (width < 40) {
      throw new IllegalArgumentException("a width is at least 40 columns, not " + width);
    }
  }

  /// With commands as they are written.
  public RenderOptions(
      int width, boolean colours, boolean unicode, String version, Optional<String> report) {
    this(width, colours, unicode, version, report, UnaryOperator.identity());
  }

  /// For files and pipes: 100 columns, no colours.
  public static RenderOptions plain(String version) {
    return new RenderOptions(100, false, true, version, Optional.empty());
  }
}
