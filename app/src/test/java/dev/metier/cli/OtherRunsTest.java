package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.report.view.RunStatus;
import dev.metier.run.BudgetFile;
import dev.metier.terminal.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the screens know of a run that they did not start.
class OtherRunsTest {
  private static final Instant BEGAN = Instant.parse("2026-11-29T09:00:00Z");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(BEGAN);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

  private void project() {
    Shell.write(folder, "cases.jsonl", "{\"id\": \"c\", \"q\": \"one\"}\n");
    Shell.write(folder, "m.csv", "case_id,model,passed\nc,m,1\n");
    Shell.write(
        folder,
        "metier.yaml",
        """
        models: {m: {use: "recorded/m.csv#m"}}
        jobs:
          answer:
            data: internal
            prompt: "{{q}}"
            cases: cases.jsonl
            needs: {quality: {at_least: 0.60}}
        """);
  }

  private RunStatus aSecondLater(OtherRuns others) {
    now.set(now.get().plusSeconds(1));
    return others.status(Optional.empty());
  }

  @Test
  void aRunIsSeenWithinASecondWithItsBudgetAndItsEnd() {
    project();
    var silent = new PrintStream(PrintStream.nullOutputStream());
    var workplace =
        new Workplace(
            new Console(silent, silent, false, Map.of()),
            (model, _) -> RecordedProvider.open(model),
            clock,
            "test");
    Path place = folder.resolve(".metier/ledger.db");
    try (var pages = new UiSnapshots(workplace, folder, Optional.empty());
        var others = new OtherRuns(clock, pages)) {
      assertThat(others.status(Optional.empty())).isEqualTo(new RunStatus.Idle(Optional.empty()));
      try (var kept = Ledgers.open(place)) {
        long run = kept.beginRun(now.get());
        try (var limit = BudgetFile.begin(Ledgers.budget(place), run, Optional.of(Money.usd(2)))) {
          assertThat(aSecondLater(others))
              .isEqualTo(
                  new RunStatus.Elsewhere(
                      ProcessHandle.current().pid(),
                      Optional.of(BEGAN),
                      Optional.of(Money.usd(2))));
          BudgetFile.write(Ledgers.budget(place), new BudgetFile.Said(run, Money.usd(3)));
          assertThat(aSecondLater(others).limit()).contains(Money.usd(3));
          assertThat(limit.get()).contains(Money.usd(3));
        }
        kept.endRun(run, now.get(), RunInfo.End.FINISHED, 1, Money.ZERO);
      }
      assertThat(aSecondLater(others))
          .isInstanceOfSatisfying(
              RunStatus.Idle.class,
              idle -> assertThat(idle.last().orElseThrow().how()).contains(RunInfo.End.FINISHED));
    }
  }
}
