package dev.metier.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Puts texts on one scale, fitted to the texts that a model learns from: n-grams by how rare they
/// are, structure by its spread.
///
/// The components of a vector are [NgramCounts#SLOTS] n-grams of length 1 together, then the
/// structure, then a 1 for the slice: so ridge regression learns of each slice how far it lies from
/// the others, drawn to nothing where there are few cases.
public final class FeatureSpace {
  /// The components of a vector.
  public static final int SIZE = NgramCounts.SLOTS + NgramCounts.STRUCTURE + 1_024;

  private static final int SLICES = NgramCounts.SLOTS + NgramCounts.STRUCTURE;

  /// What structure counts beside n-grams, which have length 1 together.
  private static final double STRUCTURE_WEIGHT = 0.5;

  /// How many times the penalty of n-grams structure bears: its numbers are all there in every
  /// text, so that under one penalty they explain the noise of few targets before words are heard.
  private static final double STRUCTURE_PENALTY = 30;

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
  private FeatureSpace(float[] rarity, float[] mean, float[] spread) {
    if (rarity.length != NgramCounts.SLOTS
        || mean.length != NgramCounts.STRUCTURE
        || spread.length != NgramCounts.STRUCTURE) {
      throw new IllegalArgumentException("a space has " + SIZE + " components");
    }
    this.rarity = rarity.clone();
    this.mean = mean.clone();
    this.spread = spread.clone();
  }

  /// A space of n-grams alone.
  ///
  /// @param rarity one for each n-gram
  static FeatureSpace ofNgrams(float[] rarity) {
    var spread = new float[NgramCounts.STRUCTURE];
    Arrays.fill(spread, 1);
    return new FeatureSpace(rarity, new float[NgramCounts.STRUCTURE], spread);
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
  /// @param slice empty when there are no slices
  public SparseVector vector(NgramCounts text, String slice) {
    var ngrams = ngrams(text);
    int n = ngrams.at().length;
    int[] at = Arrays.copyOf(ngrams.at(), n + NgramCounts.STRUCTURE + (slice.isEmpty() ? 0 : 1));
    float[] values = Arrays.copyOf(ngrams.values(), at.length);
    for (int i = 0; i < NgramCounts.STRUCTURE; i++) {
      double z = (text.structure()[i] - mean[i]) / spread[i];
      at[n + i] = NgramCounts.SLOTS + i;
      values[n + i] = (float) (STRUCTURE_WEIGHT * Math.clamp(z, -FARTHEST, FARTHEST));
    }
    if (!slice.isEmpty()) {
      at[at.length - 1] = component(slice);
      values[at.length - 1] = 1;
    }
    return new SparseVector(at, values);
  }

  /// Ridge regression's penalty of each component.
  ///
  /// @param penalty of n-grams and slices
  static double[] penalties(double penalty) {
    var penalties = new double[SIZE];
    Arrays.fill(penalties, penalty);
    Arrays.fill(penalties, NgramCounts.SLOTS, SLICES, STRUCTURE_PENALTY * penalty);
    return penalties;
  }

  /// The vector of a text's n-grams alone.
  SparseVector ngrams(NgramCounts text) {
    int n = text.slots().length;
    var values = new float[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      values[i] = text.weights()[i] * rarity[text.slots()[i]];
      squares += values[i] * values[i];
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < n; i++) {
      values[i] *= scale;
    }
    return new SparseVector(text.slots(), values);
  }

  /// The vector of a slice alone, whatever the text.
  static SparseVector sliceAlone(String slice) {
    return new SparseVector(new int[] {component(slice)}, new float[] {1});
  }

  private static int component(String slice) {
    return SLICES + Math.floorMod((slice.hashCode() * 0x9E3779B1) >>> 8, SIZE - SLICES);
  }

  float[] rarity() {
    return rarity.clone();
  }

  /// Writes it for [#read(DataInputStream)].
  void write(DataOutputStream out) throws IOException {
    float unseen = 0;
    for (float r : rarity) {
      unseen = Math.max(unseen, r);
    }
    float usual = unseen;
    int[] seen = IntStream.range(0, rarity.length).filter(i -> rarity[i] < usual).toArray();
    out.writeFloat(unseen);
    out.writeInt(seen.length);
    for (int slot : seen) {
      out.writeInt(slot);
      out.writeFloat(rarity[slot]);
    }
    for (int i = 0; i < mean.length; i++) {
      out.writeFloat(mean[i]);
      out.writeFloat(spread[i]);
    }
  }

  static FeatureSpace read(DataInputStream in) throws IOException {
    var rarity = new float[NgramCounts.SLOTS];
    Arrays.fill(rarity, in.readFloat());
    int seen = in.readInt();
    for (int i = 0; i < seen; i++) {
      rarity[slot(in.readInt(), rarity.length)] = in.readFloat();
    }
    var mean = new float[NgramCounts.STRUCTURE];
    var spread = new float[NgramCounts.STRUCTURE];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = in.readFloat();
      spread[i] = in.readFloat();
    }
    return new FeatureSpace(rarity, mean, spread);
  }

  static int slot(int read, int size) throws IOException {
    if (read < 0 || read >= size) {
      throw new IOException("it names an n-gram that does not exist");
    }
    return read;
  }
}
