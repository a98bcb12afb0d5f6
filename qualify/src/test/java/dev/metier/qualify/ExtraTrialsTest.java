package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.priced;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.rightIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.qualify.Workshop.Scripted;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Trials that no verdict asks for, under a budget that grows and a stop.
class ExtraTrialsTest {
  private static final int ALL = 200;
  private static final Assignment ASSIGNMENT =
      assignment(List.of(priced("m", 10)), job("triage", ALL, quality(0.8)));

  private static ExtraTrials.Done ask(Supplier<Optional<Money>> budget, BooleanSupplier stopped) {
    var assignment = ASSIGNMENT;
    var triage = assignment.jobs().getFirst();
    var model = assignment.models().getFirst();
    try (var ledger = SqliteLedger.inMemory();
        var models =
            CandidateModels.ask(
                assignment.models(), (_, _) -> new Scripted(rightIn(1, 1)), ledger)) {
      var questions = new Questions(triage, model, Board.UNKNOWN.fingerprint());
      List<Trial> trials =
          CommittedOrder.of(triage).units().stream()
              .flatMap(unit -> questions.of(unit).stream())
              .toList();
      return new ExtraTrials(models, ledger, Workshop.runner()).ask(trials, budget, stopped);
    }
  }

  /// It may be another one by then.
  @Test
  void theBudgetIsLookedAtBeforeEachQuestion() {
    Optional<Money> all = Forecast.of(ASSIGNMENT).getFirst().mostMoney();
    assertThat(ask(() -> all, () -> false).left()).isZero();
    var looks = new AtomicInteger();
    var some = ask(() -> looks.getAndIncrement() < 1 ? all : Optional.of(Money.ZERO), () -> false);

    assertThat(some.kept()).isPositive().isLessThan(ALL);
    assertThat(some.left()).isEqualTo(ALL - some.kept());
  }

  @Test
  void whatIsStoppedKeepsWhatCameAndCountsTheRest() {
    var looks = new AtomicInteger();
    var stopped = ask(Optional::empty, () -> looks.getAndIncrement() > 0);

    assertThat(stopped.kept()).isPositive().isLessThan(ALL);
    assertThat(stopped.left()).isEqualTo(ALL - stopped.kept());
  }
}
