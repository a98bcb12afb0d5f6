package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.run.RunBudget;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Measures how far a run has come and tells its watcher about ten times a second.
final class ProgressReporter {
  private static final long BEAT_NANOS = 100_000_000;

  private final Board board;
  private final RunBudget budget;
  private final TrialExecutor executor;
  private final Progress progress;
  private final LongSupplier nanoTime;
  private final Dispatch.Servers servers;
  private final TimeEstimate estimate;
  private final long began;
  private long shown;
  private long newCalls;

  ProgressReporter(
      Board board,
      RunBudget budget,
      TrialExecutor executor,
      Progress progress,
      LongSupplier nanoTime,
      Dispatch.Servers servers) {
    this.board = board;
    this.budget = budget;
    this.executor = executor;
    this.progress = progress;
    this.nanoTime = nanoTime;
    this.servers = servers;
    this.estimate = new TimeEstimate(board, servers.endpoints());
    this.began = nanoTime.getAsLong();
    this.shown = began - BEAT_NANOS;
  }

  void made(int calls) {
    newCalls += calls;
  }

  long newCalls() {
    return newCalls;
  }

  void decided(Cell cell) {
    progress.decided(cell.state(), state());
  }

  void show() {
    long now = nanoTime.getAsLong();
    if (now - shown >= BEAT_NANOS) {
      shown = now;
      progress.moved(state());
    }
  }

  void ending() {
    progress.ending(state(), executor.grace());
  }

  void end(boolean stopped) {
    progress.ended(state(), stopped);
  }

  private RunState state() {
    Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - began);
    return new RunState(
        board.cells().stream().map(Cell::state).toList(),
        asked().mapToLong(cell -> cell.own().kept()).sum(),
        asked().mapToLong(cell -> cell.own().possible()).sum(),
        newCalls,
        budget.spent(),
        budget.budget(),
        elapsed,
        estimate.left(elapsed),
        executor.inFlight(),
        servers.waiting(),
        asked().map(Cell::model).anyMatch(ProgressReporter::isUnpriced));
  }

  private static boolean isUnpriced(Model model) {
    return model.price() instanceof Price.Unknown && !model.kind().local();
  }

  private Stream<Cell> asked() {
    return board.cells().stream().filter(cell -> !cell.isForbidden());
  }
}
