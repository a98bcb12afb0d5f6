package dev.metier.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The mean target of the nearest texts, by the cosine of their n-grams.
///
/// N-grams that stand in many texts are left out: they say little and take long.
public final class Neighbours {
  private static final double COMMON = 0.05;

  /// In so few texts none is left out.
  private static final int FEW = 200;

  /// The rarest n-grams are looked at first, up to about so many texts in all: the others say less
  /// and take longer.
  private static final int[] RARITIES = {16, 64, FEW, Integer.MAX_VALUE};

  private static final int MOST_LOOKS = 15_000;

  private final int count;
  private final double mean;
  private final double[] targets;
  private final int[] starts;
  private final int[] owners;
  private final float[] shares;

  /// A text near the one that was asked about.
  ///
  /// @param row its number among those learned from
  public record Neighbour(int row, double likeness) {}

  /// Learns the texts.
  ///
  /// @param rows vectors of a [FeatureSpace], at least one
  /// @param targets one for each row
  /// @param count how many neighbours are asked, at least 1
  public Neighbours(List<SparseVector> rows, double[] targets, int count) {
    if (rows.isEmpty() || rows.size() != targets.length || count < 1) {
      throw new IllegalArgumentException("neighbours take a target for each row, and a count");
    }
    this.count = count;
    this.targets = targets.clone();
    mean = Arrays.stream(targets).average().orElseThrow();
    starts = new int[NgramCounts.SLOTS + 1];
    for (SparseVector row : rows) {
      ngrams(row, (slot, _) -> starts[slot + 1]++);
    }
    double most = Math.max(FEW, COMMON * rows.size());
    for (int slot = 0; slot < NgramCounts.SLOTS; slot++) {
      int texts = starts[slot + 1] > most ? 0 : starts[slot + 1];
      starts[slot + 1] = starts[slot] + texts;
    }
    owners = new int[starts[NgramCounts.SLOTS]];
    shares = new float[owners.length];
    fill(rows);
  }

  private void fill(List<SparseVector> rows) {
    int[] next = starts.clone();
    for (int row = 0; row < rows.size(); row++) {
      int owner = row;
      ngrams(
          rows.get(row),
          (slot, value) -> {
            if (starts[slot + 1] > starts[slot]) {
              owners[next[slot]] = owner;
              shares[next[slot]++] = value;
            }
          });
    }
  }

  private interface EachNgram {
    void take(int slot, float value);
  }

  private static void ngrams(SparseVector row, EachNgram each) {
    for (int i = 0; i < row.at().length && row.at()[i] < NgramCounts.SLOTS; i++) {
      each.take(row.at()[i], row.values()[i]);
    }
  }

  /// The nearest texts, nearest first; fewer than asked when no more have an n-gram in common.
  public List<Neighbour> nearest(SparseVector vector) {
    var likeness = new float[targets.length];
    int looked = 0;
    int above = 0;
    for (int upTo : RARITIES) {
      if (looked < MOST_LOOKS) {
        looked += add(vector, above, upTo, likeness);
      }
      above = upTo;
    }
    float least = least(likeness);
    var found = new ArrayList<Neighbour>();
    for (int row = 0; row < likeness.length; row++) {
      if (likeness[row] > 0 && likeness[row] >= least) {
        found.add(new Neighbour(row, likeness[row]));
      }
    }
    found.sort(
        Comparator.comparingDouble(Neighbour::likeness)
            .reversed()
            .thenComparingInt(Neighbour::row));
    return List.copyOf(found.subList(0, Math.min(count, found.size())));
  }

  /// Adds what n-grams have in common that stand in so many texts; how many texts were looked at.
  private int add(SparseVector vector, int above, int upTo, float[] likeness) {
    int looked = 0;
    int[] at = vector.at();
    for (int n = 0; n < at.length && at[n] < NgramCounts.SLOTS; n++) {
      int from = starts[at[n]];
      int to = starts[at[n] + 1];
      if (to - from > above && to - from <= upTo) {
        looked += to - from;
        for (int i = from; i < to; i++) {
          likeness[owners[i]] += vector.values()[n] * shares[i];
        }
      }
    }
    return looked;
  }

  /// The likeness of the last neighbour that counts: of the highest ones the least, kept in a heap.
  private float least(float[] likeness) {
    if (likeness.length <= count) {
      return 0;
    }
    float[] heap = Arrays.copyOf(likeness, count);
    Arrays.sort(heap);
    for (int row = count; row < likeness.length; row++) {
      if (likeness[row] > heap[0]) {
        sink(heap, likeness[row]);
      }
    }
    return heap[0];
  }

  /// Puts a number in place of a heap's least.
  private static void sink(float[] heap, float number) {
    int at = 0;
    for (int child = 1; child < heap.length; child = 2 * at + 1) {
      child += child + 1 < heap.length && heap[child + 1] < heap[child] ? 1 : 0;
      if (heap[child] >= number) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = number;
  }

  /// The neighbours' mean target, with the mean of all as one more neighbour for each that is
  /// missing.
  public double at(SparseVector vector) {
    var found = nearest(vector);
    double sum = (count - found.size()) * mean;
    for (Neighbour neighbour : found) {
      sum += targets[neighbour.row()];
    }
    return sum / count;
  }

  /// Writes it for [#read(DataInputStream)].
  void write(DataOutputStream out) throws IOException {
    out.writeInt(count);
    out.writeDouble(mean);
    out.writeInt(targets.length);
    for (double target : targets) {
      out.writeDouble(target);
    }
    for (int start : starts) {
      out.writeInt(start);
    }
    for (int i = 0; i < owners.length; i++) {
      out.writeInt(owners[i]);
      out.writeFloat(shares[i]);
    }
  }

  static Neighbours read(DataInputStream in) throws IOException {
    return new Neighbours(in);
  }

  private Neighbours(DataInputStream in) throws IOException {
    count = in.readInt();
    mean = in.readDouble();
    targets = new double[in.readInt()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = in.readDouble();
    }
    starts = new int[NgramCounts.SLOTS + 1];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = in.readInt();
    }
    owners = new int[starts[NgramCounts.SLOTS]];
    shares = new float[owners.length];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = FeatureSpace.slot(in.readInt(), targets.length);
      shares[i] = in.readFloat();
    }
  }
}
