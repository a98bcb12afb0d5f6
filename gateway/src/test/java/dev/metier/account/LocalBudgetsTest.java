package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.Budgets.Held;
import dev.metier.account.Budgets.Limit;
import dev.metier.job.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Budgets of one process keep the contract.
class LocalBudgetsTest extends BudgetsContract {
  @Override
  protected Budgets open(InstantSource clock) {
    return new LocalBudgets(clock, Map.of());
  }

  @Test
  void whatEarlierProcessesSpentTodayIsSpent() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    Budgets budgets = new LocalBudgets(clock, Map.of("key alice", Money.usd(0.75)));
    assertThat(budgets.spent("key alice")).contains(Money.usd(0.75));
    List<Limit> limits = List.of(new Limit("key alice", Money.usd(1)));
    assertThat(budgets.hold(limits, Money.usd(0.5))).isInstanceOf(Held.Spent.class);
    assertThat(budgets.hold(limits, Money.usd(0.25))).isInstanceOf(Held.Hold.class);
  }
}
