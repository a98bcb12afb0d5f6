package dev.metier.account;

import dev.metier.account.Budgets.Held;
import dev.metier.account.Budgets.Limit;
import dev.metier.job.Money;
import java.util.List;
import java.util.Optional;

/// What one request may spend, in the budgets of its key and of its job: before a model is asked,
/// the most that its answer can cost is held; afterwards what it did cost counts. Only for the
/// event loop of its request.
public final class RequestBudget {
  private final Budgets budgets;
  private final List<Limit> limits;
  private Optional<Held.Hold> hold = Optional.empty();
  private Money spent = Money.ZERO;
  private boolean chain;

  /// @param limits that the request falls under
  public RequestBudget(Budgets budgets, List<Limit> limits) {
    this.budgets = budgets;
    this.limits = List.copyOf(limits);
  }

  /// Holds this much for the model that is asked next, in place of what is held for an earlier one;
  /// empty when it is held. What costs nothing needs no money.
  public Optional<Held.Spent> hold(Money most) {
    if (chain) {
      return Optional.empty();
    }
    settle();
    return switch (budgets.hold(limits, most)) {
      case Held.Hold held -> {
        hold = Optional.of(held);
        yield Optional.empty();
      }
      case Held.Spent none -> Optional.of(none).filter(refused -> most.compareTo(Money.ZERO) > 0);
    };
  }

  /// Holds this much for all models that are asked one after the other; when it is not held, each
  /// of them is held for by itself.
  public void holdChain(Money most) {
    chain = hold(most).isEmpty();
  }

  /// Notes what the model asked last has cost.
  public void spend(Money cost) {
    spent = spent.plus(cost);
  }

  /// Replaces what is held by what was spent.
  public void settle() {
    hold.ifPresent(held -> held.settle(spent));
    hold = Optional.empty();
    spent = Money.ZERO;
  }
}
