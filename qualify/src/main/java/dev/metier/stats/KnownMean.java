package dev.metier.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Tests a mean whose results are all known, by what bets on them would have gained.
///
/// Where asking stopped early, when depended on the results, and only the bets stay valid then.
///
/// Each result is given as a gain: at least -1, and not above 0 on average when the hypothesis that
/// is to be disproved is true. For results `x` in [0, 1] and "the mean is at most m" that is `x / m
/// - 1`. From [#ASYMPTOTIC] results on it is Owen's empirical likelihood with one worst result
///   added, whose error rate is known by simulation; for fewer it is the mixture of bets of
///   [BettingProcess], whose error rate is proved.
public final class KnownMean {
  /// The fewest results for the test by likelihood.
  public static final int ASYMPTOTIC = 100;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int STEPS = 60;
  private static final double NEAR = 1e-14;
  private static final int MOST_TIMES = 1000;

  private KnownMean() {}

  /// Whether the gains disprove the hypothesis.
  ///
  /// @param alpha the chance at most that they do when it is true, in (0, 1)
  /// @param whole whether all results there are to be are known, rather than those until a stop
  public static boolean proves(double[] gains, double alpha, boolean whole) {
    return proves(gains, alpha, whole, 1);
  }

  /// How many times as many results would do if those to come resemble those seen, at least 1;
  /// infinite when they point the other way, or when it is more than a thousand times as many.
  public static double times(double[] gains, double alpha, boolean whole) {
    if (proves(gains, alpha, whole)) {
      return 1;
    }
    if (Arrays.stream(gains).sum() <= 0 || !proves(gains, alpha, whole, MOST_TIMES)) {
      return Double.POSITIVE_INFINITY;
    }
    double low = 1;
    double high = MOST_TIMES;
    while (high / low > 1.01) {
      double middle = Math.sqrt(low * high);
      if (proves(gains, alpha, whole, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static boolean proves(double[] gains, double alpha, boolean whole, double times) {
    Checks.open(alpha, "alpha");
    return (whole && gains.length * times >= ASYMPTOTIC)
        ? z(gains, times) >= NORMAL.inverseSurvivalProbability(alpha)
        : logE(gains, times) >= -Math.log(alpha);
  }

  /// The signed root of the likelihood ratio: a standard normal deviate at the hypothesis' edge, 0
  /// where the gains speak for the hypothesis.
  static double z(double[] gains) {
    return z(gains, 1);
  }

  private static double z(double[] gains, double times) {
    if (Arrays.stream(gains).sum() * times <= 1) {
      return 0;
    }
    double fraction = fraction(gains, times);
    double log = Math.log1p(-fraction);
    for (double gain : gains) {
      log += times * Math.log1p(fraction * gain);
    }
    return Math.sqrt(2 * Math.max(0, log));
  }

  /// What of the stake would have gained most: where the slope is 0, by Newton's steps, halving
  /// where one leads out of what is left.
  private static double fraction(double[] gains, double times) {
    double low = 0;
    double high = 1;
    double at = 0.5;
    for (int i = 0; i < STEPS; i++) {
      double slope = -1 / (1 - at);
      double bend = -1 / ((1 - at) * (1 - at));
      for (double gain : gains) {
        double share = gain / (1 + at * gain);
        slope += times * share;
        bend -= times * share * share;
      }
      if (slope > 0) {
        low = at;
      } else {
        high = at;
      }
      double next = at - slope / bend;
      double within = next > low && next < high ? next : (low + high) / 2;
      if (Math.abs(within - at) <= NEAR * at) {
        return within;
      }
      at = within;
    }
    return at;
  }

  /// The logarithm of what the mixture of bets made of 1.
  private static double logE(double[] gains, double times) {
    var terms = new double[Bets.WIDE.count()];
    for (int k = 0; k < terms.length; k++) {
      for (double gain : gains) {
        terms[k] += times * Math.log1p(Bets.WIDE.fraction(k) * gain);
      }
    }
    double most = Arrays.stream(terms).max().orElse(0);
    return most
        + Math.log(Arrays.stream(terms).map(term -> Math.exp(term - most)).average().orElse(1));
  }

  /// Where the mean of results in [0, 1] lies.
  ///
  /// @param alpha the chance at most that it lies elsewhere, half of it at each end
  public static Interval interval(double[] results, double[] weights, double alpha, boolean whole) {
    double[] turned = Arrays.stream(results).map(x -> 1 - x).toArray();
    return new Interval(
        lower(results, weights, alpha / 2, whole), 1 - lower(turned, weights, alpha / 2, whole));
  }

  private static double lower(double[] results, double[] weights, double alpha, boolean whole) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < STEPS / 2; i++) {
      double middle = (low + high) / 2;
      if (proves(above(results, weights, middle), alpha, whole)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The gains of results in [0, 1] against "the mean is at most `bar`".
  ///
  /// @param weights in (0, 1], fixed before the results were known
  public static double[] above(double[] results, double[] weights, double bar) {
    var gains = new double[results.length];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = weights[i] * (results[i] / bar - 1);
    }
    return gains;
  }

  /// The gains of results in [0, 1] against "the mean is at least `bar`".
  ///
  /// @param weights in (0, 1], fixed before the results were known
  public static double[] below(double[] results, double[] weights, double bar) {
    return above(Arrays.stream(results).map(x -> 1 - x).toArray(), weights, 1 - bar);
  }
}
