package dev.metier.learn;

import java.util.List;

/// Puts texts on one scale, fitted to the texts that a model learns from: n-grams by how rare they
/// are, structure and a prior by their spread.
///
/// The components of a vector are [NgramCounts#SLOTS] n-grams of length 1 together, then the
/// structure, then the prior.
public final class FeatureSpace {
  /// The components of a vector.
  public static final int SIZE = NgramCounts.SLOTS + NgramCounts.STRUCTURE + 1;

  private static final int PRIOR = SIZE - 1;

  /// What structure counts beside n-grams, which have length 1 together.
  private static final double STRUCTURE_WEIGHT = 0.5;

  /// A text that is more spreads away from the usual one counts as this many.
  private static final double FARTHEST = 3;

  private final float[] rarity;
  private final float[] mean;
  private final float[] spread;

  /// A space that was fitted earlier.
  ///
  /// @param rarity one for each n-gram
  /// @param mean one for each number of the structure
  /// @param spread one for each number of the structure, above 0
  public FeatureSpace(float[] rarity, float[] mean, float[] spread) {
    if (rarity.length != NgramCounts.SLOTS
        || mean.length != NgramCounts.STRUCTURE
        || spread.length != NgramCounts.STRUCTURE) {
      throw new IllegalArgumentException("a space has " + SIZE + " components");
    }
    this.rarity = rarity.clone();
    this.mean = mean.clone();
    this.spread = spread.clone();
  }

  /// The space of some texts, at least one.
  public static FeatureSpace of(List<NgramCounts> texts) {
    int n = texts.size();
    var seen = new int[NgramCounts.SLOTS];
    var sum = new double[NgramCounts.STRUCTURE];
    var squares = new double[NgramCounts.STRUCTURE];
    for (NgramCounts text : texts) {
      for (int slot : text.slots()) {
        seen[slot]++;
      }
      for (int i = 0; i < sum.length; i++) {
        double x = text.structure()[i];
        sum[i] += x;
        squares[i] += x * x;
      }
    }
    var rarity = new float[seen.length];
    for (int i = 0; i < seen.length; i++) {
      rarity[i] = (float) (Math.log((1.0 + n) / (1 + seen[i])) + 1);
    }
    var mean = new float[sum.length];
    var spread = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      double m = sum[i] / n;
      mean[i] = (float) m;
      double variance = Math.max(0, squares[i] / n - m * m);
      spread[i] = variance < 1e-9 ? Float.MAX_VALUE : (float) Math.sqrt(variance);
    }
    return new FeatureSpace(rarity, mean, spread);
  }

  /// A text's vector.
  ///
  /// @param prior what is known beforehand, on a scale where 1 is much
  public SparseVector vector(NgramCounts text, double prior) {
    int n = text.slots().length;
    var at = new int[n + NgramCounts.STRUCTURE + 1];
    var values = new float[at.length];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      int slot = text.slots()[i];
      float v = text.weights()[i] * rarity[slot];
      at[i] = slot;
      values[i] = v;
      squares += v * v;
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < n; i++) {
      values[i] *= scale;
    }
    for (int i = 0; i < NgramCounts.STRUCTURE; i++) {
      double z = (text.structure()[i] - mean[i]) / spread[i];
      at[n + i] = NgramCounts.SLOTS + i;
      values[n + i] = (float) (STRUCTURE_WEIGHT * Math.clamp(z, -FARTHEST, FARTHEST));
    }
    at[at.length - 1] = PRIOR;
    values[at.length - 1] = (float) prior;
    return new SparseVector(at, values);
  }

  /// The prior that a vector was made with.
  static double prior(SparseVector vector) {
    return vector.values()[vector.values().length - 1];
  }

  float[] rarity() {
    return rarity.clone();
  }

  float[] mean() {
    return mean.clone();
  }

  float[] spread() {
    return spread.clone();
  }
}
