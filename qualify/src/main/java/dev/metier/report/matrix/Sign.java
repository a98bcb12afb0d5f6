package dev.metier.report.matrix;

import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;

/// A shape and a colour for each outcome, so that colour never stands alone.
public enum Sign {
  FIT('✔', '+', 32),
  UNFIT('✘', 'x', 31),
  UNDECIDED('?', '?', 33),
  FORBIDDEN('⊘', '!', 35),
  EXPIRED('⧗', '~', 36);

  private final char shape;
  private final char ascii;
  private final int ansi;

  Sign(char shape, char ascii, int ansi) {
    this.shape = shape;
    this.ascii = ascii;
    this.ansi = ansi;
  }

  public static Sign of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Fit _ -> FIT;
      case Verdict.Unfit _ -> UNFIT;
      case Verdict.Undecided _ -> UNDECIDED;
      case Verdict.Forbidden _ -> FORBIDDEN;
      case Verdict.Expired _ -> EXPIRED;
    };
  }

  public static Sign of(Finding.Status status) {
    return switch (status) {
      case MET -> FIT;
      case UNMET -> UNFIT;
      case UNDECIDED -> UNDECIDED;
    };
  }

  /// One character, one column wide.
  public char shape(boolean unicode) {
    return unicode ? shape : ascii;
  }

  /// The number of its ANSI foreground colour (30..37).
  public int ansi() {
    return ansi;
  }

  /// The text in this colour, when `colours`.
  public String paint(String text, boolean colours) {
    return colours ? "\u001b[" + ansi + "m" + text + "\u001b[0m" : text;
  }
}
