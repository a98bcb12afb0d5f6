package dev.metier.pipeline.route;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.cascade.Conversations.Conversation;
import dev.metier.policy.Candidate;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.SubProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where in its cascade a request begins: with the first model and its checks, or with the model
/// that a person, the conversation or a call of a tool holds it to.
final class CascadeStart implements RouteExecutor {
  private static final int MOST_FAILURES = 2;

  private final RequestContext context;
  private final RouteServices services;
  private final Route.Cascade cascade;
  private final List<ModelName> allowed;
  private final List<ModelName> later;

  /// How a request begins.
  ///
  /// @param models in the order they are tried
  /// @param checked whether the answer of the first of them is checked
  /// @param word what the client is told of the way to the first of them
  /// @param held whether that holds from here on in the conversation
  record Beginning(
      List<ModelName> models, boolean checked, String word, String why, boolean held) {}

  CascadeStart(RequestContext context, RouteServices services, Route.Cascade cascade) {
    this.context = context;
    this.services = services;
    this.cascade = cascade;
    this.allowed = context.findings().allowed();
    this.later = allowed.stream().filter(model -> !model.equals(cascade.first())).toList();
  }

  @Override
  public void start() {
    if (context.request().protocol() instanceof SubProtocol) {
      follow(allowed, CascadeRoute.WORD);
      return;
    }
    Beginning beginning = beginning();
    if (RouteDecision.isAsked(context)) {
      RouteDecision.answer(context, beginning);
    } else if (beginning.checked()) {
      new CascadeRoute(context, services, cascade, later).start();
    } else {
      ModelName model = beginning.models().getFirst();
      services
          .conversations()
          .note(context.session(), model, false, beginning.held(), System.nanoTime());
      context.end().whenOver(() -> new ModelSwitch(context, services, cascade).paid(0));
      CascadeHeaders.set(context, model.equals(cascade.first()), "none", List.of());
      follow(beginning.models(), beginning.word());
    }
  }

  private void follow(List<ModelName> models, String word) {
    new SingleRoute(context, services.servers(), models, word).start();
  }

  /// How it begins.
  ///
  /// @throws RefusedException when it cannot
  private Beginning beginning() {
    if (context.request().fields().number("n").filter(n -> n != 1).isPresent()) {
      throw new RefusedException(
          Refusal.ofField(
              Reason.BAD_REQUEST,
              "n",
              "The job "
                  + context.findings().job().name()
                  + " checks each answer before it is released; `n` must be 1."));
    }
    ServedJob job = context.findings().job();
    Optional<String> changed =
        services.watch(job.name(), cascade, context.findings().policy()).alarmed();
    if (changed.isPresent()) {
      var ordered = new ArrayList<>(later);
      ordered.add(cascade.first());
      return alone(context, ordered, "cascade", changed.get());
    }
    Optional<StageChoice> choice = StageChoice.of(context);
    return choice.isPresent() ? chosen(choice.get()) : usual();
  }

  private Beginning usual() {
    Optional<Conversation> conversation =
        services.conversations().find(context.session(), System.nanoTime());
    if (context.session().isEmpty()) {
      context.end().response().header("x-metier-hold", "none");
    }
    Optional<ModelName> held = conversation.flatMap(this::held).filter(allowed::contains);
    if (held.isPresent()) {
      boolean first = held.get().equals(cascade.first());
      return unchecked(first ? allowed : later, "the conversation is with it", false);
    }
    if (conversation.filter(this::isDearToLeave).isPresent()) {
      return unchecked(
          later, "going back to the first model may cost more than the conversation may", false);
    }
    return allowed.contains(cascade.first())
        ? new Beginning(allowed, true, CascadeRoute.WORD, "its answer is checked first", false)
        : unchecked(later, "the first model may not read this", false);
  }

  /// Whether it is with a later model, and leaving that may cost more than it may.
  private boolean isDearToLeave(Conversation conversation) {
    return later.contains(conversation.model())
        && allowed.contains(cascade.first())
        && !new ModelSwitch(context, services, cascade).mayGoBack(conversation.costs());
  }

  private static Beginning unchecked(List<ModelName> models, String why, boolean held) {
    return new Beginning(models, false, CascadeRoute.WORD, why, held);
  }

  /// The model that the conversation stays with, if it does.
  private Optional<ModelName> held(Conversation conversation) {
    Hold hold = cascade.rules().hold();
    boolean toolTurn = hold != Hold.REQUEST && bringsToolResult(context);
    boolean settled = hold == Hold.CONVERSATION && conversation.failures() >= MOST_FAILURES;
    return conversation.chosen() || toolTurn
        ? Optional.of(conversation.model())
        : cascade.then().filter(_ -> settled);
  }

  /// Whether the last thing said is what a tool brought.
  static boolean bringsToolResult(RequestContext context) {
    ChatRequest request = context.request().whole().request();
    List<Message> messages = request.messages();
    return !messages.isEmpty()
        && messages.getLast().parts().stream().anyMatch(Part.ToolResult.class::isInstance);
  }

  private Beginning chosen(StageChoice choice) {
    boolean possible = choice.first() ? allowed.contains(cascade.first()) : !later.isEmpty();
    if (!possible) {
      throw new RefusedException(
          Refusal.of(
              Reason.DATA_CLASS_BLOCKED,
              "The model that " + StageChoice.HEADER + " asks for may not read this request."));
    }
    return unchecked(
        choice.first() ? List.of(cascade.first()) : later,
        "the header " + StageChoice.HEADER + " asks for it",
        choice.conversation());
  }

  /// It is not the hybrid any more that was proven: models answer that are FIT by themselves.
  ///
  /// @param ordered the models of the route, in the order in which they answer then
  /// @param what `cascade` or `router`
  static Beginning alone(
      RequestContext context, List<ModelName> ordered, String what, String changed) {
    ServedJob job = context.findings().job();
    List<ModelName> fit = fit(job);
    List<ModelName> models =
        among(ordered, context.findings().allowed()).stream().filter(fit::contains).toList();
    if (models.isEmpty()) {
      throw new RefusedException(
          Refusal.of(
              Reason.ROUTE_CLOSED,
              "The job "
                  + job.name()
                  + " is EXPIRED, since "
                  + changed
                  + ", and no model is FIT alone; qualify and compile again."));
    }
    return new Beginning(models, false, "static", "the " + what + " is EXPIRED: " + changed, false);
  }

  /// The models that do the job alone.
  static List<ModelName> fit(ServedJob job) {
    return job.candidates().stream()
        .filter(each -> each.verdict().equals("FIT"))
        .map(Candidate::model)
        .toList();
  }

  static List<ModelName> among(List<ModelName> models, List<ModelName> allowed) {
    return models.stream().filter(allowed::contains).toList();
  }
}
