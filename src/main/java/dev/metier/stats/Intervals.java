package dev.metier.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/// Two-sided intervals of a proportion from a sample whose size was fixed beforehand; after a
/// sequential stop they are biased.
///
/// In all of them passes is in [0, n], n at least 1 and alpha, the error of both sides together, in
/// (0, 1); everything else is an [IllegalArgumentException].
public final class Intervals {
  private Intervals() {}

  /// The exact interval of [Clopper and Pearson](https://doi.org/10.1093/biomet/26.4.404).
  public static Interval clopperPearson(int passes, int n, double alpha) {
    check(passes, n, alpha);
    return of(BinomialConfidenceInterval.CLOPPER_PEARSON, passes, n, alpha);
  }

  /// The score interval of [Wilson](https://doi.org/10.1080/01621459.1927.10502953), clipped to [0,
  /// 1].
  public static Interval wilson(int passes, int n, double alpha) {
    check(passes, n, alpha);
    return of(BinomialConfidenceInterval.WILSON_SCORE, passes, n, alpha);
  }

  /// The equal-tailed interval under the prior Beta(1/2, 1/2), closed at 0 and 1 where all results
  /// agree.
  public static Interval jeffreys(int passes, int n, double alpha) {
    check(passes, n, alpha);
    var posterior = BetaDistribution.of(passes + 0.5, n - passes + 0.5);
    return new Interval(
        passes == 0 ? 0 : posterior.inverseCumulativeProbability(alpha / 2),
        passes == n ? 1 : posterior.inverseSurvivalProbability(alpha / 2));
  }

  private static Interval of(BinomialConfidenceInterval method, int passes, int n, double alpha) {
    var interval = method.fromErrorRate(n, passes, alpha);
    return new Interval(
        passes == 0 ? 0 : Math.max(0, interval.getLowerBound()),
        passes == n ? 1 : Math.min(1, interval.getUpperBound()));
  }

  private static void check(int passes, int n, double alpha) {
    Checks.within(n, 1, Integer.MAX_VALUE, "n");
    Checks.within(passes, 0, n, "passes");
    Checks.open(alpha, "alpha");
  }
}
