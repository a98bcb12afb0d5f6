package dev.metier.pipeline;

import dev.metier.catalog.Model;
import dev.metier.job.ModelName;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import java.util.ArrayList;
import java.util.Locale;

/// Leaves only models whose host may read this request's data. When none is left the request is
/// refused: there is no way around this step.
final class GuardPrivacy implements Step {
  @Override
  public boolean take(RequestContext exchange) {
    Route route = exchange.job().route();
    if (route instanceof Route.Closed(String why)) {
      exchange.refuse(Refusal.of(Reason.ROUTE_CLOSED, why));
      return false;
    }
    String data = exchange.data().name().toLowerCase(Locale.ROOT);
    var allowed = new ArrayList<ModelName>();
    for (ModelName name : route.models()) {
      Model model = exchange.policy().model(name).model();
      if (model.host().mayRead(exchange.data())) {
        allowed.add(name);
      } else {
        exchange.skip(name, "host " + model.host().name() + " may not read " + data + " data");
      }
    }
    exchange.allowed(allowed);
    if (allowed.isEmpty()) {
      String why = exchange.raised().map(reason -> " (raised by " + reason + ")").orElse("");
      exchange.refuse(
          Refusal.of(
              Reason.DATA_CLASS_BLOCKED,
              "This request is "
                  + data
                  + why
                  + " and no model of the job "
                  + exchange.job().name()
                  + " runs where such data may be read. It was sent nowhere."));
    }
    return !allowed.isEmpty();
  }
}
