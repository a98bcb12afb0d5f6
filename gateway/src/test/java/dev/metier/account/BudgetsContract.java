package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.Budgets.Held;
import dev.metier.account.Budgets.Limit;
import dev.metier.job.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What all budgets do, wherever they are kept.
public abstract class BudgetsContract {
  private static final Money ABSURD = new Money(Long.MAX_VALUE);
  private static final String ALICE = "key alice";
  private static final Limit KEY = new Limit(ALICE, Money.usd(1));
  private static final Limit JOB = new Limit("job triage", Money.usd(0.5));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
  private Budgets budgets;

  /// Budgets of which nothing is spent.
  protected abstract Budgets open(InstantSource clock);

  @BeforeEach
  void begin() {
    budgets = open(now::get);
  }

  private Held hold(double most, Limit... limits) {
    return budgets.hold(List.of(limits), Money.usd(most));
  }

  private static Held.Hold held(Held held) {
    return (Held.Hold) held;
  }

  @Test
  void requestsSideBySideNeverPassABudgetTogether() {
    Held.Hold first = held(hold(0.6, KEY));
    assertThat(hold(0.6, KEY)).isEqualTo(new Held.Spent(KEY, Duration.ofHours(12), true));
    first.settle(Money.usd(0.25));
    assertThat(hold(0.75, KEY)).isInstanceOf(Held.Hold.class);
    assertThat(budgets.spent(ALICE)).contains(Money.usd(0.25));
  }

  @Test
  void whatOneBudgetDoesNotHoldNoneHolds() {
    assertThat(hold(0.75, KEY, JOB)).isEqualTo(new Held.Spent(JOB, Duration.ofHours(12), false));
    assertThat(hold(1, KEY)).isInstanceOf(Held.Hold.class);
    assertThat(hold(0.5, JOB)).isInstanceOf(Held.Hold.class);
  }

  @Test
  void everyBudgetOfARequestIsSettled() {
    held(hold(0.5, KEY, JOB)).settle(Money.usd(0.125));
    assertThat(budgets.spent(ALICE)).contains(Money.usd(0.125));
    assertThat(budgets.spent(JOB.holder())).contains(Money.usd(0.125));
  }

  @Test
  void aRequestIsSettledOnce() {
    Held.Hold hold = held(hold(0.5, KEY));
    hold.settle(Money.usd(0.25));
    hold.settle(Money.usd(0.25));
    assertThat(budgets.spent(ALICE)).contains(Money.usd(0.25));
    assertThat(hold(0.75, KEY)).isInstanceOf(Held.Hold.class);
  }

  @Test
  void aRequestMayCostMoreThanItHeld() {
    held(hold(0.1, KEY)).settle(Money.usd(3));
    assertThat(budgets.spent(ALICE)).contains(Money.usd(3));
    assertThat(hold(0, KEY)).isInstanceOf(Held.Spent.class);
  }

  @Test
  void ofWhomNobodyAskedNothingIsKnown() {
    assertThat(budgets.spent(ALICE)).isEqualTo(Optional.empty());
  }

  @Test
  void aDayBeginsWithNothingSpentAndNothingHeld() {
    held(hold(0.5, KEY)).settle(Money.usd(0.5));
    Held.Hold overnight = held(hold(0.5, KEY));
    now.set(Instant.parse("2026-11-28T00:00:00Z"));
    assertThat(budgets.spent(ALICE)).contains(Money.ZERO);
    Held.Hold whole = held(hold(1, KEY));
    // what it held is forgotten already; what it cost belongs to the day on which it ended
    overnight.settle(Money.usd(0.25));
    whole.settle(Money.ZERO);
    assertThat(budgets.spent(ALICE)).contains(Money.usd(0.25));
    assertThat(hold(1, KEY)).isEqualTo(new Held.Spent(KEY, Duration.ofDays(1), false));
    assertThat(hold(0.75, KEY)).isInstanceOf(Held.Hold.class);
  }

  /// Several requests at once, each of which cost more than can be counted.
  @Test
  void aBudgetThatSawAbsurdCostsWorksOnTheNextDay() {
    Held.Hold first = held(hold(0.1, KEY));
    Held.Hold second = held(hold(0.1, KEY));
    first.settle(ABSURD);
    second.settle(ABSURD);
    assertThat(budgets.spent(ALICE)).contains(ABSURD);
    assertThat(hold(0, KEY)).isInstanceOf(Held.Spent.class);
    now.set(now.get().plusSeconds(86_400));
    assertThat(hold(1, KEY)).isInstanceOf(Held.Hold.class);
  }

  @Test
  void whatWasHeldBeyondCountingLeavesNothingHeld() {
    List<Limit> unlimited = List.of(new Limit("job j", ABSURD));
    Held.Hold first = held(budgets.hold(unlimited, ABSURD));
    Held.Hold second = held(budgets.hold(unlimited, ABSURD));
    first.settle(Money.ZERO);
    second.settle(Money.ZERO);
    Limit same = new Limit("job j", Money.usd(1));
    assertThat(hold(1, same)).isInstanceOf(Held.Hold.class);
    assertThat(hold(0.01, same)).isInstanceOf(Held.Spent.class);
  }

  @Test
  void manyThreadsHoldNoMoreThanThereIs() throws Exception {
    Callable<Integer> asking =
        () -> {
          int granted = 0;
          for (int i = 0; i < 200; i++) {
            if (hold(0.001, KEY, JOB) instanceof Held.Hold hold) {
              granted++;
              if (i % 2 == 0) {
                hold.settle(Money.usd(0.001));
              }
            }
          }
          return granted;
        };
    int granted = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(IntStream.range(0, 8).mapToObj(n -> asking).toList())) {
        granted += each.get();
      }
    }
    assertThat(granted).isEqualTo(500);
  }
}
