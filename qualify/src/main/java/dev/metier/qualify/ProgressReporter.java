package dev.metier.qualify;

import dev.metier.run.RunBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Measures how far a run has come and tells its watcher about ten times a second.
final class ProgressReporter {
  private static final long BEAT_NANOS = 100_000_000;
  private static final int ENOUGH_TO_GO_BY = 20;

  private final Board board;
  private final RunBudget budget;
  private final TrialExecutor executor;
  private final Progress progress;
  private final LongSupplier nanoTime;
  private final Supplier<List<String>> waiting;
  private final long began;
  private long shown;
  private long newCalls;

  ProgressReporter(
      Board board,
      RunBudget budget,
      TrialExecutor executor,
      Progress progress,
      LongSupplier nanoTime,
      Supplier<List<String>> waiting) {
    this.board = board;
    this.budget = budget;
    this.executor = executor;
    this.progress = progress;
    this.nanoTime = nanoTime;
    this.waiting = waiting;
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
        left(elapsed),
        executor.inFlight(),
        waiting.get());
  }

  private Stream<Cell> asked() {
    return board.cells().stream().filter(cell -> !cell.isForbidden());
  }

  /// Estimated calls to come at the rate so far.
  private Optional<Duration> left(Duration elapsed) {
    if (newCalls < ENOUGH_TO_GO_BY) {
      return Optional.empty();
    }
    double calls =
        board.cells().stream()
            .filter(cell -> !cell.isClosed() && !cell.isWaiting())
            .mapToDouble(cell -> cell.remaining() * cell.job().repeats())
            .sum();
    return calls < 1
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) (calls / newCalls * elapsed.toNanos())));
  }
}
