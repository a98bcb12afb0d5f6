package dev.metier.pipeline.route;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.route.CascadeStart.Beginning;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import dev.metier.wire.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The answer to a request that only asks who would answer it: no model is asked.
final class RouteDecision {
  private static final String HEADER = "x-metier-decide";
  private static final String ONLY = "only";

  private RouteDecision() {}

  /// Whether a request asks for the decision alone.
  ///
  /// @throws RefusedException when its header says something else
  static boolean isAsked(RequestContext context) {
    String told = context.request().header(HEADER).orElse("");
    if (!told.isEmpty() && !told.equals(ONLY)) {
      throw new RefusedException(
          Refusal.of(Reason.BAD_REQUEST, "The header " + HEADER + " takes `" + ONLY + "`."));
    }
    return !told.isEmpty();
  }

  static void answer(RequestContext context, Beginning beginning) {
    ObjectNode decision = Json.newObject();
    decision.put("job", context.findings().job().name().text());
    decision.put("route", beginning.word());
    decision.put("model", beginning.models().getFirst().text());
    decision.put("checked", beginning.isChecked());
    decision.put("why", beginning.why());
    var then = decision.putArray("then");
    beginning.models().stream().skip(1).map(ModelName::text).forEach(then::add);
    if (beginning.isChecked()) {
      ObjectNode checks = decision.putObject("checks");
      beginning
          .checked()
          .forEach(each -> {
            var words = checks.withArrayProperty(each.model().text());
            each.checks().forEach(check -> words.add(check.word()));
          });
    }
    mostCost(context, beginning.models(), decision);
    context.end().response().whole(Json.bytes(decision));
    context.end().complete(Usage.NONE);
  }

  /// What each of the models can cost at most, where that is known.
  private static void mostCost(
      RequestContext context, List<ModelName> models, ObjectNode decision) {
    ObjectNode most = decision.putObject("most_cost_usd");
    for (ModelName name : models) {
      Model model = context.findings().policy().model(name).model();
      if (Pricing.isBilled(model)) {
        MostCost.of(model, context.request())
            .ifPresent(money -> most.put(name.text(), money.dollars()));
      }
    }
  }
}
