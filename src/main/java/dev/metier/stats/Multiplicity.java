package dev.metier.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Corrections for many claims at once, on the logarithms of their e-values.
///
/// Each returns the indices of the claims that stand, ascending. Bonferroni and Holm bound the
/// chance of any false claim and hold for the largest e-value ever reached; e-BH bounds the
/// expected share of false claims and holds only for e-values frozen at a stopping time ([arXiv
/// 2501.19360](https://arxiv.org/abs/2501.19360)). Alpha is in (0, 1).
public final class Multiplicity {
  private Multiplicity() {}

  /// The claims with E at least K/alpha, for K claims.
  public static List<Integer> bonferroni(double[] logE, double alpha) {
    return standing(byEvidence(logE, alpha), all(logE, logE.length / alpha));
  }

  /// The claims that stand under [Holm's](https://www.jstor.org/stable/4615733) step-down rule on
  /// 1/E.
  public static List<Integer> holm(double[] logE, double alpha) {
    var order = byEvidence(logE, alpha);
    int standing = 0;
    while (standing < order.size()
        && logE[order.get(standing)] >= Math.log((order.size() - standing) / alpha)) {
      standing++;
    }
    return standing(order, standing);
  }

  /// The claims that stand under the e-BH rule of [Wang and
  /// Ramdas](https://arxiv.org/abs/2009.02824).
  public static List<Integer> eBh(double[] logE, double alpha) {
    var order = byEvidence(logE, alpha);
    int standing = order.size();
    while (standing > 0
        && logE[order.get(standing - 1)] < Math.log(order.size() / (alpha * standing))) {
      standing--;
    }
    return standing(order, standing);
  }

  private static int all(double[] logE, double threshold) {
    return (int)
        IntStream.range(0, logE.length).filter(i -> logE[i] >= Math.log(threshold)).count();
  }

  private static List<Integer> byEvidence(double[] logE, double alpha) {
    Checks.open(alpha, "alpha");
    return IntStream.range(0, logE.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -logE[i]))
        .toList();
  }

  private static List<Integer> standing(List<Integer> order, int count) {
    var claims = new ArrayList<>(order.subList(0, count));
    claims.sort(null);
    return List.copyOf(claims);
  }
}
