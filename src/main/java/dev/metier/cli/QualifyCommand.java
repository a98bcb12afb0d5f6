package dev.metier.cli;

import dev.metier.config.Project;
import dev.metier.evidence.Ledger;
import dev.metier.evidence.RunInfo;
import dev.metier.job.Money;
import dev.metier.plan.Goal;
import dev.metier.problem.ProblemsException;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.Crew;
import dev.metier.qualify.Models;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.QualifyResult;
import dev.metier.report.Medium;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The main job: runs trials until every verdict is decided.
@Command(
    name = "qualify",
    description = "Run trials until each verdict is decided; resumable at any moment.",
    footer = {
      "",
      "Exit codes: 0 every job has a FIT model, 1 some job has none, 2 the input is wrong,",
      "130 stopped by Ctrl-C (start again to go on; nothing is paid twice)."
    })
final class QualifyCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int STOPPED = 130;

  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(
      names = "--budget",
      paramLabel = "USD",
      description = "Most money to spend in this run, judges included.")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      description =
          "matrix: a verdict for every candidate. choose: from the cheapest on, until one is FIT.")
  private Goal goal = Goal.MATRIX;

  @Option(names = "--full", description = "Ask every case, even after the verdict.")
  private boolean full;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Most calls at a time for each server.")
  private Optional<Integer> concurrency = Optional.empty();

  private final Workplace workplace;

  QualifyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Project project = options.read();
    var assignment =
        new Assignment(
            project,
            options.jobs(project),
            goal,
            budget.map(QualifyCommand::money),
            full,
            concurrency());
    if (budget.isPresent() && !project.unpriced().isEmpty()) {
      throw new ProblemsException(project.unpriced());
    }
    Path file = options.ledger(project);
    try (var ledger = Ledger.open(file);
        var models = Models.ask(assignment.models(), workplace.providers(), ledger);
        var watching = Watching.of(workplace, options.json())) {
      var qualifier =
          new Qualifier(
              ledger, new Crew(runner(), GRACE), watching.progress(), System::nanoTime);
      try (var _ = Interrupts.stopping(qualifier)) {
        QualifyResult result = run(qualifier, assignment, models, ledger);
        watching.close();
        show(project, result, ledger, file);
        return result.stopped() ? STOPPED : Workplace.exitCode(result.cells());
      }
    }
  }

  private Runner runner() {
    return new Runner(
        Retries.USUAL, Thread::sleep, workplace.clock(), new Random(workplace.clock().millis()));
  }

  private QualifyResult run(
      Qualifier qualifier, Assignment assignment, Models models, Ledger ledger) {
    long run = ledger.beginRun(workplace.clock().instant());
    QualifyResult result = qualifier.qualify(assignment, models);
    var end =
        result.stopped()
            ? RunInfo.End.STOPPED
            : result.outOfMoney() ? RunInfo.End.BUDGET : RunInfo.End.FINISHED;
    ledger.endRun(run, workplace.clock().instant(), end, result.newCalls(), result.spent());
    return result;
  }

  private void show(Project project, QualifyResult result, Ledger ledger, Path file) {
    Path report = file.resolveSibling("report.html");
    var matrix =
        workplace.matrix(project, result.cells(), ledger, notes(result), true);
    Workplace.write(report, workplace.rendered(matrix, Medium.HTML, Optional.empty()));
    var medium = options.json() ? Medium.JSON : Medium.TEXT;
    workplace.console().print(workplace.rendered(matrix, medium, Optional.of(report)));
  }

  private static List<String> notes(QualifyResult result) {
    var notes = new ArrayList<String>();
    if (result.stopped()) {
      notes.add(
          "Stopped by hand; everything paid for is kept. Run the same command again to go on.");
    }
    if (result.outOfMoney()) {
      notes.add("The budget ended the run; a larger --budget goes on from here.");
    }
    return notes;
  }

  private OptionalInt concurrency() {
    if (concurrency.isPresent() && concurrency.get() < 1) {
      throw new ProblemsException("--concurrency is at least 1.", "For example --concurrency 8.");
    }
    return concurrency.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Money money(String text) {
    String number = text.replaceFirst("^\\$", "").replaceFirst("(?i)\\s*usd$", "").strip();
    if (!number.matches("\\d{1,7}(\\.\\d{1,9})?")) {
      throw new ProblemsException(
          "--budget `" + text + "` is no amount of money.", "For example --budget 2.00 (US dollars).");
    }
    return Money.usd(new java.math.BigDecimal(number));
  }
}
