package dev.metier.stats;

import dev.metier.stats.BettingProcess.Counts;
import java.util.OptionalInt;

/// Which of n sorted values bound a quantile, at every n at once.
///
/// The quantile lies between the values of the lower and the upper rank (1 is the smallest), each
/// side wrong with chance alpha at most over all n. A rank is missing while there are too few
/// values to bound that side.
///
/// Source: the idea is S. Howard and A. Ramdas, [Sequential estimation of
/// quantiles](https://arxiv.org/abs/1906.09712); the bounds come from the betting test of "value at
/// most x" against p.
///
/// @param lowerRank in [1, n]
/// @param upperRank in [1, n]
public record QuantileRanks(OptionalInt lowerRank, OptionalInt upperRank) {
  /// The ranks of two one-sided bounds for n values.
  ///
  /// @param n at least 1
  /// @param p the quantile's level, in (0, 1)
  /// @param alpha the error of each side, in (0, 1)
  public static QuantileRanks of(int n, double p, double alpha) {
    Checks.within(n, 1, Integer.MAX_VALUE - 1.0, "n");
    Checks.open(p, "p");
    Checks.open(alpha, "alpha");
    int upper = new Counts(p).atLeast(n, alpha);
    int tooFew = n - new Counts(1 - p).atLeast(n, alpha);
    return new QuantileRanks(
        tooFew < 0 ? OptionalInt.empty() : OptionalInt.of(tooFew + 1),
        upper > n ? OptionalInt.empty() : OptionalInt.of(upper));
  }

  /// The ranks of a two-sided range: each side is wrong with chance alpha/2 at most.
  ///
  /// @param n at least 1
  /// @param p the quantile's level, in (0, 1)
  /// @param alpha the error of both sides together, in (0, 1)
  public static QuantileRanks twoSided(int n, double p, double alpha) {
    return of(n, p, alpha / 2);
  }

  /// The quantile's bounds among ascending values; an end without a rank is infinite.
  ///
  /// @param sorted as many values as the ranks were made for
  public Interval bounds(double[] sorted) {
    return new Interval(
        lowerRank.isPresent() ? sorted[lowerRank.getAsInt() - 1] : Double.NEGATIVE_INFINITY,
        upperRank.isPresent() ? sorted[upperRank.getAsInt() - 1] : Double.POSITIVE_INFINITY);
  }

  /// The rank of the sample quantile itself, `ceil(n p)`.
  ///
  /// @param n at least 1
  /// @param p in (0, 1)
  /// @return in [1, n]
  public static int pointRank(int n, double p) {
    Checks.within(n, 1, Integer.MAX_VALUE, "n");
    Checks.open(p, "p");
    return Math.max(1, (int) Math.ceil(n * p - 1e-9));
  }
}
