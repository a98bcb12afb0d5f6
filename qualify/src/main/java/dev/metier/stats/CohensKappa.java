package dev.metier.stats;

import java.util.OptionalDouble;

/// How far two people's labels agree beyond what chance would bring about (Cohen 1960, A
/// coefficient of agreement for nominal scales).
///
/// It falls with the share of the rarer class, whatever the people do; so the table stands beside
/// it wherever it is shown.
public final class CohensKappa {
  private CohensKappa() {}

  /// Kappa of a 2x2 table, at most 1; empty where chance alone would make them agree always, or
  /// where there is nothing.
  ///
  /// @param both passed by both
  /// @param first passed by the first only
  /// @param second passed by the second only
  /// @param neither passed by neither
  public static OptionalDouble of(int both, int first, int second, int neither) {
    double n = (double) both + first + second + neither;
    double one = (both + first) / n;
    double other = (both + second) / n;
    double chance = one * other + (1 - one) * (1 - other);
    return n == 0 || chance >= 1
        ? OptionalDouble.empty()
        : OptionalDouble.of(((both + neither) / n - chance) / (1 - chance));
  }
}
