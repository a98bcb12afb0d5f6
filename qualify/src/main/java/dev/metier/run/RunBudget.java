package dev.metier.run;

import dev.metier.job.Money;
import java.util.Optional;

/// A run's money: the most a call can cost is held before it starts, and what it did cost is taken
/// after. Thread-safe.
public final class RunBudget {
  private final Optional<Money> budget;
  private Money held = Money.ZERO;
  private Money spent = Money.ZERO;

  public RunBudget(Optional<Money> budget) {
    this.budget = budget;
  }

  /// Holds `most` back; false when what is left does not allow it.
  public synchronized boolean hold(Money most) {
    if (budget.isPresent() && spent.plus(held).plus(most).compareTo(budget.get()) > 0) {
      return false;
    }
    held = held.plus(most);
    return true;
  }

  /// Ends a hold: `most` is free again, `actual` is gone.
  public synchronized void settle(Money most, Money actual) {
    // sums saturate, so that less may be held than is given back
    held = held.minus(most).orZero();
    spent = spent.plus(actual);
  }

  public synchronized Money spent() {
    return spent;
  }

  public Optional<Money> budget() {
    return budget;
  }
}
