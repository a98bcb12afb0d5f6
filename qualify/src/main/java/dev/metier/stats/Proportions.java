package dev.metier.stats;

import java.util.Collection;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Exact statements about a share, from a count that was fixed beforehand.
public final class Proportions {
  private static final int STEPS = 60;

  private Proportions() {}

  /// The chance of so few events or fewer, when their share is `share`.
  ///
  /// @param events in [0, n]
  public static double atMost(int events, int n, double share) {
    return n == 0 ? 1 : BinomialDistribution.of(n, share).cumulativeProbability(events);
  }

  /// The smallest share that so few events rule out: an upper bound of the true share.
  ///
  /// @param alpha the chance at most that the true share lies above, in (0, 1)
  public static double upper(int events, int n, double alpha) {
    if (n == 0 || events >= n) {
      return 1;
    }
    double low = (double) events / n;
    double high = 1;
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (atMost(events, n, middle) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /// A lower bound of the true share.
  ///
  /// @param alpha the chance at most that the true share lies below, in (0, 1)
  public static double lower(int events, int n, double alpha) {
    return 1 - upper(n - events, n, alpha);
  }

  /// How many of these results weigh as one independent draw where those of a draw are alike: as
  /// many as all results have beside them on average, themselves included (Kish's design effect).
  ///
  /// @param sizes results of each draw, each at least 1
  /// @return at least 1
  public static double perDraw(Collection<Integer> sizes) {
    double all = sizes.stream().mapToInt(Integer::intValue).sum();
    return sizes.stream().mapToDouble(size -> size * (size / all)).sum() + (all == 0 ? 1 : 0);
  }

  /// Both bounds, each at half of alpha.
  public static Interval interval(int events, int n, double alpha) {
    return new Interval(lower(events, n, alpha / 2), upper(events, n, alpha / 2));
  }
}
