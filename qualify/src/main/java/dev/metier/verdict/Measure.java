package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a need looks at: a number in 0..1 for each unit, whose mean is compared with a bar; below 0
/// for an answer that costs more than can be.
///
/// @param bar the limit of that mean, in 0..1
/// @param binary whether each number is 0 or 1, when a unit is one case asked once
/// @param byLot whether each number is rounded to 0 or 1 by lot before it is tested
record Measure(double bar, boolean binary, Reading reading, boolean byLot) {
  Measure(double bar, boolean binary, Reading reading) {
    this(bar, binary, reading, false);
  }

  /// The number of one unit; empty when the unit says nothing about the need (another slice, a cold
  /// start, no timing).
  @FunctionalInterface
  interface Reading {
    OptionalDouble of(UnitResult own, Map<ModelName, UnitResult> others);
  }

  /// @param gradedScores whether the job's grades are scores rather than pass or fail
  /// @param cap what costs are measured against, in billionths of a dollar
  static Measure of(Requirement need, boolean gradedScores, double cap) {
    return switch (need) {
      case Requirement.Quality q ->
          new Measure(q.atLeast(), !gradedScores, (own, _) -> own.mean(Outcome::score, q.slice()));
      case Requirement.NotWorse n ->
          new Measure((1 - n.margin()) / 2, false, (own, others) -> paired(own, others, n.than()));
      case Requirement.Regressions r ->
          new Measure(1 - r.atMost(), true, (own, others) -> kept(own, others, r.than()));
      case Requirement.Latency l ->
          new Measure(l.share(), true, (own, _) -> own.mean(o -> inTime(o, l), Optional.empty()));
      case Requirement.Speed s ->
          new Measure(s.share(), true, (own, _) -> own.mean(o -> fast(o, s), Optional.empty()));
      case Requirement.Cost c ->
          new Measure(
              1 - c.perThousand().nanos() / 1000.0 / cap,
              false,
              (own, _) -> own.mean(o -> cheapness(o, cap), Optional.empty()));
    };
  }

  /// Whether a time is within the limit, 1 or 0; NaN when it says nothing.
  static double within(Requirement need, Outcome outcome) {
    return switch (need) {
      case Requirement.Latency l -> inTime(outcome, l);
      case Requirement.Speed s -> fast(outcome, s);
      case Requirement.Quality _,
          Requirement.NotWorse _,
          Requirement.Regressions _,
          Requirement.Cost _ ->
          throw new IllegalArgumentException("not about times: " + need.label());
    };
  }

  /// Whether the grader failed on an answer that the need looks at.
  static boolean broken(Requirement need, UnitResult own, Map<ModelName, UnitResult> others) {
    return switch (need) {
      case Requirement.Quality q -> own.broken(q.slice());
      case Requirement.NotWorse n ->
          own.broken(Optional.empty()) || other(others, n.than()).broken(Optional.empty());
      case Requirement.Regressions r ->
          own.broken(Optional.empty()) || other(others, r.than()).broken(Optional.empty());
      case Requirement.Latency _, Requirement.Speed _, Requirement.Cost _ -> false;
    };
  }

  /// Whether the number is a score of one model's answers, so that a perfect model has 1.
  static boolean scores(Requirement need) {
    return switch (need) {
      case Requirement.Quality _,
          Requirement.Regressions _,
          Requirement.Latency _,
          Requirement.Speed _ ->
          true;
      case Requirement.NotWorse _, Requirement.Cost _ -> false;
    };
  }

  Measure roundedByLot() {
    return new Measure(bar, binary, reading, true);
  }

  /// (difference + 1) / 2 of the scores on the same unit.
  private static OptionalDouble paired(
      UnitResult own, Map<ModelName, UnitResult> others, ModelName than) {
    double mine = own.mean(Outcome::score, Optional.empty()).orElseThrow();
    double theirs = other(others, than).mean(Outcome::score, Optional.empty()).orElseThrow();
    return OptionalDouble.of((mine - theirs + 1) / 2);
  }

  /// 1 less the share of cases that the other passes and this one fails, repeat by repeat.
  private static OptionalDouble kept(
      UnitResult own, Map<ModelName, UnitResult> others, ModelName than) {
    UnitResult theirs = other(others, than);
    double lost = 0;
    int pairs = 0;
    for (int i = 0; i < own.outcomes().size(); i++) {
      for (int r = 0; r < own.outcomes().get(i).size(); r++) {
        boolean passedThere = theirs.outcomes().get(i).get(r).score() >= 1;
        boolean failedHere = own.outcomes().get(i).get(r).score() < 1;
        lost += passedThere && failedHere ? 1 : 0;
        pairs++;
      }
    }
    return OptionalDouble.of(1 - lost / pairs);
  }

  private static UnitResult other(Map<ModelName, UnitResult> others, ModelName name) {
    UnitResult other = others.get(name);
    if (other == null) {
      throw new IllegalStateException("no result of " + name + " to compare with");
    }
    return other;
  }

  private static double inTime(Outcome outcome, Requirement.Latency need) {
    if (!outcome.served()) {
      return 0;
    }
    long nanos =
        need.phase() == Requirement.Phase.TOTAL ? outcome.totalNanos() : outcome.firstTokenNanos();
    if (outcome.cold() || nanos < 0) {
      return Double.NaN;
    }
    return nanos <= need.limit().toNanos() ? 1 : 0;
  }

  private static double fast(Outcome outcome, Requirement.Speed need) {
    if (!outcome.served()) {
      return 0;
    }
    double speed = outcome.speed();
    return Double.isNaN(speed) ? speed : speed >= need.tokensPerSecond() ? 1 : 0;
  }

  private static double cheapness(Outcome outcome, double cap) {
    return outcome.costNanos() < 0 ? Double.NaN : 1 - outcome.costNanos() / cap;
  }
}
