package dev.metier.stats;

/// The exact test that one model passes less than `margin` fewer cases than another, by the cases
/// that only one of both passes. Outcomes are ordered by their likelihood ratio, and it is proved
/// by those that are rare at the margin however often the two models differ.
///
/// Source: I. Chan, Exact tests of equivalence and efficacy with a non-zero lower bound for
/// comparative studies (1998), with the likelihood ratio in place of the score.
public final class ExactPairs {
  private static final int GRID = 160;
  private static final int NARROWER = 24;
  private static final double GOLDEN = 0.382;
  private static final double NEGLIGIBLE = 1e-17;
  private static final double ROUNDING = 1e-9;

  private final int n;
  private final double margin;
  private final double[] factorials;

  /// For cases that each model passes or fails.
  ///
  /// @param n how many cases, at least 1
  /// @param margin in (0, 1), as a share of the cases
  public ExactPairs(int n, double margin) {
    Checks.within(n, 1, Integer.MAX_VALUE, "n");
    Checks.open(margin, "margin");
    this.n = n;
    this.margin = margin;
    factorials = new double[n + 1];
    for (int i = 1; i <= n; i++) {
      factorials[i] = factorials[i - 1] + Math.log(i);
    }
  }

  /// What was seen of two models, on as many cases as the test is for.
  ///
  /// @param won cases that only the one passes
  /// @param lost cases that only the other passes
  public record Seen(int won, int lost) {
    public Seen {
      if (won < 0 || lost < 0) {
        throw new IllegalArgumentException("counts are at least 0");
      }
    }
  }

  /// The largest chance, over all pairs of models that differ by the margin, of what speaks against
  /// it at least as much.
  public double p(Seen seen) {
    int[] region = region(seen);
    double most = 0;
    int at = 0;
    for (int i = 0; i <= GRID; i++) {
      double chance = atMargin(region, share(i));
      if (chance > most) {
        most = chance;
        at = i;
      }
    }
    double low = share(Math.max(0, at - 1));
    double high = share(Math.min(GRID, at + 1));
    for (int i = 0; i < NARROWER; i++) {
      double left = low + (high - low) * GOLDEN;
      double right = high - (high - low) * GOLDEN;
      double below = atMargin(region, left);
      double above = atMargin(region, right);
      most = Math.max(most, Math.max(below, above));
      low = below < above ? left : low;
      high = below < above ? high : right;
    }
    return Math.min(1, most);
  }

  /// Whether `p` is at most alpha; quicker where it is not.
  ///
  /// @param alpha in (0, 1)
  public boolean proves(Seen seen, double alpha) {
    Checks.open(alpha, "alpha");
    return (double) (seen.won - seen.lost) / n > -margin
        && atMargin(region(seen), likeliest(seen.won, seen.lost)) <= alpha
        && p(seen) <= alpha;
  }

  private double atMargin(int[] region, double share) {
    return chance(region, share, share + margin);
  }

  /// Closest together where both seldom differ.
  private double share(int step) {
    double part = (double) step / GRID;
    return part * part * (1 - margin) / 2;
  }

  /// For each number of cases lost the fewest won that speak as much against the margin.
  private int[] region(Seen seen) {
    if (seen.won + seen.lost > n) {
      throw new IllegalArgumentException("more cases than there are: " + seen);
    }
    double bar = root(seen.won, seen.lost) - ROUNDING;
    var least = new int[n + 1];
    int won = 0;
    for (int lost = 0; lost <= n; lost++) {
      while (won + lost <= n && root(won, lost) < bar) {
        won++;
      }
      least[lost] = won;
    }
    return least;
  }

  private double chance(int[] region, double won, double lost) {
    double rest = Math.max(0, 1 - lost);
    double share = rest <= 0 ? 0 : Math.min(1, won / rest);
    int middle = (int) Math.min(n, (n + 1) * lost);
    double sum = 0;
    for (int k = middle; k <= n; k++) {
      double mass = mass(k, n, lost);
      if (mass < NEGLIGIBLE) {
        break;
      }
      sum += mass * atLeast(region[k], n - k, share);
    }
    for (int k = middle - 1; k >= 0; k--) {
      double mass = mass(k, n, lost);
      if (mass < NEGLIGIBLE) {
        break;
      }
      sum += mass * atLeast(region[k], n - k, share);
    }
    return sum;
  }

  private double mass(int events, int of, double share) {
    if (share <= 0 || share >= 1) {
      return events == (share <= 0 ? 0 : of) ? 1 : 0;
    }
    return Math.exp(
        factorials[of]
            - factorials[events]
            - factorials[of - events]
            + events * Math.log(share)
            + (of - events) * Math.log1p(-share));
  }

  /// The chance of so many events or more.
  private double atLeast(int events, int of, double share) {
    if (events <= 0 || events > of || share <= 0 || share >= 1) {
      return events <= 0 || (share >= 1 && events <= of) ? 1 : 0;
    }
    double odds = share / (1 - share);
    boolean upper = events > of * share;
    int at = upper ? events : events - 1;
    double mass = mass(at, of, share);
    double sum = 0;
    while (mass > NEGLIGIBLE && at >= 0 && at <= of) {
      sum += mass;
      mass *= upper ? odds * (of - at) / (at + 1) : at / (odds * (of - at + 1));
      at += upper ? 1 : -1;
    }
    return upper ? sum : 1 - sum;
  }

  /// The signed root of the likelihood ratio: the larger, the more speaks against the margin.
  private double root(int won, int lost) {
    double free = part(won) + part(lost) + part(n - won - lost);
    double share = likeliest(won, lost);
    double bound =
        times(won, share)
            + times(lost, share + margin)
            + times(n - won - lost, 1 - 2 * share - margin);
    double root = Math.sqrt(Math.max(0, 2 * (free - bound)));
    return won - lost > -margin * n ? root : -root;
  }

  /// At the margin, the likeliest share of cases that only the one model passes.
  private double likeliest(int won, int lost) {
    double slope = won * (1 - 3 * margin) + lost * (1 - margin) - 2 * (n - won - lost) * margin;
    double share =
        (slope + Math.sqrt(slope * slope + 8.0 * n * won * margin * (1 - margin))) / (4.0 * n);
    return Math.clamp(share, 0, (1 - margin) / 2);
  }

  private static double times(int count, double share) {
    return count == 0 ? 0 : count * Math.log(Math.max(Double.MIN_NORMAL, share));
  }

  private double part(int count) {
    return times(count, (double) count / n);
  }
}
