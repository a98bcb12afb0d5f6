package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import dev.metier.ledger.sqlite.LedgerWatch;
import dev.metier.report.view.RunStatus;
import dev.metier.run.BudgetFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out about runs of other processes by the ledger and its lock, once a second at most.
/// Thread-safe.
final class OtherRuns implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Clock clock;
  private final UiSnapshots place;
  private Optional<Path> ledger = Optional.empty();
  private Optional<LedgerWatch> watch = Optional.empty();
  private Optional<RunInfo> last = Optional.empty();
  private OptionalLong holder = OptionalLong.empty();
  private Instant next = Instant.MIN;

  OtherRuns(Clock clock, UiSnapshots place) {
    this.clock = clock;
    this.place = place;
  }

  /// Where runs stand while none goes on here.
  ///
  /// @param here how the latest run of this process ended
  synchronized RunStatus status(Optional<RunStatus> here) {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(PAUSE);
      look();
    }
    if (holder.isPresent()) {
      var since = last.filter(run -> run.ended().isEmpty()).map(RunInfo::started);
      return new RunStatus.Elsewhere(holder.getAsLong(), since, budget());
    }
    return here.filter(own -> !isEarlier(own)).orElseGet(() -> new RunStatus.Idle(last));
  }

  /// What the run of the other process may spend; a file that a killed one left says nothing.
  private Optional<Money> budget() {
    return ledger
        .flatMap(place -> BudgetFile.read(Ledgers.budget(place)))
        .filter(said -> last.filter(run -> run.id() == said.run()).isPresent())
        .map(BudgetFile.Said::most);
  }

  /// Whether another run began behind one of this process.
  private boolean isEarlier(RunStatus own) {
    Optional<Instant> end =
        switch (own) {
          case RunStatus.Ended ended -> Optional.of(ended.at());
          case RunStatus.Failed failed -> Optional.of(failed.at());
          case RunStatus.Idle _, RunStatus.Starting _, RunStatus.Running _, RunStatus.Elsewhere _ ->
              Optional.empty();
        };
    return end.isPresent() && last.filter(run -> run.started().isAfter(end.get())).isPresent();
  }

  private void look() {
    try {
      Path file = place.ledger();
      if (!ledger.equals(Optional.of(file))) {
        close();
        ledger = Optional.of(file);
        watch = Optional.of(Ledgers.watch(file));
      }
      holder = Ledgers.holder(file);
      if (watch.orElseThrow().changed()) {
        last = latest(file);
      }
    } catch (ProblemsException e) {
      // the pages tell what cannot be read
      holder = OptionalLong.empty();
    }
  }

  private static Optional<RunInfo> latest(Path file) {
    try (var kept = Ledgers.read(file)) {
      List<RunInfo> runs = kept.runs();
      return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }
  }

  @Override
  public synchronized void close() {
    watch.ifPresent(LedgerWatch::close);
    watch = Optional.empty();
  }
}
