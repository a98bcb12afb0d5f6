package dev.metier.cli;

import dev.metier.compile.PolicyCompiler;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.HandOverCost;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.ExtraTrials;
import dev.metier.qualify.Judging;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The runs that chains need beside those of single models: their judges, about the answers that
/// are kept, and with `hand_over: reason` their later model, told which check failed, on the cases
/// that would escalate.
///
/// @param budget most money to spend; empty: no limit
record HandOverRun(Workplace workplace, Project project, Path ledger, Optional<Money> budget) {
  /// A judge twice, and the later model.
  private static final int MOST_ROUNDS = 4;

  /// Plans them, says what they cost at most, and asks.
  ///
  /// @return 0 when nothing is missing any more, else 1
  int run(List<Job> jobs, boolean json) {
    var assignment = Assignment.of(project, jobs, Goal.CHOOSE);
    try (var kept = Ledgers.open(ledger);
        var models =
            CandidateModels.ask(assignment.models(), workplace.providers(assignment), kept)) {
      List<CellResult> results = workplace.look(assignment, kept);
      var judging = new Judging(assignment, models.identities(), kept);
      var trials =
          new ExtraTrials(
              models,
              kept,
              new Runner(
                  Retries.USUAL,
                  Thread::sleep,
                  workplace.clock(),
                  new Random(workplace.clock().millis())));
      ArrayNode told = JsonNodeFactory.instance.arrayNode();
      boolean all = true;
      Money left = budget.orElse(Money.ZERO);
      for (Job job : jobs) {
        Told asked =
            ask(
                job,
                () -> missing(job, results, kept, judging),
                silent(job, judging),
                trials,
                budget.isPresent() ? Optional.of(left) : Optional.empty());
        left = left.minus(asked.done().spent());
        all &= asked.done().unserved() + asked.done().left() == 0 && asked.why().isEmpty();
        show(job, asked, json, told);
      }
      if (json) {
        workplace.console().json(JsonNodeFactory.instance.objectNode().set("jobs", told));
      }
      return all ? 0 : 1;
    }
  }

  /// What came of a job.
  ///
  /// @param why nothing could be asked; empty when it could, or nothing is missing
  private record Told(int missing, Optional<Money> most, ExtraTrials.Done done, String why) {
    Told and(int more, Optional<Money> cost, ExtraTrials.Done then) {
      return new Told(
          missing + more,
          most.flatMap(before -> cost.map(before::plus)),
          new ExtraTrials.Done(
              done.kept() + then.kept(),
              done.unserved() + then.unserved(),
              done.left() + then.left(),
              done.spent().plus(then.spent()),
              done.another().or(then::another)),
          why);
    }
  }

  /// Asks what is missing, and then what is missing after that: a judge that could not judge is
  /// asked once more, and what it says decides which cases escalate.
  private Told ask(
      Job job,
      Supplier<List<Trial>> missing,
      Optional<String> silent,
      ExtraTrials trials,
      Optional<Money> left) {
    var told = new Told(0, Optional.of(Money.ZERO), ExtraTrials.Done.NOTHING, "");
    HybridSpec hybrid = project.hybrid(job.name());
    if (hybrid.rules().handOver() != CascadeRules.HandOver.REASON
        && hybrid.checks().stream()
            .flatMap(check -> check.parts().stream())
            .noneMatch(Check.Judge.class::isInstance)) {
      return new Told(
          0,
          Optional.empty(),
          told.done(),
          "it does not say `hand_over: reason` and no `judge` checks it, so nothing is to run.");
    }
    if (silent.isPresent()) {
      return new Told(0, Optional.empty(), told.done(), silent.get());
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Trial> next = missing.get();
      if (next.isEmpty()) {
        break;
      }
      Optional<Money> most = HandOverCost.of(next);
      workplace.console().say("Job " + job.name() + ": " + plan(job, next));
      Money gone = told.done().spent();
      ExtraTrials.Done done = trials.ask(next, left.map(all -> all.minus(gone).orZero()));
      told = told.and(next.size(), most, done);
      if (done.unserved() + done.left() > 0) {
        break;
      }
    }
    return told;
  }

  /// Why one of a job's judges may not, or cannot, be asked.
  private static Optional<String> silent(Job job, Judging judging) {
    return judging.assignment().checkJudges(job).stream()
        .flatMap(check -> judging.mayNotAsk(job, judging.judge(job, check)).stream())
        .findFirst();
  }

  private static String plan(Job job, List<Trial> next) {
    Trial first = next.getFirst();
    boolean judged = !first.job().name().equals(job.name());
    return next.size()
        + " answers of "
        + first.model().name()
        + (judged ? " that judges kept answers" : " that is told which check failed")
        + ", "
        + HandOverCost.words(next)
        + ".";
  }

  private List<Trial> missing(Job job, List<CellResult> results, Ledger kept, Judging judging) {
    var own = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
    Frontier frontier =
        HybridSearch.of(
            job,
            project.hybrid(job.name()),
            own,
            PolicyCompiler.fit(job, own).stream().findFirst(),
            new HybridSearch.Sources(kept, new AnswerChecks(), CheckJudges.of(judging)));
    Map<TrialKey, Trial> missing = new LinkedHashMap<>();
    frontier
        .searched()
        .forEach(first -> first.missing().forEach(trial -> missing.put(trial.key(), trial)));
    return new ArrayList<>(missing.values());
  }

  private void show(Job job, Told told, boolean json, ArrayNode jobs) {
    ExtraTrials.Done done = told.done();
    ObjectNode node = jobs.addObject().put("job", job.name().text());
    node.put("missing", told.missing()).put("kept", done.kept()).put("unserved", done.unserved());
    node.put("left", done.left()).put("spent_usd", done.spent().dollars());
    node.put("most_usd", told.most().map(Money::dollars).orElse(null));
    if (!json) {
      workplace.console().line("Job " + job.name() + ": " + sentence(told));
    }
  }

  private static String sentence(Told told) {
    ExtraTrials.Done done = told.done();
    if (!told.why().isEmpty()) {
      return told.why();
    }
    if (told.missing() == 0) {
      return "nothing is missing.";
    }
    return done.kept()
        + " of "
        + told.missing()
        + " answers are kept, for "
        + done.spent()
        + "."
        + done.another()
            .map(why -> " " + why + (done.left() == 0 ? "" : " " + done.left() + " are not asked."))
            .orElseGet(() -> unasked(done));
  }

  private static String unasked(ExtraTrials.Done done) {
    return (done.unserved() == 0 ? "" : " " + done.unserved() + " never came.")
        + (done.left() == 0 ? "" : " The budget ended the run before " + done.left() + " of them.");
  }
}
