package dev.metier.stats;

import dev.metier.stats.BettingProcess.Side;

/// One last, asymptotic test at the horizon: empirical likelihood with one worst-case
/// pseudo-result.
///
/// Its size was checked by simulation only (at 100 results and more), so a verdict that rests on it
/// says so.
///
/// Source: the statistic is Owen's empirical likelihood ratio ([Biometrika
/// 1988](https://doi.org/10.1093/biomet/75.2.237)) with one result at the far end added against the
/// claim.
final class FinalLook {
  private static final int HALVINGS = 60;

  private final ConfidenceSequence results;
  private final double bar;
  private final Side side;

  /// @param bar within (0, 1)
  FinalLook(ConfidenceSequence results, double bar, Side side) {
    Checks.open(bar, "bar");
    this.results = results;
    this.bar = bar;
    this.side = side;
  }

  /// The signed-root statistic, comparable to a standard normal's upper quantile; 0 when the data
  /// lean the other way.
  double z() {
    double c = fraction();
    double total = Math.log1p(-c);
    for (int i = 0; i < results.distinct(); i++) {
      total += results.count(i) * Math.log1p(c * gain(i));
    }
    return c == 0 ? 0 : Math.sqrt(2 * Math.max(0, total));
  }

  /// The fraction that maximises the likelihood ratio, 0 when the data lean the other way.
  double fraction() {
    if (slope(0) <= 0) {
      return 0;
    }
    double low = 0;
    double high = 1 - 1e-12;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The furthest bar beyond `bar` that a critical value z still refutes; `bar` itself must be
  /// refuted.
  static double refuted(ConfidenceSequence results, double bar, Side side, double z) {
    double inside = bar;
    double outside = side == Side.FIT ? 1 : 0;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (inside + outside) / 2;
      if (middle > 0 && middle < 1 && new FinalLook(results, middle, side).z() >= z) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  private double slope(double c) {
    double total = -1 / (1 - c);
    for (int i = 0; i < results.distinct(); i++) {
      double r = gain(i);
      total += results.count(i) * r / (1 + c * r);
    }
    return total;
  }

  private double gain(int i) {
    double x = results.value(i);
    return results.weight(i) * ((side == Side.FIT ? x / bar : (1 - x) / (1 - bar)) - 1);
  }
}
