package dev.metier.stats;

/// How often an exact test of pass/fail results decides, by exact recursion over its boundary.
///
/// Futility is left out: whoever goes on to the last result decides a little more often than one
/// who gives up in time.
///
/// @param fit the chance, in [0, 1], to end FIT
/// @param unfit the chance to end UNFIT
public record Power(double fit, double unfit) {
  /// The longest horizon that this is computed for.
  public static final int LONGEST = 5000;

  /// The power of a test for traffic.
  ///
  /// @param horizon the number of results, in [1, LONGEST]
  /// @param bar in (0, 1)
  /// @param alpha the error rate of each side, in (0, 1)
  /// @param quality the true share of passes, in [0, 1]
  public static Power of(int horizon, double bar, double alpha, double quality) {
    Checks.within(horizon, 1, LONGEST, "horizon");
    Checks.within(quality, 0, 1, "quality");
    var boundary = ExactBoundary.of(horizon, bar, alpha, alpha, Scope.TRAFFIC);
    var mass = new double[horizon + 1];
    mass[0] = 1;
    int low = 0;
    int high = 0;
    double fit = 0;
    double unfit = 0;
    for (int n = 1; n <= horizon; n++) {
      for (int s = high + 1; s > low; s--) {
        mass[s] = mass[s] * (1 - quality) + mass[s - 1] * quality;
      }
      mass[low] *= 1 - quality;
      high++;
      while (high >= low && high >= boundary.fitAtLeast(n)) {
        fit += mass[high];
        mass[high--] = 0;
      }
      while (low <= high && low <= boundary.unfitAtMost(n)) {
        unfit += mass[low];
        mass[low++] = 0;
      }
      if (low > high) {
        break;
      }
    }
    return new Power(fit, unfit);
  }

  /// The fewest results, in steps of a tenth or so, that end FIT with this chance; 0 when more than
  /// [#LONGEST] are needed.
  ///
  /// @param from where to begin
  public static int resultsFor(double power, int from, double bar, double alpha, double quality) {
    for (int n = from; n <= LONGEST; n = rounded(n * 1.1 + 1)) {
      if (of(n, bar, alpha, quality).fit() >= power) {
        return n;
      }
    }
    return 0;
  }

  /// Numbers that people would choose: multiples of ten, and of fifty from 500 on.
  private static int rounded(double results) {
    int step = results < 500 ? 10 : 50;
    return (int) Math.ceil(results / step) * step;
  }
}
