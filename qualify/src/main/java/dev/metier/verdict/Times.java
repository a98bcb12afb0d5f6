package dev.metier.verdict;

import dev.metier.stats.BettingProcess;
import dev.metier.stats.BettingProcess.Side;
import dev.metier.stats.Interval;
import dev.metier.stats.QuantileRanks;
import java.util.Arrays;
import java.util.function.DoublePredicate;

/// Times in seconds (infinite when not served) or speeds in tokens a second, by the draw of the
/// test that each belongs to: answers of one cluster or block are no independent draws.
final class Times {
  private static final int FEWEST_FOR_RUNS = 5;

  private double[] values = new double[16];
  private int[] draws = new int[16];
  private int size;
  private double[] weights = new double[16];
  private int weighed;

  /// @param draw the draws in their order, from 0
  void add(double value, int draw) {
    if (Double.isNaN(value)) {
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      draws = Arrays.copyOf(draws, 2 * size);
    }
    values[size] = value;
    draws[size++] = draw;
  }

  /// Ends a draw.
  ///
  /// @param weight what it weighs beside others, in (0, 1]
  void weigh(double weight) {
    if (weighed == weights.length) {
      weights = Arrays.copyOf(weights, 2 * weighed);
    }
    weights[weighed++] = weight;
  }

  int size() {
    return size;
  }

  /// Draws that are complete.
  int draws() {
    return weighed;
  }

  /// How many values are at most this one.
  int atMost(double value) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += values[i] <= value ? 1 : 0;
    }
    return count;
  }

  /// The quantile of what was seen, NaN when nothing was.
  double quantile(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted[QuantileRanks.pointRank(size, share) - 1];
  }

  /// How far the values beyond a limit come one after the other rather than mixed with the others:
  /// the standard normal deviate of the number of runs, far below 0 for spells; 0 when there are
  /// too few to tell.
  ///
  /// Source: A. Wald and J. Wolfowitz, [On a test whether two samples are from the same
  /// population](https://doi.org/10.1214/aoms/1177731909) (1940).
  double runs(double limit) {
    double within = atMost(limit);
    double beyond = size - within;
    if (Math.min(within, beyond) < FEWEST_FOR_RUNS) {
      return 0;
    }
    int runs = 1;
    for (int i = 1; i < size; i++) {
      runs += values[i] <= limit != values[i - 1] <= limit ? 1 : 0;
    }
    double mean = 2 * within * beyond / size + 1;
    double variance = (mean - 1) * (mean - 2) / (size - 1);
    return (runs - mean) / Math.sqrt(variance);
  }

  /// Bounds of the quantile, at every number of draws at once, each end wrong with chance alpha at
  /// most; an end that nothing bounds is 0 or infinite.
  ///
  /// A value bounds the quantile when the bets on "so many are at most this" refute it, draw by
  /// draw, as the test itself bets.
  Interval bounds(double share, double alpha) {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    if (size == weighed && Arrays.stream(weights, 0, weighed).allMatch(w -> w == 1)) {
      return size == 0 ? new Interval(0, Double.POSITIVE_INFINITY) : single(sorted, share, alpha);
    }
    int high = first(sorted, v -> refutes(Side.FIT, share, v, alpha));
    int low = first(sorted, v -> !refutes(Side.UNFIT, share, v, alpha));
    return new Interval(
        low == 0 || size == 0 ? 0 : sorted[Math.min(low, size - 1)],
        high == size
            ? Double.POSITIVE_INFINITY
            : Math.max(sorted[high], low == 0 ? 0 : sorted[low]));
  }

  private static Interval single(double[] sorted, double share, double alpha) {
    var ranks = QuantileRanks.of(sorted.length, share, alpha);
    return new Interval(
        ranks.lowerRank().isPresent() ? sorted[ranks.lowerRank().getAsInt() - 1] : 0,
        ranks.upperRank().isPresent()
            ? sorted[ranks.upperRank().getAsInt() - 1]
            : Double.POSITIVE_INFINITY);
  }

  /// The first place whose value is so; the number of values when none is. What holds of one holds
  /// of all behind it.
  private static int first(double[] sorted, DoublePredicate so) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (so.test(sorted[middle])) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean refutes(Side side, double share, double value, double alpha) {
    var within = new int[weighed];
    var all = new int[weighed];
    for (int i = 0; i < size; i++) {
      if (draws[i] < weighed) {
        all[draws[i]]++;
        within[draws[i]] += values[i] <= value ? 1 : 0;
      }
    }
    var process = new BettingProcess(share, side);
    for (int draw = 0; draw < weighed; draw++) {
      if (all[draw] > 0) {
        process.add(within[draw] / (double) all[draw], weights[draw]);
      }
    }
    return process.logE() >= -Math.log(alpha);
  }
}
