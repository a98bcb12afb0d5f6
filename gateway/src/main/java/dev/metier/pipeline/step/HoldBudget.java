package dev.metier.pipeline.step;

import dev.metier.account.Budgets;
import dev.metier.account.Budgets.Held;
import dev.metier.account.Budgets.Limit;
import dev.metier.account.Pace;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
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
  public StepResult take(RequestContext context) {
    var wait = context.findings().key().flatMap(pace::take);
    if (wait.isPresent()) {
      return StepResult.refused(
          Refusal.of(Reason.SLOW_DOWN, "This key asks too often; wait a moment.")
              .after(wait.get()));
    }
    // counting a prompt costs nothing
    List<Limit> limits =
        context.request().protocol().equals(Messages.COUNT_TOKENS) ? List.of() : limits(context);
    return limits.isEmpty() ? StepResult.NEXT : hold(context, limits);
  }

  private StepResult hold(RequestContext context, List<Limit> limits) {
    Money most = Money.ZERO;
    var payable = new ArrayList<ModelName>();
    for (ModelName name : context.findings().allowed()) {
      Optional<Money> cost = most(context.findings().policy().model(name).model(), context);
      if (cost.isPresent()) {
        payable.add(name);
        most = cost.get().compareTo(most) > 0 ? cost.get() : most;
      } else {
        context.findings().skip(name, "its price is not known, so no budget can hold it");
      }
    }
    context.findings().allowed(payable);
    if (payable.isEmpty()) {
      return StepResult.refused(
          Refusal.of(
              Reason.BUDGET_SPENT, "There is a budget, and the price of no model is known."));
    }
    return switch (budgets.hold(limits, most)) {
      case Held.Hold held -> {
        context.findings().hold(held);
        yield StepResult.NEXT;
      }
      case Held.Spent(Limit limit, var left) ->
          StepResult.refused(spent(limit, most, left, context));
    };
  }

  /// No time is told along with 402, since clients sleep until then instead of telling the
  /// sentence.
  private static Refusal spent(Limit limit, Money most, Duration left, RequestContext context) {
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
    boolean waits = context.request().protocol().status(Reason.BUDGET_SPENT) != PAYMENT_REQUIRED;
    return waits ? refusal.after(left) : refusal;
  }

  private static List<Limit> limits(RequestContext context) {
    var limits = new ArrayList<Limit>(2);
    context
        .findings()
        .key()
        .ifPresent(
            key -> key.perDay().ifPresent(money -> limits.add(new Limit(holder(key), money))));
    context
        .findings()
        .job()
        .serving()
        .perDay()
        .ifPresent(money -> limits.add(new Limit("job " + context.findings().job().name(), money)));
    return limits;
  }

  static String holder(VirtualKey key) {
    return "key " + key.name();
  }

  /// The most that this model can take for it; empty when nobody knows. A local model of unknown
  /// price costs no money that a budget could hold.
  private static Optional<Money> most(Model model, RequestContext context) {
    long input = (long) (context.request().fields().json().length / BYTES_PER_TOKEN);
    int output = 0;
    for (String limit : LIMITS) {
      long told = context.request().fields().number(limit).orElse(0L);
      output = (int) Math.max(output, Math.min(told, Integer.MAX_VALUE));
    }
    Optional<Money> most = Pricing.most(model, input, output);
    return most.isEmpty() && model.kind().local() ? Optional.of(Money.ZERO) : most;
  }
}
