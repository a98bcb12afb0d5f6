package dev.metier.stats;

import java.util.SplittableRandom;

/// Ways to put paired differences and costs on the unit range, where a [BettingTest] reads them,
/// and back; and scores on 0 or 1, where an [ExactTest] does.
public final class Transforms {
  private Transforms() {}

  /// The score rounded to 0 or 1 by a lot, with 1 as likely as the score is high, so that the mean
  /// stays what it is.
  ///
  /// @param score in [0, 1]
  /// @param key what draws the lot: the same key draws the same one, whoever asks and however often
  public static double roundedByLot(double score, String key) {
    Checks.score(score);
    long seed = 0;
    for (int i = 0; i < key.length(); i++) {
      seed = 31 * seed + key.charAt(i);
    }
    return new SplittableRandom(seed).nextDouble() < score ? 1 : 0;
  }

  /// The score of a pair, `(candidate - reference + 1) / 2`.
  ///
  /// @param candidate the candidate's score, in [0, 1]
  /// @param reference the reference's score of the same case, in [0, 1]
  /// @return in [0, 1]
  public static double pairedScore(double candidate, double reference) {
    Checks.score(candidate);
    Checks.score(reference);
    return (candidate - reference + 1) / 2;
  }

  /// The bar for paired scores of "no worse than the reference by more than the margin", `(1 -
  /// margin) / 2`.
  ///
  /// @param margin in [0, 1)
  /// @return in (0, 1/2]
  public static double pairedBar(double margin) {
    Checks.within(margin, 0, Math.nextDown(1.0), "margin");
    return (1 - margin) / 2;
  }

  /// An interval of paired scores as one of the mean difference candidate - reference, within [-1,
  /// 1].
  public static Interval pairedDifference(Interval scores) {
    return new Interval(2 * scores.low() - 1, 2 * scores.high() - 1);
  }

  /// The score of a cost, `1 - cost / cap`: cheaper is higher.
  ///
  /// @param cost in [0, cap]
  /// @param cap the most that one case can cost, above 0
  /// @return in [0, 1]
  public static double costScore(double cost, double cap) {
    checkCap(cap);
    Checks.within(cost, 0, cap, "cost");
    return 1 - cost / cap;
  }

  /// The bar for cost scores of "costs no more than the limit on average", `1 - limit / cap`.
  ///
  /// @param limit in (0, cap)
  /// @param cap the most that one case can cost, above 0
  /// @return in (0, 1)
  public static double costBar(double limit, double cap) {
    checkCap(cap);
    double bar = 1 - limit / cap;
    Checks.open(bar, "1 - limit / cap");
    return bar;
  }

  /// An interval of cost scores as one of the mean cost, within [0, cap].
  public static Interval meanCost(Interval scores, double cap) {
    checkCap(cap);
    return new Interval(cap * (1 - scores.high()), cap * (1 - scores.low()));
  }

  private static void checkCap(double cap) {
    Checks.within(cap, Double.MIN_VALUE, Double.MAX_VALUE, "cap");
  }
}
