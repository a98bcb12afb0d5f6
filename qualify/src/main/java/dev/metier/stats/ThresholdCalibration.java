package dev.metier.stats;

import dev.metier.stats.BettingProcess.Side;
import java.util.ArrayList;
import java.util.List;

/// The lowest score from which answers may be kept, so that what is lost by keeping them stays
/// below a limit: learn then test.
///
/// Thresholds are tested in a fixed sequence from the safest (nothing is kept) downwards; the first
/// one that is not proven ends it, and the last one before it is taken. So the chance that the
/// threshold taken breaks the limit is at most delta, without a correction for many tests.
///
/// Source: A. Angelopoulos, S. Bates, E. Candès, M. Jordan and L. Lei, [Learn then
/// Test](https://arxiv.org/abs/2110.01052).
public final class ThresholdCalibration {
  /// One case: its score, and the grades (0..1) of the answer that may be kept and of the one that
  /// would be had instead.
  public record Row(double score, double kept, double instead) {
    public Row {
      Checks.score(kept);
      Checks.score(instead);
    }
  }

  /// A threshold that is proven.
  ///
  /// @param threshold answers of at least this score are kept
  /// @param kept how many of the calibration's cases are
  /// @param p the chance of evidence this good if the limit were broken
  public record Proven(double threshold, int kept, double p) {}

  /// What must stay below the limit.
  public enum Loss {
    /// The share of all cases that are kept and wrong, a wrong answer being one graded below 1: an
    /// exact binomial test.
    KEPT_WRONG {
      @Override
      double p(List<Row> rows, double threshold, double limit) {
        return Proportions.atMost(wrong(rows, threshold), rows.size(), limit);
      }
    },
    /// The share of the kept ones that are wrong: an exact binomial test of those.
    WRONG_OF_KEPT {
      @Override
      double p(List<Row> rows, double threshold, double limit) {
        return Proportions.atMost(wrong(rows, threshold), count(rows, threshold), limit);
      }

      // With fewer kept, not even a faultless record proves anything.
      @Override
      boolean begins(List<Row> rows, double threshold, double limit, double delta) {
        return count(rows, threshold) >= Planning.zeroFailureCases(1 - limit, delta);
      }
    },
    /// The mean grade given up by keeping, gains counted against losses: a betting test of pairs.
    GIVEN_UP {
      @Override
      double p(List<Row> rows, double threshold, double limit) {
        var evidence = new BettingProcess(Transforms.pairedBar(limit), Side.FIT);
        for (Row row : rows) {
          boolean keeps = row.score() >= threshold;
          evidence.add(keeps ? Transforms.pairedScore(row.kept(), row.instead()) : 0.5);
        }
        return Math.min(1, Math.exp(-evidence.logE()));
      }
    };

    abstract double p(List<Row> rows, double threshold, double limit);

    /// Whether the sequence may begin with this threshold.
    boolean begins(List<Row> rows, double threshold, double limit, double delta) {
      return true;
    }
  }

  private ThresholdCalibration() {}

  /// The thresholds that are proven, from the safest to the one to take; empty when not even the
  /// safest is.
  ///
  /// @param rows cases that the scores were not fitted to, at least one
  /// @param thresholds fixed before the grades were read, from the safest (highest) downwards
  /// @param limit in (0, 1)
  /// @param delta the chance to break the limit at most, in (0, 1)
  public static List<Proven> proven(
      List<Row> rows, double[] thresholds, Loss loss, double limit, double delta) {
    Checks.open(limit, "limit");
    Checks.open(delta, "delta");
    var proven = new ArrayList<Proven>();
    boolean begun = false;
    for (double threshold : thresholds) {
      begun = begun || loss.begins(rows, threshold, limit, delta);
      if (!begun) {
        continue;
      }
      double p = loss.p(rows, threshold, limit);
      if (p > delta) {
        break;
      }
      proven.add(new Proven(threshold, count(rows, threshold), p));
    }
    return List.copyOf(proven);
  }

  private static int wrong(List<Row> rows, double threshold) {
    return (int) rows.stream().filter(r -> r.score() >= threshold && r.kept() < 1).count();
  }

  private static int count(List<Row> rows, double threshold) {
    return (int) rows.stream().filter(row -> row.score() >= threshold).count();
  }
}
