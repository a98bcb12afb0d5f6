package dev.metier.learn;

/// A text to learn from.
///
/// @param text as it is read; folds go by it
/// @param counts of that text
/// @param slice the part of the cases that it belongs to; empty when there are no parts
/// @param target what is to be predicted of such texts
public record Example(String text, NgramCounts counts, String slice, double target) {
  public static Example of(String text, String slice, double target) {
    return new Example(text, NgramCounts.of(text), slice, target);
  }

  /// The same with another target.
  public Example withTarget(double other) {
    return new Example(text, counts, slice, other);
  }
}
