package dev.metier.stats;

/// The fractions of the wealth that a betting test stakes on each result, fixed before the first
/// one; the evidence is the mean over them.
///
/// Any fractions keep the error rate. Those that fit a horizon and a bar decide more often: the
/// smallest is what would grow fastest at the least quality that so many pass/fail results can tell
/// from the bar, the largest serves scores that vary less and models that are far off.
final class Bets {
  /// Twenty fractions from 0.01 to 0.99: for bars and horizons that are not known beforehand.
  static final Bets WIDE = new Bets(0.01, 0.99, 20);

  private static final int PLANNED = 6;
  private static final double SMALLEST_AT_MOST = 0.7;
  private static final double LARGEST_AT_LEAST = 0.8;
  private static final double LARGEST_AT_MOST = 0.95;

  private final double[] fractions;

  /// Equally spaced in logit.
  private Bets(double low, double high, int count) {
    fractions = new double[count];
    double from = logit(low);
    double step = (logit(high) - from) / (count - 1);
    for (int k = 0; k < count; k++) {
      fractions[k] = 1 / (1 + Math.exp(-from - step * k));
    }
  }

  /// Fractions for scores against "the mean is at most the bar".
  ///
  /// @param horizon at least 1
  /// @param bar in (0, 1); any for a suite
  /// @param alpha in [0, 1)
  static Bets planned(int horizon, double bar, double alpha) {
    if (!(bar > 0 && bar < 1 && alpha > 0)) {
      return WIDE;
    }
    double told = Math.sqrt(-2 * Math.log(alpha) * bar / ((1 - bar) * horizon));
    double low = Math.min(SMALLEST_AT_MOST, told);
    return new Bets(low, Math.clamp(1.25 * told, LARGEST_AT_LEAST, LARGEST_AT_MOST), PLANNED);
  }

  int count() {
    return fractions.length;
  }

  double fraction(int k) {
    return fractions[k];
  }

  private static double logit(double share) {
    return Math.log(share / (1 - share));
  }
}
