package dev.metier.stats;

import java.util.Locale;
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

  /// The range in words: `about 40`, `25 to 60`, `600 to more than 1,000`.
  public String words() {
    if (low.isEmpty()) {
      return "more than " + written(MOST);
    }
    int fewest = rounded(low.getAsInt());
    if (high.isEmpty()) {
      return written(fewest) + " to more than " + written(MOST);
    }
    int most = rounded(high.getAsInt());
    return most == fewest ? "about " + written(fewest) : written(fewest) + " to " + written(most);
  }

  private static String written(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Two digits are more than is known.
  public static int rounded(int cases) {
    int unit = cases < 100 ? 5 : 50;
    return Math.ceilDiv(cases, unit) * unit;
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
