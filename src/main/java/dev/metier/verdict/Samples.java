package dev.metier.verdict;

import dev.metier.evidence.Outcome;
import dev.metier.job.Requirement;
import java.util.Arrays;
import java.util.List;

/// What a need has seen, kept for estimates and quantiles only; decisions do not look at it.
final class Samples {
  private final Requirement need;
  private double[] values = new double[16];
  private int known;
  private double sum;
  private int counted;
  private int notServed;

  Samples(Requirement need) {
    this.need = need;
  }

  /// @param x the unit's number in 0..1, as the test got it
  void add(UnitResult own, double x) {
    sum += x;
    counted++;
    for (List<Outcome> repeats : own.outcomes()) {
      for (Outcome outcome : repeats) {
        notServed += outcome.served() ? 0 : 1;
        switch (need) {
          case Requirement.Latency latency -> keep(seconds(outcome, latency.phase()));
          case Requirement.Speed _ -> keep(outcome.served() ? outcome.tokensPerSecond() : 0);
          case Requirement.Quality _,
              Requirement.NotWorse _,
              Requirement.Regressions _,
              Requirement.Cost _ -> {}
        }
      }
    }
  }

  private void keep(double value) {
    if (Double.isNaN(value)) {
      return;
    }
    if (known == values.length) {
      values = Arrays.copyOf(values, 2 * known);
    }
    values[known++] = value;
  }

  /// The mean number, 0..1.
  double mean() {
    return counted == 0 ? 0 : sum / counted;
  }

  double sum() {
    return sum;
  }

  int counted() {
    return counted;
  }

  /// Trials that brought no usable answer.
  int notServed() {
    return notServed;
  }

  /// Times in seconds (infinite when not served) or speeds in tokens a second, ascending; unknown
  /// ones left out.
  double[] sorted() {
    // In place, so that asking again takes one pass.
    Arrays.sort(values, 0, known);
    return Arrays.copyOf(values, known);
  }

  private static double seconds(Outcome outcome, Requirement.Phase phase) {
    if (!outcome.served()) {
      return Double.POSITIVE_INFINITY;
    }
    long nanos =
        phase == Requirement.Phase.TOTAL ? outcome.totalNanos() : outcome.firstTokenNanos();
    return outcome.cold() || nanos < 0 ? Double.NaN : nanos / 1e9;
  }
}
