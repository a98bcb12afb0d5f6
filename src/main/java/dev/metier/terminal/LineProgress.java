package dev.metier.terminal;

import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import dev.metier.report.Figures;
import dev.metier.report.FitMatrix.Calls;
import dev.metier.report.FitMatrix.Decided;
import dev.metier.verdict.Verdict;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Progress for pipes and logs: a line for each decision, one every ten seconds while something
/// changes, and one every thirty to show that the run is alive. ASCII only.
final class LineProgress implements Progress {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  private final PrintStream out;
  private final Clock clock;
  private Instant last = Instant.MIN;
  private List<String> told = List.of();

  LineProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void moved(RunState run) {
    Instant now = clock.instant();
    if (now.isBefore(last.plus(PAUSE))) {
      return;
    }
    var lines = new ArrayList<>(List.of(decided(run) + ", " + standing(run)));
    run.waiting().forEach(reason -> lines.add("waiting: " + reason));
    if (!lines.equals(told) || !now.isBefore(last.plus(HEARTBEAT))) {
      lines.forEach(this::say);
      told = lines;
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
                + Figures.count(cell.cases())
                + " of "
                + Figures.count(cell.available(), "case");
    say(cell.job() + " x " + cell.model() + ": " + cell.verdict().word() + after + claim);
  }

  @Override
  public void ended(RunState run, boolean stopped) {
    say((stopped ? "stopped: " : "done: ") + closing(run));
  }

  private void say(String line) {
    last = clock.instant();
    out.println(line.replaceAll("\\p{Cntrl}+", " "));
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
    parts.add(Figures.count(run.callsMade()) + " of " + Figures.count(run.callsPossible(), "call"));
    parts.add("this run " + run.spent() + run.budget().map(b -> " of " + b).orElse(""));
    if (run.inFlight() > 0) {
      parts.add(run.inFlight() + " in flight");
    }
    run.left().ifPresent(left -> parts.add("about " + Figures.duration(left) + " left"));
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
        + Figures.count(run.newCalls())
        + (run.newCalls() == 1 ? " call for " : " calls for ")
        + run.spent()
        + " in "
        + Figures.duration(run.elapsed())
        + "; "
        + Figures.count(calls.made())
        + " of "
        + Figures.count(calls.grid())
        + " calls are made in all"
        + Figures.saving(calls).map(s -> ": " + s).orElse("");
  }
}
