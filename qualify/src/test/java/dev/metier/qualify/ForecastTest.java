package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.priced;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.rightIn;
import static dev.metier.qualify.Workshop.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.Goal;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What is left to be asked, and what that costs at most.
class ForecastTest {
  private static Assignment limited(Assignment base, Money budget) {
    return new Assignment(
        base.project(), base.jobs(), Goal.MATRIX, Optional.of(budget), false, OptionalInt.empty());
  }

  @Test
  void beforeAnythingIsAskedAllIsLeft() {
    var base = assignment(List.of(priced("m", 10)), job("triage", 60, quality(0.8)));

    assertThat(Forecast.left(base, List.of())).isEmpty();
    try (var ledger = SqliteLedger.inMemory()) {
      var none = run(limited(base, Money.ZERO), Map.of("m", new Scripted(rightIn(1, 1))), ledger);
      assertThat(Forecast.left(base, none.cells())).isEqualTo(Forecast.of(base));
    }
  }

  /// The same evidence, as if a run had been stopped behind it.
  private static CellResult stopped(CellResult some) {
    return new CellResult(
        some.job(),
        some.model(),
        new Verdict.Undecided(some.verdict().findings(), Verdict.Doubt.RUNNING, "Stopped."),
        some.setting(),
        some.grading(),
        some.kept(),
        some.possible(),
        some.outcomes(),
        some.fingerprint(),
        some.notes(),
        Optional.empty(),
        some.cutShort());
  }

  @Test
  void whatIsKeptIsNeitherCountedNorPaidAgain() {
    var base = assignment(List.of(priced("m", 10)), job("triage", 100, quality(0.8)));
    Forecast all = Forecast.of(base).getFirst();
    try (var ledger = SqliteLedger.inMemory()) {
      var run = run(base, Map.of("m", new Scripted(rightIn(1, 3))), ledger);
      CellResult some = stopped(run.cells().getFirst());
      Forecast left = Forecast.left(base, List.of(some)).getFirst();
      double share = (double) left.most() / all.most();

      assertThat(some.kept()).isPositive();
      assertThat(left.most()).isEqualTo(all.most() - some.kept());
      assertThat(left.fewest()).isBetween(1L, left.most());
      assertThat(left.mostMoney().orElseThrow().dollars())
          .isCloseTo(all.mostMoney().orElseThrow().dollars() * share, within(1e-4));
    }
  }

  @Test
  void whatIsDecidedIsLeftOutUnlessOthersAreComparedWithIt() {
    var alone =
        assignment(
            List.of(priced("good", 10), priced("poor", 10)), job("triage", 60, quality(0.8)));
    try (var ledger = SqliteLedger.inMemory()) {
      var done =
          run(
              alone,
              Map.of("good", new Scripted(rightIn(1, 1)), "poor", new Scripted(rightIn(0.2, 2))),
              ledger);
      assertThat(Forecast.left(alone, done.cells()))
          .noneMatch(left -> left.model().name().text().equals("poor"));
    }
    var than = new ModelName("good");
    var compared =
        assignment(
            List.of(priced("good", 10), priced("poor", 10)),
            job("triage", 60, new Requirement.NotWorse(than, 0.1, 0.95))
                .withCandidates(List.of(new ModelName("poor"))));
    try (var ledger = SqliteLedger.inMemory()) {
      var none =
          run(
              limited(compared, Money.ZERO),
              Map.of("good", new Scripted(rightIn(1, 1)), "poor", new Scripted(rightIn(1, 2))),
              ledger);
      assertThat(Forecast.left(compared, none.cells()))
          .extracting(left -> left.model().name().text())
          .containsExactlyInAnyOrder("good", "poor");
    }
  }
}
