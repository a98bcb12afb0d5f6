package dev.metier.terminal;

import dev.metier.core.problem.PlainText;
import dev.metier.core.text.DurationText;
import dev.metier.core.text.NumberText;
import dev.metier.job.Money;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix.Calls;
import dev.metier.report.matrix.FitMatrix.Decided;
import dev.metier.verdict.Verdict;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// Progress for pipes and logs: a line for each decision, one every ten seconds while something
/// changes, and one every thirty to show that the run is alive; the same for what holds it up, the
/// first time at once. ASCII only.
final class LineProgress implements Progress {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  private final PrintStream out;
  private final Clock clock;
  private final Paced standing = new Paced();
  private final Paced waiting = new Paced();
  private Optional<Money> budget = Optional.empty();

  LineProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void moved(RunState run) {
    raised(run.budget());
    Instant now = clock.instant();
    String line = decided(run) + ", " + standing(run);
    if (standing.isDue(line, now)) {
      say(line);
    }
    // how long it has lasted is no news
    String reasons = String.join("\n", run.waiting()).replaceAll("\\d+ s\\b", "");
    if (!run.waiting().isEmpty() && waiting.isDue(reasons, now)) {
      run.waiting().forEach(reason -> say("waiting: " + reason));
    }
  }

  /// A budget that somebody raised is told at once.
  private void raised(Optional<Money> now) {
    if (budget.isPresent() && !now.equals(budget)) {
      say("the budget was raised: " + now.map(Money::toString).orElse("no limit"));
    }
    budget = now;
  }

  /// When to say something again: often when it changes, seldom when it does not.
  private static final class Paced {
    private Instant last = Instant.MIN;
    private String told = "";

    boolean isDue(String text, Instant now) {
      if (now.isBefore(last.plus(text.equals(told) ? HEARTBEAT : PAUSE))) {
        return false;
      }
      last = now;
      told = text;
      return true;
    }
  }

  @Override
  public void decided(CellState cell, RunState run) {
    String claim =
        Figures.telling(cell.verdict())
            .filter(f -> f.seen() > 0)
            .map(f -> " (" + Figures.claim(f) + ")")
            .orElse("");
    String after =
        cell.cases() == 0
            ? ""
            : " after "
                + NumberText.count(cell.cases())
                + " of "
                + NumberText.count(cell.available(), "case");
    say(cell.job() + " x " + cell.model() + ": " + cell.verdict().word() + after + claim);
  }

  @Override
  public void ending(RunState run, Duration grace) {
    say(ending(run.inFlight(), grace));
  }

  /// What the first Ctrl-C does, and what a second would.
  static String ending(int inFlight, Duration grace) {
    return "Ending: "
        + NumberText.count(inFlight)
        + (inFlight == 1 ? " call in flight is" : " calls in flight are")
        + " awaited for "
        + DurationText.rounded(grace)
        + " at most, since what comes back is paid for and kept; Ctrl-C again ends at once.";
  }

  @Override
  public void ended(RunState run, boolean stopped) {
    say((stopped ? "stopped: " : "done: ") + closing(run));
  }

  private void say(String line) {
    out.println(PlainText.of(line));
    out.flush();
  }

  /// `7 of 12 decided`: FIT, UNFIT and FORBIDDEN are.
  static String decided(RunState run) {
    long decided = run.cells().stream().filter(c -> isDecided(c.verdict())).count();
    return decided + " of " + run.cells().size() + " decided";
  }

  static boolean isDecided(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Fit _, Verdict.Unfit _, Verdict.Forbidden _ -> true;
      case Verdict.Undecided _, Verdict.Expired _ -> false;
    };
  }

  /// Calls, money, calls in flight, time left, as far as known.
  static String standing(RunState run) {
    var parts = new ArrayList<String>();
    parts.add(
        NumberText.count(run.callsMade()) + " of " + NumberText.count(run.callsPossible(), "call"));
    parts.add("this run " + run.spending() + run.budget().map(b -> " of " + b).orElse(""));
    if (run.inFlight() > 0) {
      parts.add(run.inFlight() + " in flight");
    }
    run.left().ifPresent(left -> parts.add(left.words()));
    return String.join(", ", parts);
  }

  /// How a run ended.
  static String closing(RunState run) {
    var decided = Decided.NONE;
    for (CellState cell : run.cells()) {
      decided = decided.plus(cell.verdict(), cell.calls(), cell.possible(), cell.cutShort());
    }
    var calls = new Calls(run.callsMade(), run.callsPossible(), decided);
    return decided(run)
        + "; this run made "
        + NumberText.count(run.newCalls())
        + (run.newCalls() == 1 ? " call for " : " calls for ")
        + run.spending()
        + " in "
        + DurationText.rounded(run.elapsed())
        + "; "
        + NumberText.count(calls.made())
        + " of "
        + NumberText.count(calls.grid())
        + " calls are made in all"
        + Figures.saving(calls).map(s -> ": " + s).orElse("");
  }
}
