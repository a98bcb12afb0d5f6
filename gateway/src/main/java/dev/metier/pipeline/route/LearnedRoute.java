package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Decision;
import dev.metier.journal.RequestRecord.Ground;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.learn.LearnedRouter;
import dev.metier.learn.RequestText;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.pipeline.cascade.Conversations.Conversation;
import dev.metier.pipeline.route.CascadeStart.Beginning;
import dev.metier.policy.Route;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.SubProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A learned router chooses which model answers, by the request alone. A conversation stays with
/// the model that it began with, as long as the job says.
final class LearnedRoute implements RouteExecutor {
  static final String WORD = "learned";

  private final RequestContext context;
  private final RouteServices services;
  private final Route.Learned route;
  private final List<ModelName> allowed;

  LearnedRoute(RequestContext context, RouteServices services, Route.Learned route) {
    this.context = context;
    this.services = services;
    this.route = route;
    this.allowed = context.findings().allowed();
  }

  @Override
  public void start() {
    if (context.request().protocol() instanceof SubProtocol) {
      follow(allowed, WORD);
      return;
    }
    if (RouteDecision.isAsked(context)) {
      RouteDecision.answer(context, beginning().beginning());
      return;
    }
    Chosen chosen = beginning();
    Beginning beginning = chosen.beginning();
    ModelName model = beginning.models().getFirst();
    chosen.decision().ifPresent(decision -> decided(decision));
    services
        .conversations()
        .note(context.session(), model, false, beginning.held(), System.nanoTime());
    String name = model.equals(route.first()) ? StageChoice.FIRST : StageChoice.THEN;
    context.findings().stage(new Stage(name, chosen.decision().isPresent() ? WORD : "none"));
    context.end().response().header(StageChoice.HEADER, name);
    follow(beginning.models(), beginning.word());
  }

  /// @param decision of the router, where it was asked
  private record Chosen(Beginning beginning, Optional<LearnedRouter.Decision> decision) {}

  private void follow(List<ModelName> models, String word) {
    new SingleRoute(context, services.servers(), models, word).start();
  }

  /// Follows how often the first model is chosen, and tells the journal what decided.
  private void decided(LearnedRouter.Decision decision) {
    services
        .watch(context.findings().job().name(), route, context.findings().policy())
        .ended(decision.strong() ? "sent" : CascadeWatch.KEPT);
    RequestText text = text();
    context.findings().decided(spelled -> told(decision, text, spelled));
  }

  private Decision told(LearnedRouter.Decision decision, RequestText text, boolean spelled) {
    LearnedRouter router = route.router().router();
    var grounds = router.grounds(text, spelled);
    return new Decision(
        decision.worth(),
        router.threshold(),
        decision.gain(),
        grounds.features().stream().map(each -> new Ground(each.name(), each.worth())).toList(),
        grounds.neighbours());
  }

  private RequestText text() {
    return RequestText.of(context.request().whole().request());
  }

  /// How it begins.
  ///
  /// @throws RefusedException when it cannot
  private Chosen beginning() {
    Optional<String> changed =
        services
            .watch(context.findings().job().name(), route, context.findings().policy())
            .alarmed();
    if (changed.isPresent()) {
      var ordered = new ArrayList<>(route.later());
      ordered.add(route.first());
      return undecided(CascadeStart.alone(context, ordered, "router", changed.get()));
    }
    Optional<StageChoice> choice =
        StageChoice.of(context, List.of(StageChoice.FIRST, StageChoice.THEN));
    return choice.isPresent() ? undecided(asked(choice.get())) : usual();
  }

  private static Chosen undecided(Beginning beginning) {
    return new Chosen(beginning, Optional.empty());
  }

  private Beginning asked(StageChoice choice) {
    List<ModelName> models =
        choice.stage().equals(StageChoice.FIRST)
            ? List.of(route.first())
            : CascadeStart.among(route.later(), allowed);
    if (!allowed.containsAll(models) || models.isEmpty()) {
      throw StageChoice.blocked();
    }
    return new Beginning(
        models,
        List.of(),
        WORD,
        "the header " + StageChoice.HEADER + " asks for it",
        choice.conversation());
  }

  private Chosen usual() {
    if (context.session().isEmpty()) {
      context.end().response().header("x-metier-hold", "none");
    }
    Optional<ModelName> held =
        services
            .conversations()
            .find(context.session(), System.nanoTime())
            .filter(this::holds)
            .map(Conversation::model)
            .filter(allowed::contains);
    if (held.isPresent()) {
      return undecided(from(held.get(), "the conversation is with it"));
    }
    var decision = route.router().router().decide(text().counts());
    String why =
        String.format(
            Locale.ROOT,
            "%s seems worth %+.3f here, %s the %+.3f from which on it answers",
            route.then(),
            decision.worth(),
            decision.strong() ? "above" : "not above",
            route.router().router().threshold());
    return new Chosen(
        from(decision.strong() ? route.then() : route.first(), why), Optional.of(decision));
  }

  private boolean holds(Conversation conversation) {
    return conversation.chosen()
        || switch (route.hold()) {
          case CONVERSATION -> true;
          case USER_TURN -> CascadeStart.bringsToolResult(context);
          case REQUEST -> false;
        };
  }

  /// With this model, and behind it those that answer in its place; the first model only where it
  /// is FIT alone.
  private Beginning from(ModelName model, String why) {
    var models = new ArrayList<ModelName>();
    models.add(model);
    route.later().stream().filter(name -> !models.contains(name)).forEach(models::add);
    CascadeStart.fit(context.findings().job()).stream()
        .filter(name -> name.equals(route.first()) && !models.contains(name))
        .forEach(models::add);
    List<ModelName> may = CascadeStart.among(models, allowed);
    if (may.isEmpty()) {
      throw StageChoice.blocked();
    }
    return new Beginning(may, List.of(), WORD, why, false);
  }
}
