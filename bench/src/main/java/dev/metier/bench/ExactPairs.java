package dev.metier.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The exact test that one model passes at most `margin` fewer cases than another, by the cases
/// that only one of both passes. Outcomes are ordered by their likelihood ratio; of that order as
/// many are taken for a proof as keep the error within alpha, however often the two models differ.
///
/// Source: I. Chan, Exact tests of equivalence and efficacy with a non-zero lower bound for
/// comparative studies (1998), with the likelihood ratio in place of the score.
final class ExactPairs {
  private static final int GRID = 240;
  private static final int FINER = 4;
  private static final int HALVINGS = 60;
  private static final double GOLDEN = 0.382;
  private static final double LEAST = 1e-12;

  private final int n;
  private final double margin;
  private final boolean[][] proof;
  private final double size;

  /// For pairs of 0 and 1.
  ///
  /// @param n how many cases, at least 1
  /// @param margin in (0, 1)
  /// @param alpha the chance at most of a proof that is none
  ExactPairs(int n, double margin, double alpha) {
    this.n = n;
    this.margin = margin;
    this.proof = new boolean[n + 1][n + 1];
    this.size = mark(alpha);
  }

  /// Whether it is proved.
  ///
  /// @param won cases that only the model passes
  /// @param lost cases that only the other one passes
  boolean proves(int won, int lost) {
    return proof[won][lost];
  }

  /// The largest chance of a proof when the model passes just `margin` fewer.
  double size() {
    return size;
  }

  private double mark(double alpha) {
    int[][] outcomes = new int[(n + 1) * (n + 2) / 2][];
    int at = 0;
    for (int won = 0; won <= n; won++) {
      for (int lost = 0; won + lost <= n; lost++) {
        outcomes[at++] = new int[] {won, lost};
      }
    }
    double[] ratio = Arrays.stream(outcomes).mapToDouble(o -> ratio(o[0], o[1])).toArray();
    int[] order =
        IntStream.range(0, outcomes.length)
            .boxed()
            .sorted((a, b) -> Double.compare(ratio[b], ratio[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    int kept = outcomes.length;
    double[] factorial = factorials();
    for (int g = 0; g <= GRID; g++) {
      double share = share(g);
      double sum = 0;
      for (int i = 0; i < kept; i++) {
        sum += chance(outcomes[order[i]], share, factorial);
        kept = sum > alpha ? i : kept;
      }
    }
    while (kept > 0 && kept < order.length && ratio[order[kept]] == ratio[order[kept - 1]]) {
      kept--;
    }
    for (int i = 0; i < kept; i++) {
      proof[outcomes[order[i]][0]][outcomes[order[i]][1]] = true;
    }
    return size(Arrays.stream(order).limit(kept).mapToObj(i -> outcomes[i]).toList(), factorial);
  }

  /// On a finer grid than the one that limits it.
  private double size(List<int[]> proofs, double[] factorial) {
    return IntStream.rangeClosed(0, FINER * GRID)
        .mapToDouble(g -> (double) g / FINER)
        .map(g -> proofs.stream().mapToDouble(o -> chance(o, share(g), factorial)).sum())
        .max()
        .orElse(0);
  }

  /// The share of cases that only the model passes: closest together where both seldom differ.
  private double share(double g) {
    double part = g / GRID;
    return Math.max(LEAST, part * part * (1 - margin) / 2 * (1 - 1e-3));
  }

  private double[] factorials() {
    var logs = new double[n + 1];
    for (int i = 1; i <= n; i++) {
      logs[i] = logs[i - 1] + Math.log(i);
    }
    return logs;
  }

  private double chance(int[] outcome, double share, double[] factorial) {
    int same = n - outcome[0] - outcome[1];
    return Math.exp(
        factorial[n]
            - factorial[outcome[0]]
            - factorial[outcome[1]]
            - factorial[same]
            + likelihood(outcome[0], outcome[1], share));
  }

  private double likelihood(int won, int lost, double share) {
    double same = Math.max(LEAST, 1 - 2 * share - margin);
    return won * Math.log(Math.max(LEAST, share))
        + lost * Math.log(share + margin)
        + (n - won - lost) * Math.log(same);
  }

  /// The signed root of the likelihood ratio.
  private double ratio(int won, int lost) {
    double low = 0;
    double high = (1 - margin) / 2;
    for (int i = 0; i < HALVINGS; i++) {
      double left = low + (high - low) * GOLDEN;
      double right = high - (high - low) * GOLDEN;
      if (likelihood(won, lost, left) < likelihood(won, lost, right)) {
        low = left;
      } else {
        high = right;
      }
    }
    double free = part(won) + part(lost) + part(n - won - lost);
    double root = Math.sqrt(Math.max(0, 2 * (free - likelihood(won, lost, (low + high) / 2))));
    return won - lost > -margin * n ? root : -root;
  }

  private double part(int count) {
    return count == 0 ? 0 : count * Math.log((double) count / n);
  }
}
