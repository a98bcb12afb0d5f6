package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.Budgets.Held;
import dev.metier.account.Budgets.Limit;
import dev.metier.job.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final Money ABSURD = new Money(Long.MAX_VALUE);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
  private final Budgets budgets = new Budgets((InstantSource) now::get);
  private final List<Limit> limits = List.of(new Limit("key alice", Money.usd(1)));

  private Held hold(Money most) {
    return budgets.hold(limits, most);
  }

  /// Several requests at once, each of which cost more than can be counted.
  @Test
  void aBudgetThatSawAbsurdCostsWorksOnTheNextDay() {
    var first = (Held.Hold) hold(Money.usd(0.1));
    var second = (Held.Hold) hold(Money.usd(0.1));
    first.settle(ABSURD);
    second.settle(ABSURD);
    assertThat(budgets.spent("key alice")).contains(ABSURD);
    assertThat(hold(Money.ZERO)).isInstanceOf(Held.Spent.class);
    now.set(now.get().plusSeconds(86_400));
    assertThat(hold(Money.usd(1))).isInstanceOf(Held.Hold.class);
  }

  @Test
  void whatWasHeldBeyondCountingLeavesNothingHeld() {
    List<Limit> unlimited = List.of(new Limit("job j", ABSURD));
    var first = (Held.Hold) budgets.hold(unlimited, ABSURD);
    var second = (Held.Hold) budgets.hold(unlimited, ABSURD);
    first.settle(Money.ZERO);
    second.settle(Money.ZERO);
    List<Limit> same = List.of(new Limit("job j", Money.usd(1)));
    assertThat(budgets.hold(same, Money.usd(1))).isInstanceOf(Held.Hold.class);
    assertThat(budgets.hold(same, Money.usd(0.01))).isInstanceOf(Held.Spent.class);
  }
}
