package dev.metier.learn;

/// A vector of which few components are not zero.
///
/// @param at where those stand, ascending
/// @param values what stands there
@SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
public record SparseVector(int[] at, float[] values) {
  public SparseVector {
    if (at.length != values.length) {
      throw new IllegalArgumentException("as many places as values");
    }
  }

  /// The product with a dense vector.
  public double dot(double[] dense) {
    double sum = 0;
    for (int i = 0; i < at.length; i++) {
      sum += values[i] * dense[at[i]];
    }
    return sum;
  }

  /// Adds a multiple of this to a dense vector.
  public void addTo(double[] dense, double factor) {
    for (int i = 0; i < at.length; i++) {
      dense[at[i]] += factor * values[i];
    }
  }
}
