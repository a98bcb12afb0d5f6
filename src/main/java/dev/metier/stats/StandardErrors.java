package dev.metier.stats;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Standard errors of means, and the exact paired test, for reports; verdicts never rest on them.
///
/// Values that leave no degree of freedom, fewer than two results or clusters, are an
/// [IllegalArgumentException].
///
/// Source: E. Miller, [Adding error bars to evals](https://arxiv.org/abs/2411.00640).
public final class StandardErrors {
  private StandardErrors() {}

  /// The standard error of the mean of independent values.
  public static double plain(double[] values) {
    Checks.within(values.length, 2, Integer.MAX_VALUE, "The number of values");
    double n = values.length;
    return Math.sqrt(squares(values) / (n - 1) / n);
  }

  /// The cluster-robust standard error CR0: clusters are independent, results within one need not
  /// be.
  ///
  /// @param cluster the cluster of each value, by any numbers
  public static double clustered(double[] values, int[] cluster) {
    double total = 0;
    for (double sum : byCluster(values, cluster).values()) {
      total += square(sum);
    }
    return Math.sqrt(total) / values.length;
  }

  /// The same with the small-sample correction CR1, a factor of `sqrt(G / (G - 1))` for G clusters.
  public static double clusteredCorrected(double[] values, int[] cluster) {
    double clusters = byCluster(values, cluster).size();
    return clustered(values, cluster) * Math.sqrt(clusters / (clusters - 1));
  }

  /// Miller's form: the plain variance plus the covariances within clusters.
  public static double clusteredMiller(double[] values, int[] cluster) {
    double n = values.length;
    double within = square(clustered(values, cluster)) - squares(values) / (n * n);
    return Math.sqrt(Math.max(0, square(plain(values)) + within));
  }

  /// How many times larger the variance of the mean is than without clusters.
  public static double designEffect(double[] values, int[] cluster) {
    return square(clustered(values, cluster) / plain(values));
  }

  /// The standard error of the mean difference over pairs.
  public static double paired(double[] candidate, double[] reference) {
    return plain(differences(candidate, reference));
  }

  /// The same for clustered pairs, CR0.
  public static double pairedClustered(double[] candidate, double[] reference, int[] cluster) {
    return clustered(differences(candidate, reference), cluster);
  }

  /// The standard error of the difference of two means of independent samples.
  public static double unpaired(double[] candidate, double[] reference) {
    return Math.hypot(plain(candidate), plain(reference));
  }

  /// The exact one-sided p-value of McNemar (1947): as few or fewer of the first among all
  /// discordant pairs.
  ///
  /// @param first the pairs that differ one way, at least 0
  /// @param second the pairs that differ the other way, at least 0
  /// @return in [0, 1]; 1 without discordant pairs
  public static double mcnemarOneSided(int first, int second) {
    Checks.within(first, 0, 1e9, "first");
    Checks.within(second, 0, 1e9, "second");
    int discordant = first + second;
    return discordant == 0
        ? 1
        : BinomialDistribution.of(discordant, 0.5).cumulativeProbability(first);
  }

  /// The exact two-sided McNemar p-value.
  ///
  /// @return in [0, 1]; 1 without discordant pairs
  public static double mcnemarTwoSided(int first, int second) {
    return Math.min(1, 2 * mcnemarOneSided(Math.min(first, second), Math.max(first, second)));
  }

  private static double[] differences(double[] candidate, double[] reference) {
    Checks.within(reference.length, candidate.length, candidate.length, "The number of references");
    var differences = new double[candidate.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = candidate[i] - reference[i];
    }
    return differences;
  }

  /// The sum of deviations from the mean in each cluster.
  private static Map<Integer, Double> byCluster(double[] values, int[] cluster) {
    Checks.within(cluster.length, values.length, values.length, "The number of clusters given");
    double mean = mean(values);
    var sums = new HashMap<Integer, Double>();
    for (int i = 0; i < values.length; i++) {
      sums.merge(cluster[i], values[i] - mean, Double::sum);
    }
    Checks.within(sums.size(), 2, Integer.MAX_VALUE, "The number of clusters");
    return sums;
  }

  private static double squares(double[] values) {
    double mean = mean(values);
    double total = 0;
    for (double value : values) {
      total += square(value - mean);
    }
    return total;
  }

  private static double mean(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total / values.length;
  }

  private static double square(double v) {
    return v * v;
  }
}
