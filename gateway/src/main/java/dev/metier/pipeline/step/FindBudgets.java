package dev.metier.pipeline.step;

import dev.metier.account.Budgets;
import dev.metier.account.Budgets.Limit;
import dev.metier.account.RequestBudget;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.Model;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.pipeline.route.MostCost;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.messages.Messages;
import java.util.ArrayList;
import java.util.List;

/// Finds the budgets that a request falls under, and leaves only models whose price is known there.
/// Money is held for each model when its turn comes to be asked.
final class FindBudgets implements Step {
  private final Budgets budgets;

  FindBudgets(Budgets budgets) {
    this.budgets = budgets;
  }

  @Override
  public StepResult take(RequestContext context) {
    // counting a prompt costs nothing
    List<Limit> limits =
        context.request().protocol().equals(Messages.COUNT_TOKENS) ? List.of() : limits(context);
    if (limits.isEmpty()) {
      return StepResult.NEXT;
    }
    var payable = new ArrayList<ModelName>();
    for (ModelName name : context.findings().allowed()) {
      Model model = context.findings().policy().model(name).model();
      if (MostCost.of(model, context.request()).isPresent()) {
        payable.add(name);
      } else {
        context.findings().skip(name, "its price is not known, so no budget can hold it");
      }
    }
    context.findings().allowed(payable);
    context.findings().budget(new RequestBudget(budgets, limits));
    return payable.isEmpty()
        ? StepResult.refused(
            Refusal.of(
                Reason.BUDGET_SPENT, "There is a budget, and the price of no model is known."))
        : StepResult.NEXT;
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
}
