package dev.metier.hybrid;

import dev.metier.stats.ExactPairs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Numbers of cases, one for each independent draw: the mean over the cases of a cluster.
public final class Units {
  private static final double HALF = 0.5;

  private final double[] means;
  private final double[] weights;

  private Units(double[] means, double[] weights) {
    this.means = means;
    this.weights = weights;
  }

  private record Sum(double total, int cases) {
    Sum plus(double value) {
      return new Sum(total + value, cases + 1);
    }
  }

  /// The numbers of cases.
  ///
  /// @param number of a case; NaN for cases that say nothing
  public static Units of(List<CheckedCase> cases, ToDoubleFunction<CheckedCase> number) {
    var sums = new TreeMap<Integer, Sum>();
    for (CheckedCase each : cases) {
      double value = number.applyAsDouble(each);
      if (!Double.isNaN(value)) {
        sums.merge(each.unit(), new Sum(value, 1), (sum, _) -> sum.plus(value));
      }
    }
    int largest = sums.values().stream().mapToInt(Sum::cases).max().orElse(1);
    return new Units(
        sums.values().stream().mapToDouble(sum -> sum.total() / sum.cases()).toArray(),
        sums.values().stream().mapToDouble(sum -> (double) sum.cases() / largest).toArray());
  }

  /// Of each draw that has a number.
  public double[] means() {
    return means.clone();
  }

  /// The share of each draw in the largest one, in (0, 1].
  public double[] weights() {
    return weights.clone();
  }

  /// Where these are halves of differences of grades, above 0.5 where the one is better: in how
  /// many cases only one of both passes. Empty where grades are no plain passes and failures, or
  /// draws weigh unequally.
  Optional<ExactPairs.Seen> passes() {
    int won = 0;
    int lost = 0;
    for (int i = 0; i < means.length; i++) {
      boolean plain = means[i] == 0 || means[i] == HALF || means[i] == 1;
      if (!plain || weights[i] != 1) {
        return Optional.empty();
      }
      won += means[i] == 1 ? 1 : 0;
      lost += means[i] == 0 ? 1 : 0;
    }
    return means.length == 0 ? Optional.empty() : Optional.of(new ExactPairs.Seen(won, lost));
  }

  /// How many draws.
  public int count() {
    return means.length;
  }

  /// The mean over all cases.
  public OptionalDouble mean() {
    double total = 0;
    double weight = 0;
    for (int i = 0; i < means.length; i++) {
      total += means[i] * weights[i];
      weight += weights[i];
    }
    return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / weight);
  }

  /// Gains of a bet that pays these means.
  public double[] weighted() {
    var gains = new double[means.length];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = means[i] * weights[i];
    }
    return gains;
  }
}
