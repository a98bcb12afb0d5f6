package dev.metier.stats;

import java.util.Arrays;

/// The chance that an exact sequential test still decides, by backward recursion over its boundary.
///
/// From n results with S passes the next passes with chance (S + 1/2) / (n + 1), as predicted by
/// what was seen. The states where going on is hardly worth it are found once and kept as one range
/// of passes for each n. Immutable; safe for any number of threads. Only for up to
/// [ExactBoundary#EXACT_RESULTS] results.
final class Futility {
  /// Going on is hardly worth it below this chance...
  static final double HOPELESS = 0.05;

  /// ...and from this many results on...
  private static final int EARLIEST = 15;

  /// ...which is asked at every fifth result.
  private static final int EVERY = 5;

  /// Below this chance going on is over at once: in most such states no count decides any more.
  static final double IMPOSSIBLE = 0.01;

  /// The chances after every so many results are kept, so that others are found from near by.
  private static final int KEPT_EVERY = 128;

  private final ExactBoundary boundary;
  private final int available;
  private final int[] from;
  private final int[] to;
  private final double[][] kept;

  /// @param available the number of results that there can be in all
  Futility(ExactBoundary boundary, int available) {
    this.boundary = boundary;
    this.available = available;
    from = new int[available + 1];
    to = new int[available + 1];
    kept = new double[available / KEPT_EVERY + 1][];
    var sweep = Sweep.fromEnd(boundary, available);
    note(sweep);
    while (sweep.n > 1) {
      sweep.back();
      note(sweep);
    }
  }

  int available() {
    return available;
  }

  /// Whether n is a number of results at which to ask.
  static boolean asksAt(int n) {
    return n >= EARLIEST && n % EVERY == 0;
  }

  /// Whether going on from an undecided state cannot decide or, where that is asked, hardly will.
  boolean futile(int n, int passes) {
    return from[n] <= passes && passes <= to[n];
  }

  /// The chance to decide from an undecided state.
  double chance(int n, int passes) {
    int next = n / KEPT_EVERY + 1;
    var sweep =
        next < kept.length
            ? Sweep.from(boundary, next * KEPT_EVERY, kept[next])
            : Sweep.fromEnd(boundary, available);
    while (sweep.n > n) {
      sweep.back();
    }
    return sweep.value[passes];
  }

  private void note(Sweep sweep) {
    double least = asksAt(sweep.n) ? HOPELESS : IMPOSSIBLE;
    int low = sweep.low;
    while (low <= sweep.high && sweep.value[low] >= least) {
      low++;
    }
    int high = sweep.high;
    while (high >= low && sweep.value[high] >= least) {
      high--;
    }
    from[sweep.n] = low;
    to[sweep.n] = high;
    if (sweep.n % KEPT_EVERY == 0) {
      kept[sweep.n / KEPT_EVERY] = Arrays.copyOfRange(sweep.value, sweep.low, sweep.high + 1);
    }
  }

  /// The chances for every undecided count after n results, from the last result back; 1 for counts
  /// that are decided.
  private static final class Sweep {
    private final ExactBoundary boundary;
    private final double[] value;
    private int n;
    private int low;
    private int high;

    private Sweep(ExactBoundary boundary, int n) {
      this.boundary = boundary;
      value = new double[n + 2];
      Arrays.fill(value, 1);
      move(n);
    }

    static Sweep fromEnd(ExactBoundary boundary, int available) {
      var sweep = new Sweep(boundary, available);
      Arrays.fill(sweep.value, sweep.low, sweep.high + 1, 0);
      return sweep;
    }

    /// @param undecided the chances for the undecided counts after n results
    static Sweep from(ExactBoundary boundary, int n, double[] undecided) {
      var sweep = new Sweep(boundary, n);
      System.arraycopy(undecided, 0, sweep.value, sweep.low, undecided.length);
      return sweep;
    }

    void back() {
      int last = high;
      move(n - 1);
      double[] now = value;
      double seen = n + 1;
      double here = now[low];
      for (int s = low; s <= high; s++) {
        double above = now[s + 1];
        double pass = (s + 0.5) / seen;
        now[s] = pass * above + (1 - pass) * here;
        here = above;
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
