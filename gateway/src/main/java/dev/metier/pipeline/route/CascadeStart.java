package dev.metier.pipeline.route;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.route.Conversations.Conversation;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.SubProtocol;
import java.util.List;
import java.util.Optional;

/// Where in its cascade a request begins: with the first model, or with the one that a person, the
/// conversation or a call of a tool holds it to.
final class CascadeStart implements RouteExecutor {
  private static final int MOST_FAILURES = 2;

  private final RequestContext context;
  private final RouteServices services;
  private final Route.Cascade cascade;

  CascadeStart(RequestContext context, RouteServices services, Route.Cascade cascade) {
    this.context = context;
    this.services = services;
    this.cascade = cascade;
  }

  @Override
  public void start() {
    List<ModelName> allowed = context.findings().allowed();
    if (context.request().protocol() instanceof SubProtocol) {
      new SingleRoute(context, services.servers(), allowed, CascadeRoute.WORD).start();
    } else if (context.request().fields().number("n").filter(n -> n != 1).isPresent()) {
      context
          .end()
          .refuse(
              Refusal.ofField(
                  Reason.BAD_REQUEST,
                  "n",
                  "The job "
                      + context.findings().job().name()
                      + " checks each answer before it is released; `n` must be 1."));
    } else {
      begin(allowed);
    }
  }

  private void begin(List<ModelName> allowed) {
    List<ModelName> later =
        allowed.stream().filter(model -> !model.equals(cascade.first())).toList();
    Optional<StageChoice> choice = StageChoice.of(context);
    if (choice.isPresent()) {
      chosen(choice.get(), allowed, later);
      return;
    }
    Optional<Conversation> conversation = conversation();
    if (conversation.isEmpty() && context.session().isEmpty()) {
      context.end().response().header("x-metier-hold", "none");
    }
    Optional<ModelName> held = conversation.flatMap(this::held).filter(allowed::contains);
    if (held.isPresent()) {
      stay(held.get(), allowed, later);
    } else if (!allowed.contains(cascade.first())) {
      stay(later.getFirst(), allowed, later);
    } else {
      new CascadeRoute(context, services, cascade, later).start();
    }
  }

  private Optional<Conversation> conversation() {
    return services.conversations().find(context.session(), System.nanoTime());
  }

  /// The model that the conversation stays with, if it does.
  private Optional<ModelName> held(Conversation conversation) {
    Hold hold = cascade.rules().hold();
    boolean toolTurn = hold != Hold.REQUEST && bringsToolResult();
    boolean settled = hold == Hold.CONVERSATION && conversation.failures() >= MOST_FAILURES;
    return conversation.chosen() || toolTurn
        ? Optional.of(conversation.model())
        : cascade.then().filter(_ -> settled);
  }

  /// Whether the last thing said is what a tool brought.
  private boolean bringsToolResult() {
    ChatRequest request = context.request().whole().request();
    List<Message> messages = request.messages();
    return !messages.isEmpty()
        && messages.getLast().parts().stream().anyMatch(Part.ToolResult.class::isInstance);
  }

  private void chosen(StageChoice choice, List<ModelName> allowed, List<ModelName> later) {
    boolean possible = choice.first() ? allowed.contains(cascade.first()) : !later.isEmpty();
    if (!possible) {
      context
          .end()
          .refuse(
              Refusal.of(
                  Reason.DATA_CLASS_BLOCKED,
                  "The model that " + StageChoice.HEADER + " asks for may not read this request."));
      return;
    }
    ModelName model = choice.first() ? cascade.first() : later.getFirst();
    note(model, choice.conversation());
    follow(choice.first() ? List.of(model) : later, choice.first());
  }

  private void stay(ModelName model, List<ModelName> allowed, List<ModelName> later) {
    note(model, false);
    boolean first = model.equals(cascade.first());
    follow(first ? allowed : later, first);
  }

  private void follow(List<ModelName> models, boolean first) {
    context.end().response().header(StageChoice.HEADER, first ? "first" : "then");
    context.end().response().header("x-metier-check", "none");
    new SingleRoute(context, services.servers(), models, CascadeRoute.WORD).start();
  }

  private void note(ModelName model, boolean chosen) {
    services.conversations().note(context.session(), model, false, chosen, System.nanoTime());
  }
}
