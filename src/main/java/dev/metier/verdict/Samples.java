package dev.metier.verdict;

import dev.metier.evidence.Outcome;
import dev.metier.job.Requirement;
import java.util.Arrays;

/// What a need has seen, kept for estimates and quantiles only; decisions do not look at it.
final class Samples {
  private final Requirement need;
  private final Draws draws;
  private double[] values = new double[16];
  private int known;
  private double sum;
  private double weights;
  private double passes;
  private int counted;
  private int cases;
  private int answers;
  private int notServed;

  Samples(Requirement need, Draws draws) {
    this.need = need;
    this.draws = draws;
  }

  /// @param x the unit's number
  /// @param weight what it weighs beside others
  void add(UnitResult own, double x, double weight) {
    int ofNeed = draws.cases(own.unit());
    sum += weight * x;
    weights += weight;
    counted++;
    int repeats = own.outcomes().getFirst().size();
    cases += ofNeed;
    answers += ofNeed * repeats;
    passes += x * ofNeed * repeats;
    for (int i = 0; i < own.outcomes().size(); i++) {
      if (draws.concern(own.unit().cases().get(i))) {
        own.outcomes().get(i).forEach(this::look);
      }
    }
  }

  private void look(Outcome outcome) {
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

  private void keep(double value) {
    if (Double.isNaN(value)) {
      return;
    }
    if (known == values.length) {
      values = Arrays.copyOf(values, 2 * known);
    }
    values[known++] = value;
  }

  /// The weighted mean number.
  double mean() {
    return counted == 0 ? 0 : sum / weights;
  }

  /// The numbers of all answers together: how many passed, where each passes or does not.
  double passes() {
    return passes;
  }

  /// Units.
  int counted() {
    return counted;
  }

  int cases() {
    return cases;
  }

  /// Cases times repeats.
  int answers() {
    return answers;
  }

  /// How many times or speeds are known, and how many of them keep within the limit.
  int measured() {
    return known;
  }

  int within() {
    int within = 0;
    for (int i = 0; i < known; i++) {
      boolean good =
          switch (need) {
            case Requirement.Latency l -> values[i] <= l.limit().toNanos() / 1e9;
            case Requirement.Speed s -> values[i] >= s.tokensPerSecond();
            case Requirement.Quality _,
                Requirement.NotWorse _,
                Requirement.Regressions _,
                Requirement.Cost _ ->
                false;
          };
      within += good ? 1 : 0;
    }
    return within;
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
