package dev.metier.hybrid.search;

import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.StageAnswer;
import dev.metier.hybrid.Strategy;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import dev.metier.qualify.Standing;
import dev.metier.stats.Interval;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Assessment;
import dev.metier.verdict.Assessor;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
import dev.metier.verdict.UnitResult;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Whether a chain meets the job's needs: the same tests as for one model, on what the chain would
/// have answered.
///
/// @param tried among how many first models error rates are divided
/// @param most the most that one passage of the chain can cost, in billionths of a dollar; 0 when
///   nothing limits it
record NeedsClaim(Job job, CommittedOrder order, Evidence evidence, int tried, double most) {
  /// What it is for chains with these limits.
  static double most(Limits limits) {
    double most = limits.costBefore() + limits.costAlone();
    return Double.isNaN(most) ? 0 : Math.max(1, most);
  }

  Claim of(Strategy strategy, List<CheckedCase> cases) {
    var passages = new HashMap<String, List<Outcome>>();
    var contents = contents();
    for (CheckedCase each : cases) {
      String content = contents.get(each.given().id());
      if (content != null) {
        passages
            .computeIfAbsent(content, _ -> new ArrayList<>())
            .add(outcome(content, each.repeat(), strategy.run(each).answer()));
      }
    }
    Assessment assessment = Assessor.begin(job, order, tried, most);
    for (Unit unit : order.units()) {
      var own = result(unit, content -> passages.getOrDefault(content, List.of()));
      var others = others(unit);
      if (own.isPresent() && others.isPresent()) {
        assessment.add(own.get(), others.get());
      }
    }
    var verdict = assessment.verdict(Optional.of(Verdict.Doubt.CASES_EXHAUSTED));
    return claim(Standing.heeded(job, verdict));
  }

  private Map<String, String> contents() {
    var contents = new HashMap<String, String>();
    for (Unit unit : order.units()) {
      for (int i = 0; i < unit.cases().size(); i++) {
        contents.put(unit.cases().get(i).id(), unit.contents().get(i));
      }
    }
    return contents;
  }

  private static Outcome outcome(String content, int repeat, StageAnswer answer) {
    return new Outcome(
        content,
        repeat,
        answer.score(),
        answer.served(),
        Double.isNaN(answer.nanos()) ? -1 : Math.round(answer.nanos()),
        -1,
        Double.NaN,
        Double.isNaN(answer.cost()) ? -1 : Math.round(answer.cost()),
        false,
        Optional.empty(),
        false);
  }

  private Optional<UnitResult> result(Unit unit, Function<String, List<Outcome>> of) {
    var outcomes = unit.contents().stream().map(of).toList();
    return outcomes.stream().anyMatch(List::isEmpty)
        ? Optional.empty()
        : Optional.of(new UnitResult(unit, outcomes));
  }

  private Optional<Map<ModelName, UnitResult>> others(Unit unit) {
    var others = new HashMap<ModelName, UnitResult>();
    for (Requirement need : job.needs()) {
      if (need.reference().isPresent()) {
        ModelName name = need.reference().get();
        var result =
            result(unit, content -> List.copyOf(evidence.outcomes(name, content).values()));
        if (result.isEmpty()) {
          return Optional.empty();
        }
        others.put(name, result.get());
      }
    }
    return Optional.of(others);
  }

  private static Claim claim(Verdict verdict) {
    Status status =
        switch (verdict) {
          case Verdict.Fit _ -> Status.MET;
          case Verdict.Unfit _ -> Status.UNMET;
          case Verdict.Undecided _, Verdict.Expired _, Verdict.Forbidden _ -> Status.UNDECIDED;
        };
    var quality =
        verdict.findings().stream()
            .filter(finding -> finding.need() instanceof Requirement.Quality)
            .findFirst();
    return new Claim(
        Claim.Kind.NEEDS,
        status,
        quality.map(finding -> finding.estimate().orElse(Double.NaN)).orElse(Double.NaN),
        quality.map(Finding::interval).orElse(new Interval(0, 1)),
        verdict.reason(),
        status == Status.UNDECIDED ? more(verdict) : OptionalInt.empty());
  }

  private static OptionalInt more(Verdict verdict) {
    var open =
        verdict.findings().stream()
            .filter(finding -> finding.status() == Status.UNDECIDED)
            .map(Finding::more)
            .toList();
    var most = open.stream().flatMap(Optional::stream).map(MoreResults::high).toList();
    return most.isEmpty() || most.size() < open.size() || most.contains(OptionalInt.empty())
        ? OptionalInt.empty()
        : most.stream().mapToInt(OptionalInt::getAsInt).max();
  }
}
