package dev.metier.learn;

import java.util.HashMap;
import java.util.Map;

/// What is known of a slice before a text is read: the mean target of its cases, drawn towards the
/// mean of all where there are few.
final class SlicePrior {
  /// The mean of all counts as much as so many cases.
  private static final double SHRINKAGE = 10;

  private record Sum(double sum, int count) {
    Sum plus(double target) {
      return new Sum(sum + target, count + 1);
    }
  }

  private final Map<String, Sum> slices = new HashMap<>();
  private final double mean;
  private final double spread;

  SlicePrior(Iterable<Example> examples) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (Example example : examples) {
      slices.merge(
          example.slice(),
          new Sum(example.target(), 1),
          (known, _) -> known.plus(example.target()));
      sum += example.target();
      squares += example.target() * example.target();
      count++;
    }
    mean = sum / count;
    spread = Math.sqrt(Math.max(1e-12, squares / count - mean * mean));
  }

  /// Of a new case, as a feature: the distance from the mean of all in spreads of the target.
  double of(String slice) {
    return scaled(slices.getOrDefault(slice, new Sum(0, 0)));
  }

  /// Of a case that was counted, without it.
  double without(Example example) {
    Sum known = slices.getOrDefault(example.slice(), new Sum(example.target(), 1));
    return scaled(new Sum(known.sum() - example.target(), known.count() - 1));
  }

  /// The mean target that a prior stands for.
  double target(double prior) {
    return mean + spread * prior;
  }

  private double scaled(Sum of) {
    double shrunk = (of.sum() + SHRINKAGE * mean) / (of.count() + SHRINKAGE);
    return (shrunk - mean) / spread;
  }
}
