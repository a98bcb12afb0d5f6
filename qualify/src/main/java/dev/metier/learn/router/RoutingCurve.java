package dev.metier.learn.router;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// What is gained by sending the cases with the highest scores to the strong model, for every share
/// sent.
///
/// Gain is measured as in RouteLLM: 0 when the weak model answers all, 1 when the strong one does.
/// Cases of equal score are sent together, in any order: the curve between is straight.
///
/// Source: I. Ong and others, [RouteLLM](https://arxiv.org/abs/2406.18665), section 3.
public final class RoutingCurve {
  private final double[] shares;
  private final double[] gains;

  /// Walks along the scores, the highest first.
  ///
  /// @param scores how much the strong model is worth for each case, at least one
  /// @param differences what it is really worth: its grade less the weak one's; their sum is not 0
  public RoutingCurve(double[] scores, double[] differences) {
    int n = scores.length;
    double all = 0;
    for (double d : differences) {
      all += d;
    }
    if (n == 0 || n != differences.length || all == 0) {
      throw new IllegalArgumentException("a curve needs cases, and models that differ");
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    var points = new double[2][n + 1];
    int count = 0;
    double gained = 0;
    for (int i = 0; i < n; ) {
      int first = i;
      for (; i < n && scores[order[i]] == scores[order[first]]; i++) {
        gained += differences[order[i]];
      }
      count++;
      points[0][count] = (double) i / n;
      points[1][count] = gained / all;
    }
    shares = Arrays.copyOf(points[0], count + 1);
    gains = Arrays.copyOf(points[1], count + 1);
  }

  /// The mean gain over all shares sent (APGR); about 0.5 for chance.
  public double area() {
    double area = 0;
    for (int i = 1; i < shares.length; i++) {
      area += (shares[i] - shares[i - 1]) * (gains[i] + gains[i - 1]) / 2;
    }
    return area;
  }

  /// The least share sent that reaches a gain (CPT).
  ///
  /// @param gain in (0, 1]
  public double shareFor(double gain) {
    for (int i = 1; i < shares.length; i++) {
      if (gains[i] >= gain - 1e-12) {
        double step = gains[i] - gains[i - 1];
        double part = step <= 0 ? 1 : (gain - gains[i - 1]) / step;
        return shares[i - 1] + part * (shares[i] - shares[i - 1]);
      }
    }
    return 1;
  }

  /// For each case the share of all shares at which it is sent, 0.5 on average; the area is the sum
  /// of differences weighed by it.
  static double[] places(double[] scores) {
    double[] sorted = Arrays.stream(scores).sorted().toArray();
    var places = new double[scores.length];
    for (int i = 0; i < places.length; i++) {
      int below = first(sorted, scores[i]);
      int upTo = first(sorted, Math.nextUp(scores[i]));
      places[i] = (below + upTo) / (2.0 * places.length);
    }
    return places;
  }

  /// How many of the sorted values are below one.
  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The gain at a share sent.
  public double gainAt(double share) {
    for (int i = 1; i < shares.length; i++) {
      if (share <= shares[i]) {
        double part = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
        return gains[i - 1] + part * (gains[i] - gains[i - 1]);
      }
    }
    return 1;
  }
}
