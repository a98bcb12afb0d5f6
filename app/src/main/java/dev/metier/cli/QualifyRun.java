package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.job.Job;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.RunInfo;
import dev.metier.provider.http.MissingKeys;
import dev.metier.qualify.Again;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.QualifyResult;
import dev.metier.qualify.TrialExecutor;
import dev.metier.report.Medium;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import dev.metier.terminal.Interrupts;
import dev.metier.terminal.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/// One run from its assignment to the report.
///
/// @param json print JSON instead of text
/// @param events with JSON: print what happens too, a line each
record QualifyRun(
    Workplace workplace, Assignment assignment, Path ledger, boolean json, boolean events) {
  private static final Duration GRACE = Duration.ofSeconds(10);

  QualifyResult run(Again again) {
    MissingKeys.of(assignment.models(), workplace.console().env())
        .forEach(workplace.console()::say);
    try (var kept = Ledgers.open(ledger);
        var models =
            CandidateModels.ask(assignment.models(), workplace.providers(assignment), kept);
        var watching = Watching.of(workplace.console(), workplace.clock(), json, events)) {
      var qualifier =
          new Qualifier(
              kept, new TrialExecutor(runner(), GRACE), watching.progress(), System::nanoTime);
      try (var _ = Interrupts.stopping(qualifier)) {
        QualifyResult result = run(qualifier, models, kept, again);
        watching.end().run();
        show(result, kept);
        return result;
      }
    }
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

  private QualifyResult run(Qualifier qualifier, CandidateModels models, Ledger kept, Again again) {
    long run = kept.beginRun(workplace.clock().instant());
    QualifyResult result = qualifier.qualify(assignment, models, again);
    var end =
        result.stopped()
            ? RunInfo.End.STOPPED
            : result.outOfMoney() ? RunInfo.End.BUDGET : RunInfo.End.FINISHED;
    kept.keepRunCells(result.cells().stream().map(cell -> asked(run, cell)).toList());
    kept.endRun(run, workplace.clock().instant(), end, result.newCalls(), result.spent());
    return result;
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

  private void show(QualifyResult result, Ledger kept) {
    Path report = ledger.resolveSibling("report.html");
    var matrix = workplace.matrix(assignment.project(), result.cells(), kept, notes(result), true);
    WholeFile.write(report, workplace.rendered(matrix, Medium.HTML, Optional.empty()));
    String text =
        json
            ? workplace.rendered(matrix, Medium.JSON, Optional.of(report))
            : workplace.shown(matrix, assignment.project(), Optional.of(report));
    if (events) {
      // One event a line, the result last.
      workplace.console().json(JsonMapper.shared().readTree(text));
    } else {
      workplace.console().print(text);
    }
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
