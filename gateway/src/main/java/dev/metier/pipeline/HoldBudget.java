package dev.metier.pipeline;

import dev.metier.account.Budgets;
import dev.metier.account.Budgets.Held;
import dev.metier.account.Budgets.Limit;
import dev.metier.account.Pace;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.messages.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds the most that the request can cost, in the budgets of its key and of its job.
final class HoldBudget implements Step {
  private static final double BYTES_PER_TOKEN = 3;
  private static final int PAYMENT_REQUIRED = 402;
  private static final List<String> LIMITS =
      List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

  private final Budgets budgets;
  private final Pace pace;

  HoldBudget(Budgets budgets, Pace pace) {
    this.budgets = budgets;
    this.pace = pace;
  }

  @Override
  public boolean take(RequestContext exchange) {
    var wait = exchange.key().flatMap(pace::take);
    if (wait.isPresent()) {
      exchange.refuse(
          Refusal.of(Reason.SLOW_DOWN, "This key asks too often; wait a moment.")
              .after(wait.get()));
      return false;
    }
    // counting a prompt costs nothing
    List<Limit> limits =
        exchange.protocol().equals(Messages.COUNT_TOKENS) ? List.of() : limits(exchange);
    return limits.isEmpty() || hold(exchange, limits);
  }

  private boolean hold(RequestContext exchange, List<Limit> limits) {
    Money most = Money.ZERO;
    var payable = new ArrayList<ModelName>();
    for (ModelName name : exchange.allowed()) {
      Optional<Money> cost = most(exchange.policy().model(name).model(), exchange);
      if (cost.isPresent()) {
        payable.add(name);
        most = cost.get().compareTo(most) > 0 ? cost.get() : most;
      } else {
        exchange.skip(name, "its price is not known, so no budget can hold it");
      }
    }
    exchange.allowed(payable);
    if (payable.isEmpty()) {
      exchange.refuse(
          Refusal.of(
              Reason.BUDGET_SPENT, "There is a budget, and the price of no model is known."));
      return false;
    }
    return switch (budgets.hold(limits, most)) {
      case Held.Hold held -> {
        exchange.hold(held);
        yield true;
      }
      case Held.Spent(Limit limit, var left) -> {
        exchange.refuse(spent(limit, most, left, exchange));
        yield false;
      }
    };
  }

  /// No time is told along with 402, since clients sleep until then instead of telling the
  /// sentence.
  private static Refusal spent(Limit limit, Money most, Duration left, RequestContext exchange) {
    var refusal =
        Refusal.of(
            Reason.BUDGET_SPENT,
            "The budget of "
                + limit.holder()
                + " does not hold this request today: "
                + limit.perDay()
                + " a day, "
                + most
                + " needed at most. It begins anew at 00:00 UTC.");
    boolean waits = exchange.protocol().status(Reason.BUDGET_SPENT) != PAYMENT_REQUIRED;
    return waits ? refusal.after(left) : refusal;
  }

  private static List<Limit> limits(RequestContext exchange) {
    var limits = new ArrayList<Limit>(2);
    exchange
        .key()
        .ifPresent(
            key -> key.perDay().ifPresent(money -> limits.add(new Limit(holder(key), money))));
    exchange
        .job()
        .serving()
        .perDay()
        .ifPresent(money -> limits.add(new Limit("job " + exchange.job().name(), money)));
    return limits;
  }

  static String holder(VirtualKey key) {
    return "key " + key.name();
  }

  /// The most that this model can take for it; empty when nobody knows. A local model of unknown
  /// price costs no money that a budget could hold.
  private static Optional<Money> most(Model model, RequestContext exchange) {
    long input = (long) (exchange.fields().json().length / BYTES_PER_TOKEN);
    int output = 0;
    for (String limit : LIMITS) {
      long told = exchange.fields().number(limit).orElse(0L);
      output = (int) Math.max(output, Math.min(told, Integer.MAX_VALUE));
    }
    Optional<Money> most = Pricing.most(model, input, output);
    return most.isEmpty() && model.kind().local() ? Optional.of(Money.ZERO) : most;
  }
}
