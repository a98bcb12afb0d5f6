package dev.metier.stats;

/// A closed range of values that the data leave possible; a proportion's lies within [0, 1].
///
/// @param low the lower end, which may be negative infinity where nothing bounds it
/// @param high the upper end, at least `low`, which may be infinity
public record Interval(double low, double high) {
  /// Rejects NaN and ends in the wrong order with an [IllegalArgumentException].
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "An interval needs low <= high, not " + low + " and " + high);
    }
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /// This interval moved, if need be, to the side of the bar that the decision is on.
  ///
  /// Widening an undecided interval up to the bar keeps it valid. A decision is made at alpha for
  /// its side, and each end of a two-sided interval at half of it: an end that is moved to the bar
  /// after one is as sure as the decision, not more.
  static Interval agreeing(double low, double high, Decision decision, double bar) {
    return switch (decision) {
      case FIT -> new Interval(Math.max(low, bar), Math.max(high, Math.max(low, bar)));
      case UNFIT -> new Interval(Math.min(low, Math.min(high, bar)), Math.min(high, bar));
      case UNDECIDED -> new Interval(Math.min(low, bar), Math.max(high, bar));
    };
  }
}
