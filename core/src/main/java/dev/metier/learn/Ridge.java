package dev.metier.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Ridge regression on sparse vectors, by conjugate gradients.
///
/// The intercept is the mean of the targets and is not shrunk.
public final class Ridge {
  private static final double CLOSE = 1e-8;
  private static final int MOST_STEPS = 100;

  private Ridge() {}

  /// A linear function: `intercept + weights . vector`.
  @SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
  public record Linear(double[] weights, double intercept) {
    public double at(SparseVector vector) {
      return intercept + vector.dot(weights);
    }

    /// Writes it for [#read(DataInputStream, int)].
    void write(DataOutputStream out) throws IOException {
      out.writeDouble(intercept);
      int[] used = IntStream.range(0, weights.length).filter(i -> weights[i] != 0).toArray();
      out.writeInt(used.length);
      for (int i : used) {
        out.writeInt(i);
        out.writeDouble(weights[i]);
      }
    }

    static Linear read(DataInputStream in, int size) throws IOException {
      double intercept = in.readDouble();
      var weights = new double[size];
      int used = in.readInt();
      for (int i = 0; i < used; i++) {
        weights[FeatureSpace.slot(in.readInt(), size)] = in.readDouble();
      }
      return new Linear(weights, intercept);
    }
  }

  /// The linear function with the least sum of squared errors plus `penalty` times the squared
  /// length of its weights.
  ///
  /// @param rows at least one
  /// @param targets one for each row
  /// @param penalty above 0
  /// @param size the components of a row
  public static Linear fit(List<SparseVector> rows, double[] targets, double penalty, int size) {
    var penalties = new double[size];
    Arrays.fill(penalties, penalty);
    return fit(rows, targets, penalties);
  }

  /// The linear function with the least sum of squared errors plus the sum of squared weights, each
  /// times its own penalty.
  ///
  /// @param rows at least one
  /// @param targets one for each row
  /// @param penalties one for each component of a row, above 0
  public static Linear fit(List<SparseVector> rows, double[] targets, double[] penalties) {
    if (rows.isEmpty()
        || rows.size() != targets.length
        || !Arrays.stream(penalties).allMatch(each -> each > 0)) {
      throw new IllegalArgumentException("ridge takes a target for each row, and penalties");
    }
    int size = penalties.length;
    double mean = mean(targets);
    var weights = new double[size];
    var rest = new double[size];
    for (int i = 0; i < targets.length; i++) {
      rows.get(i).addTo(rest, targets[i] - mean);
    }
    double[] direction = rest.clone();
    double length = square(rest);
    double enough = CLOSE * CLOSE * length;
    for (int step = 0; step < MOST_STEPS && length > enough; step++) {
      double[] image = image(rows, direction, penalties);
      double by = length / dot(direction, image);
      for (int j = 0; j < size; j++) {
        weights[j] += by * direction[j];
        rest[j] -= by * image[j];
      }
      double next = square(rest);
      double turn = next / length;
      for (int j = 0; j < size; j++) {
        direction[j] = rest[j] + turn * direction[j];
      }
      length = next;
    }
    return new Linear(weights, mean);
  }

  private static double[] image(List<SparseVector> rows, double[] direction, double[] penalties) {
    var image = new double[direction.length];
    for (SparseVector row : rows) {
      row.addTo(image, row.dot(direction));
    }
    for (int j = 0; j < image.length; j++) {
      image[j] += penalties[j] * direction[j];
    }
    return image;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static double square(double[] v) {
    return dot(v, v);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
