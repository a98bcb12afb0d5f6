package dev.metier.workflow.search;

import java.util.Comparator;

/// What a job prefers to have little of, summed over stages.
///
/// @param misses stages of which it is not known, or that do not have what is preferred; they weigh
///   more than any sum
/// @param sum dollars or seconds of an answer, as far as they are known
public record Burden(int misses, double sum) implements Comparable<Burden> {
  static final Burden NONE = new Burden(0, 0);

  private static final Comparator<Burden> ORDER =
      Comparator.comparingInt(Burden::misses).thenComparingDouble(Burden::sum);

  Burden plus(Burden other) {
    return new Burden(misses + other.misses, sum + other.sum);
  }

  /// Of a share of all answers; what is not known of some is not known.
  Burden times(double share) {
    return new Burden(misses, sum * share);
  }

  @Override
  public int compareTo(Burden other) {
    return ORDER.compare(this, other);
  }
}
