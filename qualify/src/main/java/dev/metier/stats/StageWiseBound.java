package dev.metier.stats;

import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// The confidence bound to print after an exact sequential test has stopped, where the sample mean
/// would be biased.
///
/// It is the quality at which stopping on the same side this early has chance alpha. It lies on the
/// decision's side of the bar whenever alpha is at least what the boundary spends.
///
/// Source: D. Siegmund, [Estimation following sequential
/// tests](https://doi.org/10.1093/biomet/65.2.341); C. Jennison and B. Turnbull, Group Sequential
/// Methods (2000), section 8.5.
public final class StageWiseBound {
  private static final int HALVINGS = 42;

  private StageWiseBound() {}

  /// The lower bound of the quality after FIT.
  ///
  /// @param stoppedAt the number of results at the decision, at least 1 and at most
  ///   [ExactBoundary#EXACT_RESULTS], in a suite at most the horizon
  /// @param alpha in (0, 1)
  /// @return in [0, 1]; for a suite a multiple of 1/horizon
  public static double lower(ExactBoundary boundary, int stoppedAt, double alpha) {
    return bound(boundary, stoppedAt, alpha, boundary::fitAtLeast);
  }

  /// The upper bound of the quality after UNFIT.
  ///
  /// @param stoppedAt the number of results at the decision, at least 1 and at most
  ///   [ExactBoundary#EXACT_RESULTS], in a suite at most the horizon
  /// @param alpha in (0, 1)
  /// @return in [0, 1]; for a suite a multiple of 1/horizon
  public static double upper(ExactBoundary boundary, int stoppedAt, double alpha) {
    return 1 - bound(boundary, stoppedAt, alpha, n -> n - boundary.unfitAtMost(n));
  }

  private static double bound(
      ExactBoundary boundary, int stoppedAt, double alpha, IntUnaryOperator stops) {
    int latest = boundary.scope() == Scope.SUITE ? boundary.horizon() : ExactBoundary.EXACT_RESULTS;
    Checks.within(stoppedAt, 1, Math.min(latest, ExactBoundary.EXACT_RESULTS), "stoppedAt");
    Checks.open(alpha, "alpha");
    if (boundary.scope() == Scope.TRAFFIC) {
      return quality(p -> crosses(Walk.independent(stoppedAt, p), stoppedAt, stops, alpha));
    }
    int cases = boundary.horizon();
    int fewest =
        tickets(m -> crosses(Walk.drawing(stoppedAt, m, cases), stoppedAt, stops, alpha), cases);
    return (double) fewest / cases;
  }

  /// The greatest quality with which this stop is unlikely.
  private static double quality(DoublePredicate likely) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (likely.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /// The fewest passing tickets with which this stop is not too unlikely.
  private static int tickets(IntPredicate likely, int cases) {
    int low = 0;
    int high = cases;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (likely.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The chance that the walk has crossed by its n-th step.
  static double crossing(Walk walk, int n, IntUnaryOperator stops) {
    double crossed = 0;
    for (int i = 1; i <= n; i++) {
      walk.step();
      crossed += walk.absorb(stops.applyAsInt(i));
    }
    return crossed;
  }

  /// Whether that chance is above alpha, found out without walking further than that takes.
  private static boolean crosses(Walk walk, int n, IntUnaryOperator stops, double alpha) {
    double crossed = 0;
    for (int i = 1; i <= n && crossed <= alpha; i++) {
      walk.step();
      crossed += walk.absorb(stops.applyAsInt(i));
    }
    return crossed > alpha;
  }

  /// The distribution of a count that grows by 0 or 1 with each result, less what a boundary has
  /// absorbed.
  ///
  /// Mass below 1e-40 at the lower end is dropped, which leaves a narrow band to work on. Not
  /// thread-safe.
  static final class Walk {
    private static final double NEGLIGIBLE = 1e-40;

    private final double[] mass;
    private final double chance;
    private final int tickets;
    private final int population;
    private int n;
    private int low;
    private int high;

    private Walk(int steps, double chance, int tickets, int population) {
      this.chance = chance;
      this.tickets = tickets;
      this.population = population;
      mass = new double[steps + 2];
      mass[0] = 1;
    }

    /// Each result counts with the same chance.
    static Walk independent(int steps, double chance) {
      return new Walk(steps, chance, 0, 0);
    }

    /// Results are drawn without replacement from a population that holds so many tickets that
    /// count.
    static Walk drawing(int steps, int tickets, int population) {
      return new Walk(steps, 0, tickets, population);
    }

    void step() {
      n++;
      if (low > high) {
        return;
      }
      high++;
      if (population == 0) {
        stepIndependently();
      } else {
        stepDrawing();
      }
      while (low < high && mass[low] < NEGLIGIBLE) {
        mass[low] = 0;
        low++;
      }
    }

    /// The least count that has any mass, if one has.
    int low() {
      return low;
    }

    /// The greatest count that has any mass, if one has.
    int high() {
      return high;
    }

    double mass(int count) {
      return mass[count];
    }

    /// Removes all mass at `from` and above.
    ///
    /// @return how much that was
    double absorb(int from) {
      double total = 0;
      while (high >= Math.max(from, low)) {
        total += mass[high];
        mass[high] = 0;
        high--;
      }
      return total;
    }

    // Each mass is read once and fields are not read at all: this loop is most of what a bound
    // takes.
    private void stepIndependently() {
      double[] now = mass;
      double up = chance;
      double stay = 1 - up;
      double here = now[high];
      for (int s = high; s > low; s--) {
        double below = now[s - 1];
        now[s] = here * stay + below * up;
        here = below;
      }
      now[low] = here * stay;
    }

    private void stepDrawing() {
      double left = population - n + 1;
      double up = up(high, left);
      for (int s = high; s > low; s--) {
        double below = up(s - 1, left);
        mass[s] = mass[s] * (1 - up) + mass[s - 1] * below;
        up = below;
      }
      mass[low] *= 1 - up;
    }

    private double up(int count, double left) {
      return Math.clamp((tickets - count) / left, 0.0, 1.0);
    }
  }
}
