package dev.metier.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.ledger.Entries;
import dev.metier.ledger.MemoryLedger;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.RunInfo;
import dev.metier.report.SampleResults;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeedsLockTest {
  private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

  private final MemoryLedger ledger = new MemoryLedger();

  private void run(Instant at, Requirement... needs) {
    Job job = SampleResults.JOB;
    long run = ledger.beginRun(at);
    ledger.keepRunCells(
        List.of(
            new RunCell(
                run,
                job.name(),
                job.candidates().getFirst(),
                Optional.of("s"),
                RunCell.bars(List.of(needs)),
                1)));
    ledger.endRun(run, at, RunInfo.End.FINISHED, 0, Money.ZERO);
  }

  private static Requirement quality(double bar) {
    return new Requirement.Quality(bar, 0.95, Optional.empty());
  }

  @Test
  void nothingIsGuessedWhereNoRunIsKept() {
    var lock = NeedsLock.of(SampleResults.JOB, ledger);

    assertThat(lock.locked().known()).isFalse();
    assertThat(lock.moved()).isEmpty();
  }

  @Test
  void theFirstRunLocksWhatItAskedFor() {
    run(START, quality(0.8));
    run(START.plusSeconds(60), quality(0.8));

    var lock = NeedsLock.of(SampleResults.JOB, ledger);

    assertThat(lock.locked().at()).contains(START);
    assertThat(lock.locked().hash()).hasSize(64);
    assertThat(lock.moved()).isEmpty();
  }

  @Test
  void barsThatMovedAreToldWithTheOldAndTheNewOne() {
    run(START, quality(0.9));
    run(START.plusSeconds(60), quality(0.85), new Requirement.Cost(Money.usd(2), 0.95));

    var moved = NeedsLock.of(SampleResults.JOB, ledger).moved();

    assertThat(moved)
        .extracting(m -> m.at() + ": " + m.before() + " -> " + m.after())
        .containsExactly(
            "2026-11-01T08:01:00Z: quality 0.90 at 95 % -> quality 0.85 at 95 %",
            "2026-11-01T08:01:00Z: none -> cost $2.00 per 1,000 at 95 %",
            "since the last run: quality 0.85 at 95 % -> quality 0.80 at 95 %",
            "since the last run: cost $2.00 per 1,000 at 95 % -> none");
    assertThat(moved).allSatisfy(m -> assertThat(m.by() + m.why()).isEmpty());
  }

  @Test
  void resultsOlderThanTheFirstKeptRunLeaveTheLockUnknown() {
    var entries = Entries.of(SampleResults.JOB.name().text(), "qwen", 1);
    ledger.append(List.of(entries.passing(0)));
    run(Entries.START.plusSeconds(60), quality(0.8));

    assertThat(NeedsLock.of(SampleResults.JOB, ledger).locked().known()).isFalse();
  }
}
