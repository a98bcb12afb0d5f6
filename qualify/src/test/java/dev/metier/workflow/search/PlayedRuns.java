package dev.metier.workflow.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.ledger.Ledger;
import dev.metier.provider.Identity;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.RunState;
import dev.metier.qualify.TrialExecutor;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/// What runs of workflows with played models have in common.
final class PlayedRuns {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  private PlayedRuns() {}

  /// Asks without waiting and without a word.
  static Qualifier qualifier(Ledger ledger) {
    var runner = new Runner(Retries.USUAL, _ -> {}, CLOCK, new Random(1));
    return new Qualifier(
        ledger, new TrialExecutor(runner, Duration.ofSeconds(5)), new Silent(), System::nanoTime);
  }

  /// What the server of each played model tells of itself.
  static Identity identity() {
    return new Identity(
        new Fingerprint(Map.of("build", "1"), Set.of()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Watches without a word.
  private static final class Silent implements Progress {
    @Override
    public void moved(RunState run) {}

    @Override
    public void decided(CellState cell, RunState run) {}

    @Override
    public void ending(RunState run, Duration grace) {}

    @Override
    public void ended(RunState run, boolean stopped) {}
  }
}
