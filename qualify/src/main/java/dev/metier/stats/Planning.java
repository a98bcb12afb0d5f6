package dev.metier.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// What can be proved with how many cases, before a call is made or while calls run.
public final class Planning {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double LEAST_DIVERGENCE = 1e-6;

  /// What a mixture over twenty fractions costs beyond the single best one, in units of log E.
  private static final double MIXTURE = 1.5;

  /// The same for the few fractions that fit a horizon and a bar.
  private static final double FITTING_MIXTURE = 0.7;

  private Planning() {}

  /// The highest bar that n passes without a failure prove: alpha^(1/n).
  ///
  /// @param n at least 1
  /// @param alpha in (0, 1)
  public static double maxProvableQuality(int n, double alpha) {
    Checks.within(n, 1, Integer.MAX_VALUE, "n");
    Checks.open(alpha, "alpha");
    return Math.pow(alpha, 1.0 / n);
  }

  /// The fewest passes without a failure that prove the bar in a test of fixed size.
  ///
  /// @param bar in (0, 1)
  /// @param alpha in (0, 1)
  public static int zeroFailureCases(double bar, double alpha) {
    Checks.open(bar, "bar");
    Checks.open(alpha, "alpha");
    return (int) Math.ceil(Math.log(alpha) / Math.log(bar) - 1e-12);
  }

  /// Whether scores of so few results are better rounded by lot for an exact test: one score of 0
  /// among ones would already take FIT out of a betting test's reach, while an exact test can still
  /// prove it.
  ///
  /// @param horizon in [1, 1,000,000]
  /// @param bar in (0, 1)
  /// @param alpha of FIT, in [0, 1)
  public static boolean tooFewForBetting(int horizon, double bar, double alpha) {
    if (alpha == 0 || horizon > ExactBoundary.EXACT_RESULTS) {
      return false;
    }
    var betting = new BettingTest(horizon, bar, alpha, 0, Scope.TRAFFIC);
    betting.add(0);
    return !proves(betting, horizon)
        && proves(new ExactTest(horizon, bar, alpha, 0, Scope.TRAFFIC), horizon);
  }

  private static boolean proves(SequentialTest test, int horizon) {
    while (test.seen() < horizon && test.decision() == Decision.UNDECIDED) {
      test.add(1);
    }
    return test.decision() == Decision.FIT;
  }

  /// The Kullback-Leibler divergence of Bernoulli(p) from Bernoulli(q) in nats: the best growth of
  /// log E per result.
  ///
  /// @param p in [0, 1]
  /// @param q in (0, 1)
  public static double divergence(double p, double q) {
    Checks.within(p, 0, 1, "p");
    Checks.open(q, "q");
    return (p == 0 ? 0 : p * Math.log(p / q))
        + (p == 1 ? 0 : (1 - p) * Math.log((1 - p) / (1 - q)));
  }

  /// The results still needed if those to come resemble those seen: `max(1, (ln(1/alpha) + 1.5) /
  /// KL(p||bar) - n)` with `p = (sum + 1/2) / (n + 1)`.
  ///
  /// @param sum of the scores seen, in [0, n]
  /// @param n at least 0
  /// @param bar in (0, 1)
  /// @param alpha of the side that p lies on, in [0, 1); 0 gives infinity
  public static double remainingCalls(double sum, int n, double bar, double alpha) {
    Checks.within(sum, 0, n, "sum");
    return remaining(divergence((sum + 0.5) / (n + 1), bar), n, alpha);
  }

  static double remaining(double growth, int n, double alpha) {
    return Math.max(1, neededLogE(alpha) / Math.max(growth, LEAST_DIVERGENCE) - n);
  }

  /// The cases that a fixed-size test needs, in normal approximation and not rounded; infinite when
  /// p equals the bar.
  ///
  /// @param p the true quality, in [0, 1]
  /// @param bar in (0, 1)
  /// @param alpha in (0, 1)
  /// @param power the chance to decide, in (0, 1)
  public static double casesFor(double p, double bar, double alpha, double power) {
    Checks.within(p, 0, 1, "p");
    Checks.open(bar, "bar");
    double width = z(alpha) * Math.sqrt(bar * (1 - bar)) + z(1 - power) * Math.sqrt(p * (1 - p));
    return square(width / (p - bar));
  }

  /// The pairs that a fixed-size non-inferiority test needs, in normal approximation and not
  /// rounded.
  ///
  /// @param discordance the share of pairs that differ, in [0, 1]
  /// @param difference the true mean difference candidate - reference, in [-1, 1]
  /// @param margin the difference tolerated, in [0, 1]
  /// @param alpha in (0, 1)
  /// @param power in (0, 1)
  public static double pairedCases(
      double discordance, double difference, double margin, double alpha, double power) {
    Checks.within(discordance, 0, 1, "discordance");
    Checks.within(difference, -1, 1, "difference");
    Checks.within(margin, 0, 1, "margin");
    double variance = discordance - difference * difference;
    return square(z(alpha) + z(1 - power)) * variance / square(difference + margin);
  }

  /// The variance of a mean over n cases with several trials each: `between/n + within/(n *
  /// trials)`.
  public static double varianceOfMean(double between, double within, int n, int trials) {
    Checks.within(n, 1, Integer.MAX_VALUE, "n");
    Checks.within(trials, 1, Integer.MAX_VALUE, "trials");
    return between / n + within / ((double) n * trials);
  }

  /// The predictive chance that a z statistic ends beyond the critical value on either side, in
  /// normal approximation.
  ///
  /// @param z the statistic after n results
  /// @param n in [1, horizon)
  /// @param horizon the last number of results
  /// @param critical at least 0
  public static double predictiveDecide(double z, int n, int horizon, double critical) {
    Checks.within(n, 1, horizon - 1.0, "n");
    return predictiveDecide(z, (double) n / horizon, critical, critical);
  }

  /// The same for unequal sides; an infinite critical value disables one.
  static double predictiveDecide(double z, double share, double criticalFit, double criticalUnfit) {
    double spread = Math.sqrt(1 / share - 1);
    double mean = z / Math.sqrt(share);
    double fit = NORMAL.survivalProbability((criticalFit - mean) / spread);
    double unfit = NORMAL.cumulativeProbability((-criticalUnfit - mean) / spread);
    return Math.min(1, fit + unfit);
  }

  /// The critical z that the mixture of bets for any horizon amounts to; infinite for alpha 0.
  static double criticalBet(double alpha) {
    return Math.sqrt(2 * neededLogE(alpha));
  }

  /// The critical z of the bets that fit a horizon and a bar; infinite for alpha 0.
  static double criticalFittingBet(double alpha) {
    return Math.sqrt(2 * (FITTING_MIXTURE - Math.log(alpha)));
  }

  /// The smallest count of passes that proves FIT in a full run of n cases, n + 1 if none does.
  ///
  /// @param n at least 1
  /// @param bar in (0, 1)
  /// @param alpha in (0, 1)
  public static int fullRunFitAtLeast(int n, double bar, double alpha) {
    Checks.open(bar, "bar");
    Checks.open(alpha, "alpha");
    var passes = BinomialDistribution.of(n, bar);
    int k = n + 1;
    while (k > 0 && passes.survivalProbability(k - 2) <= alpha) {
      k--;
    }
    return k;
  }

  /// The largest count of passes that proves UNFIT in a full run of n cases, -1 if none does.
  ///
  /// @param n at least 1
  /// @param bar in (0, 1)
  /// @param alpha in (0, 1)
  public static int fullRunUnfitAtMost(int n, double bar, double alpha) {
    return n - fullRunFitAtLeast(n, 1 - bar, alpha);
  }

  static double z(double upperTail) {
    Checks.open(upperTail, "A tail");
    return NORMAL.inverseSurvivalProbability(upperTail);
  }

  private static double neededLogE(double alpha) {
    Checks.within(alpha, 0, 1, "alpha");
    return MIXTURE - Math.log(alpha);
  }

  private static double square(double v) {
    return v * v;
  }
}
