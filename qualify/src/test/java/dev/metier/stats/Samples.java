package dev.metier.stats;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/// Seeded results for simulations.
final class Samples {
  private Samples() {}

  static ToDoubleFunction<Random> passing(double quality) {
    return random -> random.nextDouble() < quality ? 1 : 0;
  }

  /// Scores in {0, 1/4, 1/2, 3/4, 1}: the sum of four passes, partly shared.
  static ToDoubleFunction<Random> scale(double mean) {
    return random -> {
      if (random.nextDouble() < 0.4) {
        return random.nextDouble() < mean ? 1 : 0;
      }
      int passed = 0;
      for (int i = 0; i < 4; i++) {
        passed += random.nextDouble() < mean ? 1 : 0;
      }
      return passed / 4.0;
    };
  }

  /// Means of three repeats: some cases are passed half of the time, the others always.
  static ToDoubleFunction<Random> repeats(double mean) {
    return random -> {
      double pass = random.nextDouble() < (1 - mean) / 0.5 ? 0.5 : 1;
      int passed = 0;
      for (int i = 0; i < 3; i++) {
        passed += random.nextDouble() < pass ? 1 : 0;
      }
      return passed / 3.0;
    };
  }

  /// Grades: 1, or one of 0.25, 0.5, 0.75 and 0.9 with equal chance.
  static ToDoubleFunction<Random> graded(double mean) {
    double[] lower = {0.25, 0.5, 0.75, 0.9};
    return random -> random.nextDouble() < (1 - mean) / 0.4 ? lower[random.nextInt(4)] : 1;
  }

  /// Scores that may be anything: a power of a uniform number.
  static ToDoubleFunction<Random> continuous(double mean) {
    return random -> Math.pow(random.nextDouble(), 1 / mean - 1);
  }

  /// Paired scores with a shared difficulty: the reference passes .99, the candidate misses a
  /// little more.
  static ToDoubleFunction<Random> paired(double lost, double won) {
    return random -> {
      double u = random.nextDouble();
      return u < lost
          ? Transforms.pairedScore(0, 1)
          : Transforms.pairedScore(u > 1 - won ? 1 : 0, 0);
    };
  }

  /// All results of a suite in random order.
  static double[] suite(int cases, int passes, Random random) {
    var results = new double[cases];
    for (int i = 0; i < cases; i++) {
      results[i] = i < passes ? 1 : 0;
    }
    for (int i = cases - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double other = results[j];
      results[j] = results[i];
      results[i] = other;
    }
    return results;
  }

  static double[] draw(ToDoubleFunction<Random> source, int n, Random random) {
    var results = new double[n];
    for (int i = 0; i < n; i++) {
      results[i] = source.applyAsDouble(random);
    }
    return results;
  }
}
