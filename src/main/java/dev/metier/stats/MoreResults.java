package dev.metier.stats;

import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;

/// How many more results a decision will take, if those to come are as likely as those seen
/// suggest: with 80 % probability from `low` to `high`.
///
/// Results beyond those that there are count too, as if they were added. It is a forecast for
/// people who plan, and no decision looks at it.
///
/// @param low empty when more than [#MOST]
/// @param high empty when more than [#MOST]
public record MoreResults(OptionalInt low, OptionalInt high) {
  /// As far as a forecast looks.
  public static final int MOST = 1000;

  /// The forecast of what is decided.
  public static final MoreResults DECIDED = new MoreResults(OptionalInt.of(0), OptionalInt.of(0));

  private static final double TAIL = 0.1;

  /// The same in units of which `factor` make a result, rounded up, and empty beyond [#MOST].
  public MoreResults times(double factor) {
    return new MoreResults(times(low, factor), times(high, factor));
  }

  private static OptionalInt times(OptionalInt results, double factor) {
    double units = results.isPresent() ? Math.ceil(results.getAsInt() * factor) : MOST + 1;
    return units > MOST ? OptionalInt.empty() : OptionalInt.of((int) units);
  }

  /// @param decided the chance that so many more results, from 1 to [#MOST], bring a decision
  static MoreResults of(IntToDoubleFunction decided) {
    var low = OptionalInt.empty();
    for (int more = 1; more <= MOST; more++) {
      double chance = decided.applyAsDouble(more);
      if (low.isEmpty() && chance >= TAIL) {
        low = OptionalInt.of(more);
      }
      if (chance >= 1 - TAIL) {
        return new MoreResults(low, OptionalInt.of(more));
      }
    }
    return new MoreResults(low, OptionalInt.empty());
  }
}
