package dev.metier.stats;

/// The arguments' ranges, refused in one voice.
final class Checks {
  private Checks() {}

  static void within(double value, double low, double high, String name) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be within [" + low + ", " + high + "], not " + value);
    }
  }

  /// Strictly between 0 and 1.
  static void open(double value, String name) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be within (0, 1), not " + value);
    }
  }

  static void score(double x) {
    within(x, 0, 1, "A result");
  }

  static void weight(double weight) {
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("A weight must be within (0, 1], not " + weight);
    }
  }

  /// The bar and the two error rates of a test: the bar may be 1 for a suite only, and one side may
  /// be disabled by 0.
  static void test(double bar, double alphaFit, double alphaUnfit, Scope scope) {
    if (!(bar > 0 && (bar < 1 || (bar == 1 && scope == Scope.SUITE)))) {
      throw new IllegalArgumentException("bar must be within (0, 1), or 1 for a suite, not " + bar);
    }
    if (!(alphaFit >= 0 && alphaFit < 1 && alphaUnfit >= 0 && alphaUnfit < 1)
        || alphaFit + alphaUnfit == 0) {
      throw new IllegalArgumentException(
          "alpha must be within [0, 1) and not 0 on both sides, not "
              + alphaFit
              + " and "
              + alphaUnfit);
    }
  }

  static void state(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
