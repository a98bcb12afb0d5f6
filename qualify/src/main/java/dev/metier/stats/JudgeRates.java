package dev.metier.stats;

/// How often a judge passes good answers and fails bad ones, counted on answers that people
/// labelled.
///
/// With no labels nothing is known: the bars become 1 and 0, which no share of passes crosses.
///
/// @param good labelled answers that are good
/// @param goodPassed those of them that the judge passed
/// @param bad labelled answers that are not
/// @param badFailed those of them that the judge failed
public record JudgeRates(int good, int goodPassed, int bad, int badFailed) {
  /// A judge of whom nothing is known.
  public static final JudgeRates UNKNOWN = new JudgeRates(0, 0, 0, 0);

  /// A judge that tells good from bad less clearly certifies nothing.
  public static final double LEAST_YOUDEN = 0.5;

  public JudgeRates {
    if (goodPassed < 0 || badFailed < 0 || goodPassed > good || badFailed > bad) {
      throw new IllegalArgumentException("no more can be judged rightly than were labelled");
    }
  }

  /// The share of good answers that the judge passes; 0 when there are none.
  public double sensitivity() {
    return good == 0 ? 0 : (double) goodPassed / good;
  }

  /// The share of bad answers that the judge fails; 0 when there are none.
  public double specificity() {
    return bad == 0 ? 0 : (double) badFailed / bad;
  }

  /// Youden's J, `sensitivity + specificity - 1`: 0 for a judge that does not look, 1 for one that
  /// never errs; -1 where one of the classes was never labelled.
  public double youden() {
    return good == 0 || bad == 0 ? -1 : sensitivity() + specificity() - 1;
  }

  /// Whether the judge tells good from bad clearly enough to prove anything.
  public boolean tells() {
    return youden() >= LEAST_YOUDEN;
  }

  /// Where the sensitivity lies, two-sided (Clopper-Pearson).
  public Interval sensitivity(double alpha) {
    return Proportions.interval(goodPassed, good, alpha);
  }

  /// Where the specificity lies, two-sided (Clopper-Pearson).
  public Interval specificity(double alpha) {
    return Proportions.interval(badFailed, bad, alpha);
  }

  /// The share of answers that the judge passes at most when no more than `bar` of them are good: a
  /// model whose share is above is better than the bar, but for the labels' chance.
  ///
  /// @param bar the share of good answers, in [0, 1]
  /// @param alpha the chance at most that either rate lies beyond its bound
  public double fitBar(double bar, double alpha) {
    return bar * mostPassed(alpha) + (1 - bar) * mostMissed(alpha);
  }

  /// The share of answers that the judge passes at least when no fewer than `bar` of them are good.
  public double unfitBar(double bar, double alpha) {
    return bar * leastPassed(alpha) + (1 - bar) * leastMissed(alpha);
  }

  /// The same where other graders fail some answers first: they may be those that the judge would
  /// have passed by mistake.
  public double unfitBarBehindOthers(double bar, double alpha) {
    return bar * leastPassed(alpha);
  }

  /// The share of good answers, whichever rates are true, from bounds of the share that passes.
  Interval good(Interval passes, double alpha) {
    double low = share(passes.low(), mostPassed(alpha), mostMissed(alpha));
    double high = share(passes.high(), leastPassed(alpha), leastMissed(alpha));
    return high < low || !tells() ? new Interval(0, 1) : new Interval(low, high);
  }

  private static double share(double passes, double ofGood, double ofBad) {
    return ofGood <= ofBad ? 0 : Math.clamp((passes - ofBad) / (ofGood - ofBad), 0, 1);
  }

  private double mostPassed(double alpha) {
    return Proportions.upper(goodPassed, good, alpha);
  }

  private double leastPassed(double alpha) {
    return good == 0 ? 0 : Proportions.lower(goodPassed, good, alpha);
  }

  private double mostMissed(double alpha) {
    return bad == 0 ? 1 : 1 - Proportions.lower(badFailed, bad, alpha);
  }

  private double leastMissed(double alpha) {
    return 1 - Proportions.upper(badFailed, bad, alpha);
  }

  /// The share of good answers, estimated from the share that passes (W. Rogan and B. Gladen 1978),
  /// within [0, 1].
  ///
  /// @param passes the share of answers that the judge passed
  public double corrected(double passes) {
    return Math.clamp((passes - 1 + specificity()) / youden(), 0, 1);
  }

  /// An interval of the share of good answers, with every count smoothed, after n results fixed
  /// beforehand; approximate, and not to be looked at again and again.
  ///
  /// Source: C. Lee and others, How to Correctly Report LLM-as-a-Judge Evaluations (2025).
  ///
  /// @param passed answers that the judge passed
  /// @param n answers judged, at least 1
  /// @param alpha in (0, 1), half of it for each end
  public Interval corrected(int passed, int n, double alpha) {
    double z = Planning.z(alpha / 2);
    double square = z * z;
    double p = (passed + square / 2) / (n + square);
    double spec = (badFailed + 1.0) / (bad + 2);
    double sens = (goodPassed + 1.0) / (good + 2);
    double apart = sens + spec - 1;
    if (apart <= 0) {
      return new Interval(0, 1);
    }
    double share = (p + spec - 1) / apart;
    double ofSpec = spec * (1 - spec) / (bad + 2);
    double ofSens = sens * (1 - sens) / (good + 2);
    double shift = 2 * square * (share * ofSens - (1 - share) * ofSpec);
    double variance =
        p * (1 - p) / (n + square) + (1 - share) * (1 - share) * ofSpec + share * share * ofSens;
    double half = z * Math.sqrt(variance) / apart;
    double low = Math.clamp(share + shift - half, 0, 1);
    return new Interval(low, Math.clamp(share + shift + half, low, 1));
  }
}
