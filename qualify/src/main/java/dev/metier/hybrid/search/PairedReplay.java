package dev.metier.hybrid.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.chat.ChatReply;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Look;
import dev.metier.hybrid.StageAnswer;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Unit;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/// What chains of two models would have done with the cases that both answered, without a call.
///
/// @param cases in the committed order, each answer of the first model once as the one to be kept
/// @param whole whether every case of the job is among them
/// @param down answers of the first model that its server failed to give
record PairedReplay(List<CheckedCase> cases, boolean whole, int down) {
  /// Who answers.
  ///
  /// @param then empty where nobody stands behind
  /// @param alone would do the job alone
  record Models(ModelName first, Optional<ModelName> then, ModelName alone) {}

  /// Those of the cases that are wanted.
  PairedReplay part(Predicate<CheckedCase> wanted) {
    var part = cases.stream().filter(wanted).toList();
    int failed = (int) part.stream().filter(each -> !each.first().served()).count();
    return new PairedReplay(part, whole, failed);
  }

  /// Where the later model is told nothing.
  static PairedReplay of(
      Job job, Models models, List<Check> checks, Evidence evidence, StoredChecks stored) {
    return of(job, models, checks, evidence, stored, Optional.empty());
  }

  static PairedReplay of(
      Job job,
      Models models,
      List<Check> checks,
      Evidence evidence,
      StoredChecks stored,
      Optional<ToldAnswers> told) {
    return new Reading(job, models, checks, evidence, stored, told).replay();
  }

  private record Reading(
      Job job,
      Models models,
      List<Check> checks,
      Evidence evidence,
      StoredChecks stored,
      Optional<ToldAnswers> told) {
    PairedReplay replay() {
      CellResult own = evidence.result(models.first()).orElseThrow();
      var fingerprint = own.fingerprint().orElse(new Fingerprint(Map.of(), Set.of()));
      var questions = new Questions(job, own.model(), fingerprint);
      var order = CommittedOrder.of(job);
      var cases = new ArrayList<CheckedCase>();
      int there = 0;
      int all = 0;
      for (Unit unit : order.units()) {
        for (int which = 0; which < unit.cases().size(); which++) {
          all++;
          int before = cases.size();
          read(unit, which, questions, cases);
          there += cases.size() > before ? 1 : 0;
        }
      }
      int down = (int) cases.stream().filter(each -> !each.first().served()).count();
      return new PairedReplay(List.copyOf(cases), there == all, down);
    }

    private void read(Unit unit, int which, Questions questions, List<CheckedCase> cases) {
      String content = unit.contents().get(which);
      SortedMap<Integer, Outcome> first = evidence.outcomes(models.first(), content);
      Optional<StageAnswer> alone = mean(models.alone(), content);
      Optional<StageAnswer> then = models.then().flatMap(name -> mean(name, content));
      if (first.isEmpty() || alone.isEmpty() || (models.then().isPresent() && then.isEmpty())) {
        return;
      }
      var replies = evidence.replies(models.first(), content);
      for (var each : first.entrySet()) {
        var answer = StageAnswer.of(each.getValue());
        if (!checks.isEmpty() && answer.served() && !replies.containsKey(each.getKey())) {
          continue;
        }
        var looks =
            answer.served()
                ? looks(unit, which, each.getKey(), questions, kept(each.getKey(), first, replies))
                : Map.<Check, Look>of();
        var plain =
            new CheckedCase(
                unit.cases().get(which),
                unit.index(),
                each.getKey(),
                answer,
                then,
                alone.get(),
                looks);
        int at = which;
        cases.add(told.map(answers -> answers.with(plain, unit, at)).orElse(plain));
      }
    }

    /// What a model answers on average, where it was asked several times.
    private Optional<StageAnswer> mean(ModelName model, String content) {
      var answers =
          evidence.outcomes(model, content).values().stream().map(StageAnswer::of).toList();
      if (answers.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new StageAnswer(
              answers.stream().mapToDouble(StageAnswer::score).average().orElse(0),
              answers.stream().anyMatch(StageAnswer::served),
              answers.stream().mapToDouble(StageAnswer::cost).average().orElse(Double.NaN),
              answers.stream()
                  .filter(StageAnswer::served)
                  .mapToDouble(StageAnswer::nanos)
                  .average()
                  .orElse(Double.NaN)));
    }

    /// The answers of the first model, that with this number first.
    private static List<StoredChecks.Kept> kept(
        int number, SortedMap<Integer, Outcome> outcomes, SortedMap<Integer, ChatReply> replies) {
      var kept = new ArrayList<StoredChecks.Kept>();
      replies.forEach((repeat, reply) -> {
        Outcome outcome = outcomes.get(repeat);
        if (outcome != null) {
          var answer = StageAnswer.of(outcome);
          var one = new StoredChecks.Kept(reply, answer.cost(), answer.nanos());
          kept.add(repeat == number ? 0 : kept.size(), one);
        }
      });
      return kept;
    }

    private Optional<StoredChecks.Kept> other(
        ModelName model, String content, Map.Entry<Integer, Outcome> first) {
      var answer = StageAnswer.of(first.getValue());
      return Optional.ofNullable(evidence.replies(model, content).get(first.getKey()))
          .map(reply -> new StoredChecks.Kept(reply, answer.cost(), answer.nanos()));
    }

    private Map<Check, Look> looks(
        Unit unit, int which, int repeat, Questions questions, List<StoredChecks.Kept> answers) {
      var others = new HashMap<String, StoredChecks.Kept>();
      for (Check check : checks.stream().flatMap(each -> each.parts().stream()).toList()) {
        if (check instanceof Check.Baseline(var model)) {
          String content = unit.contents().get(which);
          evidence.outcomes(model, content).entrySet().stream()
              .findFirst()
              .flatMap(each -> other(model, content, each))
              .ifPresent(kept -> others.put(model.text(), kept));
        }
      }
      var request = questions.trial(unit, which, 0).question().request();
      var said = new StoredChecks.Said(unit.cases().get(which), repeat, request, answers, others);
      var looks = new HashMap<Check, Look>();
      checks.forEach(check -> looks.put(check, stored.look(check, said)));
      return looks;
    }
  }
}
