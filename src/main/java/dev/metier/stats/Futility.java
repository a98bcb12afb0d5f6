package dev.metier.stats;

import java.util.Arrays;

/// The chance that an exact sequential test still decides, by backward recursion over its boundary.
///
/// From n results with S passes the next passes with chance (S + 1/2) / (n + 1), as predicted by
/// what was seen. The states where going on is hardly worth it are found once and kept as one range
/// of passes for each n. Immutable; safe for any number of threads. Only for horizons up to
/// [ExactBoundary#EXACT_RESULTS].
final class Futility {
  /// Going on is hardly worth it below this chance...
  static final double HOPELESS = 0.05;

  /// ...and from this many results on...
  private static final int EARLIEST = 50;

  /// ...which is asked at every tenth result.
  private static final int EVERY = 10;

  private final int[] from;
  private final int[] to;

  Futility(ExactBoundary boundary) {
    from = new int[boundary.horizon() + 1];
    to = new int[boundary.horizon() + 1];
    Arrays.fill(to, -1);
    var sweep = new Sweep(boundary);
    mark(sweep);
    while (sweep.n > EARLIEST) {
      sweep.back();
      mark(sweep);
    }
  }

  /// Whether n is a number of results at which to ask.
  static boolean asksAt(int n) {
    return n >= EARLIEST && n % EVERY == 0;
  }

  /// Whether going on from an undecided state is hardly worth it.
  boolean futile(int n, int passes) {
    return n >= EARLIEST && from[n] <= passes && passes <= to[n];
  }

  /// The chance to decide from an undecided state.
  static double chance(ExactBoundary boundary, int n, int passes) {
    var sweep = new Sweep(boundary);
    while (sweep.n > n) {
      sweep.back();
    }
    return sweep.value[passes];
  }

  private void mark(Sweep sweep) {
    int low = sweep.low;
    while (low <= sweep.high && sweep.value[low] >= HOPELESS) {
      low++;
    }
    int high = sweep.high;
    while (high >= low && sweep.value[high] >= HOPELESS) {
      high--;
    }
    from[sweep.n] = low;
    to[sweep.n] = high;
  }

  /// The chances for every undecided count after n results, from the horizon back.
  private static final class Sweep {
    private final ExactBoundary boundary;
    private final double[] value;
    private int n;
    private int low;
    private int high;

    Sweep(ExactBoundary boundary) {
      this.boundary = boundary;
      value = new double[boundary.horizon() + 2];
      Arrays.fill(value, 1);
      move(boundary.horizon());
      Arrays.fill(value, low, high + 1, 0);
    }

    void back() {
      int last = high;
      move(n - 1);
      for (int s = low; s <= high; s++) {
        double pass = (s + 0.5) / (n + 1);
        value[s] = pass * value[s + 1] + (1 - pass) * value[s];
      }
      Arrays.fill(value, high + 1, Math.max(high, last) + 1, 1);
    }

    private void move(int to) {
      n = to;
      low = to == 0 ? 0 : boundary.unfitAtMost(to) + 1;
      high = to == 0 ? 0 : Math.min(to, boundary.fitAtLeast(to) - 1);
    }
  }
}
