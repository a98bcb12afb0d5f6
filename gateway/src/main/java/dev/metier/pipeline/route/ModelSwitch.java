package dev.metier.pipeline.route;

import dev.metier.catalog.Model;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.cascade.PromptCosts;
import dev.metier.pipeline.cascade.PromptCosts.Prompt;
import dev.metier.policy.Route;
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

  /// Whether a conversation may go back to the first model, also if that one's answer is not kept
  /// and the later one must read the prompt too.
  ///
  /// @param costs so far
  boolean mayGoBack(PromptCosts costs) {
    Model alone = alone();
    var readers = first(answers());
    readers.add(alone);
    return costs.allows(prompt(), readers, alone, cascade.rules().switchCost());
  }

  /// Notes at the end of a request who read its prompt.
  ///
  /// @param answers how many answers of the first model were held
  void paid(int answers) {
    var readers = first(answers);
    Optional<ModelName> last = context.end().model();
    last.filter(model -> answers == 0 || !model.equals(cascade.first()))
        .map(this::model)
        .ifPresent(readers::add);
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

  private List<Model> first(int answers) {
    return new ArrayList<>(Collections.nCopies(answers, model(cascade.first())));
  }

  private int answers() {
    return cascade.checks().stream().mapToInt(Check::answers).max().orElse(1);
  }

  private Prompt prompt() {
    return new Prompt(
        context.request().inputEstimate(),
        context.request().fields().mayHold("cache_control"),
        System.nanoTime());
  }
}
