package dev.metier.stats;

/// How an exact test behaves at a true quality: its chances of FIT and UNFIT and the results it
/// takes, by plain recursion.
record Operating(double fit, double unfit, double results) {
  static Operating of(ExactBoundary boundary, double quality) {
    return of(boundary, quality, false);
  }

  /// The same with a stop wherever going on is hardly worth it.
  static Operating withFutility(ExactBoundary boundary, double quality) {
    return of(boundary, quality, true);
  }

  double decided() {
    return fit + unfit;
  }

  private static Operating of(ExactBoundary boundary, double quality, boolean futility) {
    int horizon = boundary.horizon();
    var mass = new double[horizon + 2];
    mass[0] = 1;
    double fit = 0;
    double unfit = 0;
    double results = 0;
    for (int n = 1; n <= horizon; n++) {
      for (int s = n; s >= 0; s--) {
        mass[s] = mass[s] * (1 - quality) + (s > 0 ? mass[s - 1] * quality : 0);
      }
      for (int s = 0; s <= n; s++) {
        Decision decision = boundary.at(n, s);
        boolean stop = n == horizon || (futility && boundary.futility(horizon).futile(n, s));
        fit += decision == Decision.FIT ? mass[s] : 0;
        unfit += decision == Decision.UNFIT ? mass[s] : 0;
        if (stop || decision != Decision.UNDECIDED) {
          results += n * mass[s];
          mass[s] = 0;
        }
      }
    }
    return new Operating(fit, unfit, results);
  }
}
