package dev.metier.cli;

import dev.metier.compile.PolicyCompiler;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.HandOverCost;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.job.CascadeRules;
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
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The runs that a chain with `hand_over: reason` needs beside those of single models: its later
/// model, told which check failed, on the cases that would escalate.
///
/// @param budget most money to spend; empty: no limit
record HandOverRun(Workplace workplace, Project project, Path ledger, Optional<Money> budget) {
  /// Plans them, says what they cost at most, and asks.
  ///
  /// @return 0 when nothing is missing any more, else 1
  int run(List<Job> jobs, boolean json) {
    var assignment = Assignment.of(project, jobs, Goal.CHOOSE);
    try (var kept = Ledgers.open(ledger);
        var models =
            CandidateModels.ask(assignment.models(), workplace.providers(assignment), kept)) {
      List<CellResult> results = workplace.look(assignment, kept);
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
                missing(job, results, kept),
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
  private record Told(int missing, Optional<Money> most, ExtraTrials.Done done, String why) {}

  private Told ask(Job job, List<Trial> missing, ExtraTrials trials, Optional<Money> left) {
    var none = new ExtraTrials.Done(0, 0, 0, Money.ZERO);
    if (project.hybrid(job.name()).rules().handOver() != CascadeRules.HandOver.REASON) {
      return new Told(
          0, Optional.empty(), none, "it does not say `hand_over: reason`, so nothing is to run.");
    }
    Optional<Money> most = HandOverCost.of(missing);
    if (missing.isEmpty()) {
      return new Told(0, Optional.of(Money.ZERO), none, "");
    }
    workplace
        .console()
        .say(
            "Job "
                + job.name()
                + ": "
                + missing.size()
                + " answers of "
                + missing.getFirst().model().name()
                + " that is told which check failed; at most "
                + most.map(Money::toString).orElse("an unknown amount")
                + ".");
    return new Told(missing.size(), most, trials.ask(missing, left), "");
  }

  private List<Trial> missing(Job job, List<CellResult> results, Ledger kept) {
    var own = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
    Frontier frontier =
        HybridSearch.of(
            job,
            project.hybrid(job.name()),
            own,
            PolicyCompiler.fit(job, own).stream().findFirst(),
            kept,
            new AnswerChecks());
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
        + (done.unserved() == 0 ? "" : " " + done.unserved() + " never came.")
        + (done.left() == 0 ? "" : " The budget ended the run before " + done.left() + " of them.");
  }
}
