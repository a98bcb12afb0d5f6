package dev.metier.hybrid;

import dev.metier.stats.Interval;
import dev.metier.verdict.Finding.Status;
import java.util.OptionalInt;

/// One thing that a chain must be proved to be before it may run.
///
/// @param estimate as seen, in its own unit; NaN when nothing was seen
/// @param interval where it lies
/// @param sentence one, for people
/// @param more how many further cases would probably prove it, when that can be told
public record Claim(
    Kind kind,
    Status status,
    double estimate,
    Interval interval,
    String sentence,
    OptionalInt more) {
  /// What is claimed.
  public enum Kind {
    NEEDS("meets the needs"),
    NOT_WORSE("not worse"),
    KEPT_WRONG("few kept and wrong"),
    /// May stand in the place of those below.
    BETTER("better"),
    CHEAPER("cheaper"),
    FASTER("faster"),
    MORE_LOCAL("more local");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /// Whether it is more likely to hold the more a chain escalates.
    public boolean safety() {
      return this == NEEDS || this == NOT_WORSE || this == KEPT_WRONG;
    }

    /// Whether it is one of what makes a chain worth its while without being better.
    boolean saving() {
      return this == CHEAPER || this == FASTER || this == MORE_LOCAL;
    }
  }

  private static final Interval UNKNOWN =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /// A claim of which the evidence says nothing.
  public static Claim open(Kind kind, String sentence) {
    return new Claim(kind, Status.UNDECIDED, Double.NaN, UNKNOWN, sentence, OptionalInt.empty());
  }

  public boolean met() {
    return status == Status.MET;
  }
}
