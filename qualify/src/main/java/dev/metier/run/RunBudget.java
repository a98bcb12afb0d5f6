package dev.metier.run;

import dev.metier.job.Money;
import java.util.Optional;
import java.util.function.Supplier;

/// A run's money: the most a call can cost is held before it starts, and what it did cost is taken
/// after. What there is may become more while the run goes on. Thread-safe.
public final class RunBudget {
  private final Supplier<Optional<Money>> budget;
  private Optional<Money> known;
  private Money held = Money.ZERO;
  private Money spent = Money.ZERO;

  /// @param budget empty for no limit
  public RunBudget(Optional<Money> budget) {
    this(() -> budget);
  }

  /// @param budget what there is at a moment: empty for no limit, and never less than before
  public RunBudget(Supplier<Optional<Money>> budget) {
    this.budget = budget;
    this.known = budget.get();
  }

  /// Holds `most` back; false when what is left does not allow it.
  public synchronized boolean hold(Money most) {
    if (isBeyond(most)) {
      known = budget.get();
      if (isBeyond(most)) {
        return false;
      }
    }
    held = held.plus(most);
    return true;
  }

  private boolean isBeyond(Money most) {
    return known.filter(all -> spent.plus(held).plus(most).compareTo(all) > 0).isPresent();
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

  /// What there is by now.
  public synchronized Optional<Money> budget() {
    known = budget.get();
    return known;
  }
}
