package dev.metier.verdict;

import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/// Jobs and outcomes for tests of verdicts, without anybody being asked.
final class Assessed {
  static final ModelName REFERENCE = new ModelName("reference");

  private Assessed() {}

  static Case single(int number) {
    return new Case("c" + number, Map.of(), Optional.empty(), Set.of(), Optional.empty());
  }

  static Case in(String cluster, int number) {
    return new Case("c" + number, Map.of(), Optional.empty(), Set.of(), Optional.of(cluster));
  }

  static List<Case> singles(int cases) {
    var list = new ArrayList<Case>();
    for (int i = 0; i < cases; i++) {
      list.add(single(i));
    }
    return list;
  }

  /// Clusters of these sizes, in turn.
  static List<Case> clusters(int count, int... sizes) {
    var list = new ArrayList<Case>();
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < sizes[k % sizes.length]; i++) {
        list.add(in("k" + k, list.size()));
      }
    }
    return list;
  }

  static Job job(List<Case> cases, Job.Scope scope, int repeats, Requirement... needs) {
    return new Job(
        new JobName("j"),
        "",
        DataClass.PUBLIC,
        Prompt.ofUser("x"),
        List.of(),
        Settings.NONE,
        cases,
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(needs),
        scope,
        Job.Prefer.COST,
        repeats,
        List.of());
  }

  static Requirement quality(double bar) {
    return new Requirement.Quality(bar, 0.95, Optional.empty());
  }

  static Outcome passed(boolean passed) {
    return scored(passed ? 1 : 0);
  }

  static Outcome scored(double score) {
    return new Outcome(
        "h", 0, score, true, 1_000_000, 500_000, 50, 1_000_000, false, Optional.empty(), false);
  }

  static Outcome costing(double nanos) {
    return new Outcome(
        "h", 0, 1, true, 1_000_000, 500_000, 50, Math.round(nanos), false, Optional.empty(), false);
  }

  /// Every unit counted in its order, each outcome by its case.
  static Assessment of(Job job, double mostPerAnswer, Function<Case, Outcome> outcomes) {
    return of(job, CommittedOrder.of(job), mostPerAnswer, outcomes);
  }

  static Assessment of(
      Job job, CommittedOrder order, double mostPerAnswer, Function<Case, Outcome> outcomes) {
    var assessment = Assessor.begin(job, order, 1, mostPerAnswer);
    for (Unit unit : order.units()) {
      assessment.add(result(job, unit, outcomes), Map.of());
    }
    return assessment;
  }

  static UnitResult result(Job job, Unit unit, Function<Case, Outcome> outcomes) {
    var results = new ArrayList<List<Outcome>>();
    for (Case given : unit.cases()) {
      var repeats = new ArrayList<Outcome>();
      for (int i = 0; i < job.repeats(); i++) {
        repeats.add(outcomes.apply(given));
      }
      results.add(repeats);
    }
    return new UnitResult(unit, results);
  }

  static Verdict verdict(Assessment assessment) {
    return assessment.verdict(Optional.of(Verdict.Doubt.CASES_EXHAUSTED));
  }

  static Finding finding(Assessment assessment) {
    return verdict(assessment).findings().getFirst();
  }
}
