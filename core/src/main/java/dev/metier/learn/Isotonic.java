package dev.metier.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The non-decreasing step function with the least squared error, by pooling adjacent violators.
@SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
public record Isotonic(double[] from, double[] levels) {
  /// Fits it.
  ///
  /// @param scores at least one, none of them NaN
  /// @param targets one for each score
  public static Isotonic fit(double[] scores, double[] targets) {
    if (scores.length == 0 || scores.length != targets.length) {
      throw new IllegalArgumentException("a target for each score");
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var from = new double[order.length];
    var sums = new double[order.length];
    var counts = new int[order.length];
    int blocks = 0;
    for (int i = 0; i < order.length; ) {
      double score = scores[order[i]];
      from[blocks] = score;
      sums[blocks] = 0;
      counts[blocks] = 0;
      // equal scores get one level
      for (; i < order.length && scores[order[i]] == score; i++) {
        sums[blocks] += targets[order[i]];
        counts[blocks]++;
      }
      blocks++;
      while (blocks > 1
          && sums[blocks - 2] * counts[blocks - 1] >= sums[blocks - 1] * counts[blocks - 2]) {
        sums[blocks - 2] += sums[blocks - 1];
        counts[blocks - 2] += counts[blocks - 1];
        blocks--;
      }
    }
    var levels = new double[blocks];
    Arrays.setAll(levels, i -> sums[i] / counts[i]);
    return new Isotonic(Arrays.copyOf(from, blocks), levels);
  }

  /// The level of a score; below the first step it is the first step's.
  public double at(double score) {
    int found = Arrays.binarySearch(from, score);
    int step = found >= 0 ? found : -found - 2;
    return levels[Math.max(0, step)];
  }

  /// Writes it for [#read(DataInputStream)].
  void write(DataOutputStream out) throws IOException {
    out.writeInt(from.length);
    for (int i = 0; i < from.length; i++) {
      out.writeDouble(from[i]);
      out.writeDouble(levels[i]);
    }
  }

  static Isotonic read(DataInputStream in) throws IOException {
    var from = new double[in.readInt()];
    var levels = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      from[i] = in.readDouble();
      levels[i] = in.readDouble();
    }
    return new Isotonic(from, levels);
  }
}
