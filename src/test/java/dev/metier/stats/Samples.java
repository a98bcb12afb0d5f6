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
