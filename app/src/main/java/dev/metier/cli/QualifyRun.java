package dev.metier.cli;

import dev.metier.catalog.Model;
import dev.metier.confirm.Confirmation;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.job.Workflow;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.RunCell;
import dev.metier.project.Project;
import dev.metier.provider.http.MissingKeys;
import dev.metier.qualify.Again;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Provability;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.QualifyResult;
import dev.metier.qualify.TrialExecutor;
import dev.metier.report.html.CaseDisclosure;
import dev.metier.report.matrix.FailureSummary;
import dev.metier.run.BudgetFile;
import dev.metier.run.Endpoints;
import dev.metier.run.Retries;
import dev.metier.run.RunBudget;
import dev.metier.run.Runner;
import dev.metier.terminal.RunOutput;
import dev.metier.terminal.Watching;
import dev.metier.workflow.search.WorkflowResult;
import dev.metier.workflow.search.WorkflowSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One run from its assignment to the report.
///
/// @param workflows to be run from end to end, behind the jobs
/// @param confirmation when the jobs confirm others on held-out cases
/// @param output where it shows how it goes, and by what it is stopped
record QualifyRun(
    Workplace workplace,
    Assignment assignment,
    List<Workflow> workflows,
    Optional<Confirmation> confirmation,
    Path ledger,
    RunOutput output) {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final QualifyResult NOTHING =
      new QualifyResult(List.of(), 0, Money.ZERO, false, false, 0);

  /// Refuses what could prove nothing, cannot be graded here, or has a budget without prices.
  ///
  /// @throws ProblemsException with all of it
  static void refuse(Assignment assignment, List<Workflow> workflows) {
    Project project = assignment.project();
    List<Problem> unprovable = new ArrayList<>(Provability.problems(assignment));
    workflows.forEach(each -> unprovable.addAll(CheckCommand.unprovable(project, each).toList()));
    if (!unprovable.isEmpty()) {
      throw new ProblemsException(unprovable);
    }
    CheckCommand.programs(assignment);
    if (assignment.budget().isPresent() && !project.unpriced().isEmpty()) {
      throw new ProblemsException(project.unpriced());
    }
  }

  /// What a run came to.
  ///
  /// @param jobs with the calls and the money of the workflows too
  record Qualified(QualifyResult jobs, List<WorkflowResult> workflows) {}

  Qualified run(Again again) {
    return run(again, assignment);
  }

  /// The same, and shows more than was asked.
  ///
  /// @param shown all that is shown, from the evidence that is kept then
  Qualified run(Again again, Assignment shown) {
    var looks = new WorkflowLooks(workplace, assignment.project(), workflows);
    List<Model> all = looks.models(assignment);
    MissingKeys.of(all, workplace.console().env()).forEach(output::say);
    try (var kept = Ledgers.open(ledger);
        var models = CandidateModels.ask(all, workplace.providers(assignment), kept);
        var limit = limit(kept)) {
      var budget = new RunBudget(limit);
      QualifyResult jobs =
          assignment.jobs().isEmpty() ? NOTHING : qualify(assignment, models, kept, again, budget);
      var results = new ArrayList<WorkflowResult>();
      QualifyResult whole = jobs;
      for (WorkflowSearch search : looks.searches(models, kept)) {
        if (whole.stopped() || whole.outOfMoney() || search.race().isEmpty()) {
          results.add(search.look(kept));
        } else {
          QualifyResult one = qualify(search, models, kept, again, budget);
          results.add(search.result(one.cells()));
          keepCells(limit.run(), one, kept);
          whole = sum(whole, one);
        }
      }
      keepCells(limit.run(), jobs, kept);
      end(limit.run(), whole, kept);
      show(whole, results, shown, kept);
      return new Qualified(whole, results);
    }
  }

  /// Begins the run, and says beside the ledger what it may spend.
  private BudgetFile limit(Ledger kept) {
    long run = kept.beginRun(workplace.clock().instant());
    return BudgetFile.begin(Ledgers.budget(ledger), run, assignment.budget());
  }

  private QualifyResult qualify(
      WorkflowSearch search, CandidateModels models, Ledger kept, Again again, RunBudget budget) {
    var endpoints = new Endpoints(models.identities(), assignment.concurrency(), System::nanoTime);
    var runs = new WorkflowSearch.Runs(models, endpoints, new AnswerChecks());
    return qualify(search.toAsk(assignment), search.open(runs, kept, again), kept, again, budget);
  }

  private QualifyResult qualify(
      Assignment asked, CandidateModels models, Ledger kept, Again again, RunBudget budget) {
    try (var watching = output.watching()) {
      var qualifier =
          new Qualifier(
              kept, new TrialExecutor(runner(), GRACE), watching.progress(), System::nanoTime);
      try (var _ = output.stopping(qualifier)) {
        return qualifier.qualify(asked, models, again, budget);
      }
    }
  }

  /// The jobs' cells, and all that a run took.
  private static QualifyResult sum(QualifyResult jobs, QualifyResult more) {
    return new QualifyResult(
        jobs.cells(),
        jobs.newCalls() + more.newCalls(),
        jobs.spent().plus(more.spent()),
        jobs.stopped() || more.stopped(),
        jobs.outOfMoney() || more.outOfMoney(),
        jobs.setAside() + more.setAside());
  }

  private static void keepCells(long run, QualifyResult result, Ledger kept) {
    kept.keepRunCells(result.cells().stream().map(cell -> asked(run, cell)).toList());
  }

  private void end(long run, QualifyResult result, Ledger kept) {
    kept.endRun(run, workplace.clock().instant(), result.end(), result.newCalls(), result.spent());
  }

  /// Asks all that is left of some jobs, and shows nothing.
  void askAll(List<Job> jobs) {
    var all =
        new Assignment(
            assignment.project(),
            jobs,
            assignment.goal(),
            assignment.budget(),
            true,
            assignment.concurrency());
    try (var kept = Ledgers.open(ledger);
        var models = CandidateModels.ask(all.models(), workplace.providers(all), kept);
        var unseen = Watching.of(workplace.console(), workplace.clock(), true, false)) {
      new Qualifier(kept, new TrialExecutor(runner(), GRACE), unseen.progress(), System::nanoTime)
          .qualify(all, models, Again.NOTHING);
    }
  }

  private Runner runner() {
    return new Runner(
        Retries.USUAL, Thread::sleep, workplace.clock(), new Random(workplace.clock().millis()));
  }

  private static RunCell asked(long run, CellResult cell) {
    return new RunCell(
        run,
        cell.job().name(),
        cell.model().name(),
        Optional.of(cell.setting()),
        RunCell.bars(cell.job().needs()),
        cell.job().repeats());
  }

  private void show(
      QualifyResult result, List<WorkflowResult> results, Assignment shown, Ledger kept) {
    List<CellResult> cells =
        shown.equals(assignment) ? result.cells() : workplace.look(shown, kept);
    Path report =
        ledger.resolveSibling(confirmation.isPresent() ? "confirmation.html" : "report.html");
    var notes = new ArrayList<>(notes(result));
    confirmation.ifPresent(each -> notes.addAll(each.notes(kept)));
    var matrix = workplace.matrix(assignment.project(), cells, kept, notes).with(results);
    if (!assignment.jobs().isEmpty() || !results.isEmpty()) {
      WholeFile.write(report, workplace.report(matrix, cells, kept, CaseDisclosure.USUAL));
    }
    output.show(FailureSummary.in(matrix, cells, kept, assignment.project()::data), report);
  }

  private static List<String> notes(QualifyResult result) {
    var notes = new ArrayList<String>();
    if (result.setAside() > 0) {
      notes.add(
          "Asked anew: "
              + result.setAside()
              + (result.setAside() == 1 ? " earlier answer counts" : " earlier answers count")
              + " no more, and stay in the ledger.");
    }
    if (result.stopped()) {
      notes.add(
          "Stopped by hand; everything paid for is kept. Run the same command again to go on.");
    }
    if (result.outOfMoney()) {
      notes.add("The budget ended the run; a larger --budget goes on from here.");
    }
    return notes;
  }
}
