package dev.metier.pipeline.route;

import dev.metier.catalog.Model;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.cascade.PromptCosts;
import dev.metier.pipeline.cascade.PromptCosts.Prompt;
import dev.metier.policy.Route;
import dev.metier.policy.Route.CheckedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What it costs to change the model of a conversation that vendors still have in their caches,
/// beside what the model behind the first one would take for all of it.
///
/// An answer that may not be kept is answered by a later model whatever that costs: no price makes
/// a failed answer good. What is weighed is the way back.
final class ModelSwitch {
  private final RequestContext context;
  private final RouteServices services;
  private final Route.Cascade cascade;

  ModelSwitch(RequestContext context, RouteServices services, Route.Cascade cascade) {
    this.context = context;
    this.services = services;
    this.cascade = cascade;
  }

  /// Whether a conversation may go back to these models, also if no answer of theirs is kept and
  /// the last one must read the prompt too.
  ///
  /// @param costs so far
  boolean mayGoBack(List<CheckedModel> checked, PromptCosts costs) {
    Model alone = alone();
    var readers = new ArrayList<Model>();
    for (CheckedModel each : checked) {
      int answers = each.checks().stream().mapToInt(Check::answers).max().orElse(1);
      readers.addAll(Collections.nCopies(answers, model(each.model())));
    }
    readers.add(alone);
    return costs.allows(prompt(), readers, alone, cascade.rules().switchCost());
  }

  /// Notes at the end of a request who read its prompt.
  ///
  /// @param held whose answers were held, each as often as it gave one
  void paid(List<ModelName> held) {
    var readers = new ArrayList<Model>();
    held.forEach(each -> readers.add(model(each)));
    Optional<ModelName> last = context.end().model();
    last.filter(model -> !held.contains(model)).map(this::model).ifPresent(readers::add);
    if (!readers.isEmpty()) {
      Prompt prompt = prompt();
      services
          .conversations()
          .price(context.session(), costs -> costs.after(prompt, readers, alone()), prompt.now());
    }
  }

  private Model alone() {
    return model(cascade.then().orElse(cascade.first()));
  }

  private Model model(ModelName name) {
    return context.findings().policy().model(name).model();
  }

  private Prompt prompt() {
    return new Prompt(
        context.request().inputEstimate(),
        context.request().fields().mayHold("cache_control"),
        System.nanoTime());
  }
}
