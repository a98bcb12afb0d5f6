package dev.metier.cli;

import dev.metier.core.log.Log;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.job.Workflow;
import dev.metier.ledger.RunInfo;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.qualify.Again;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.QualifyResult;
import dev.metier.qualify.RunState;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.RunStatus;
import dev.metier.run.BudgetFile;
import dev.metier.terminal.RunOutput;
import dev.metier.terminal.Watching;
import dev.metier.web.RunControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Runs of the screens: the same as `metier qualify`, one at a time, until the screens are closed.
final class UiRuns implements RunControl, AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final Workplace workplace;
  private final UiSnapshots place;
  private final OtherRuns others;
  private Optional<RunStatus> own = Optional.empty();
  private Optional<Qualifier> asking = Optional.empty();
  private Optional<Thread> thread = Optional.empty();
  private boolean stopping;

  UiRuns(Workplace workplace, UiSnapshots place) {
    this.workplace = workplace;
    this.place = place;
    this.others = new OtherRuns(workplace.clock(), place);
  }

  @Override
  public RunStatus status() {
    Optional<RunStatus> here = own();
    return here.filter(RunStatus::isGoing).orElseGet(() -> others.status(here));
  }

  private synchronized Optional<RunStatus> own() {
    return own;
  }

  private synchronized void own(RunStatus status) {
    own = Optional.of(status);
  }

  @Override
  public void start(Set<String> jobs, Optional<Money> budget, Again again) {
    Project project = ProjectReader.read(place.named());
    List<Job> chosen =
        project.jobs().stream().filter(job -> jobs.contains(job.name().text())).toList();
    if (chosen.isEmpty()) {
      throw new ProblemsException(
          "The project has none of these jobs any more.", "Load the page again.");
    }
    var assignment =
        new Assignment(project, chosen, Goal.MATRIX, budget, false, OptionalInt.empty());
    List<Workflow> workflows =
        chosen.size() == project.jobs().size() ? project.workflows() : List.of();
    QualifyRun.refuse(assignment, workflows);
    begin(
        new QualifyRun(
            workplace,
            assignment,
            workflows,
            Optional.empty(),
            place.ledger(project),
            new Screen()),
        again);
  }

  private synchronized void begin(QualifyRun run, Again again) {
    if (own.filter(RunStatus::isGoing).isPresent()) {
      throw new ProblemsException("A run goes on already.", "A second one waits for its end.");
    }
    own = Optional.of(new RunStatus.Starting(workplace.clock().instant(), false));
    asking = Optional.empty();
    stopping = false;
    thread = Optional.of(Thread.ofPlatform().name("run").start(() -> runs(run, again)));
  }

  private void runs(QualifyRun run, Again again) {
    try {
      QualifyResult result = run.run(again).jobs();
      ended(result.end());
    } catch (ProblemsException e) {
      var text = new ProblemText(false, place.folder());
      own(new RunStatus.Failed(workplace.clock().instant(), List.of(text.of(e.problems()))));
    } catch (RuntimeException | Error e) {
      Log.error(UiRuns.class, "A run could not go on.", e);
      own(
          new RunStatus.Failed(
              workplace.clock().instant(), List.of("This is a bug in Metier: " + e)));
    }
  }

  private synchronized void ended(RunInfo.End how) {
    Optional<RunStatus.Running> last =
        own.flatMap(status ->
            status instanceof RunStatus.Running running ? Optional.of(running) : Optional.empty());
    own = Optional.of(new RunStatus.Ended(workplace.clock().instant(), how, last));
  }

  @Override
  public void raise(Money budget) {
    Optional<Money> now = status().limit();
    Path file = Ledgers.budget(place.ledger());
    BudgetFile.Said said =
        now.flatMap(_ -> BudgetFile.read(file))
            .orElseThrow(() ->
                new ProblemsException(
                    "No run with a budget goes on.", "Load the page again to see how it ended."));
    if (budget.compareTo(said.most()) <= 0) {
      throw new ProblemsException(
          "The run may spend " + said.most() + " already.", "Name a larger amount.");
    }
    BudgetFile.write(file, new BudgetFile.Said(said.run(), budget));
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    asking.ifPresent(Qualifier::stop);
    own = own.map(UiRuns::stopping);
  }

  private static RunStatus stopping(RunStatus status) {
    return switch (status) {
      case RunStatus.Starting(Instant since, _) -> new RunStatus.Starting(since, true);
      case RunStatus.Running(var since, var first, var now, _) ->
          new RunStatus.Running(since, first, now, true);
      case RunStatus.Idle _, RunStatus.Ended _, RunStatus.Failed _, RunStatus.Elsewhere _ -> status;
    };
  }

  /// Ends a run as Ctrl-C does.
  @Override
  public void close() {
    stop();
    Optional<Thread> last;
    synchronized (this) {
      last = thread.filter(Thread::isAlive);
    }
    if (last.isPresent()) {
      workplace.console().say("The run is being stopped; calls in flight are waited for and kept.");
      try {
        last.get().join(CLOSING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    others.close();
  }

  /// What a run tells is held for the pages.
  private final class Screen implements RunOutput, Progress {
    @Override
    public void say(String sentence) {
      workplace.console().say(sentence);
    }

    @Override
    public Watching watching() {
      return new Watching(this, () -> {});
    }

    @Override
    public Stopping stopping(Qualifier qualifier) {
      synchronized (UiRuns.this) {
        asking = Optional.of(qualifier);
        if (stopping) {
          qualifier.stop();
        }
      }
      return () -> {
        synchronized (UiRuns.this) {
          asking = Optional.empty();
        }
      };
    }

    @Override
    public void show(FitMatrix matrix, Path report) {
      // the pages show what the ledger holds
    }

    @Override
    public void moved(RunState run) {
      synchronized (UiRuns.this) {
        own = own.map(status -> moved(status, run));
      }
    }

    private RunStatus moved(RunStatus status, RunState run) {
      Instant now = workplace.clock().instant();
      return status instanceof RunStatus.Running(var since, var first, _, _)
          ? new RunStatus.Running(since, first, run, stopping)
          : new RunStatus.Running(now, run, run, stopping);
    }

    @Override
    public void decided(CellState cell, RunState run) {
      moved(run);
    }

    @Override
    public void ending(RunState run, Duration grace) {
      moved(run);
    }

    @Override
    public void ended(RunState run, boolean stopped) {
      moved(run);
    }
  }
}
