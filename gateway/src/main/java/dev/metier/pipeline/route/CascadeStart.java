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
import dev.metier.policy.Route.CheckedModel;
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
  private final List<CheckedModel> checked;
  private final List<ModelName> later;

  /// How a request begins.
  ///
  /// @param models in the order they are tried
  /// @param checked those of them whose answers are checked: the first ones of a cascade
  /// @param word what the client is told of the way to the first of them
  /// @param held whether that holds from here on in the conversation
  record Beginning(
      List<ModelName> models, List<CheckedModel> checked, String word, String why, boolean held) {
    Beginning {
      checked = List.copyOf(checked);
    }

    /// Whether answers of some of them are checked.
    boolean isChecked() {
      return !checked.isEmpty();
    }
  }

  CascadeStart(RequestContext context, RouteServices services, Route.Cascade cascade) {
    this.context = context;
    this.services = services;
    this.cascade = cascade;
    this.allowed = context.findings().allowed();
    this.checked =
        cascade.checked().stream().filter(each -> allowed.contains(each.model())).toList();
    this.later = among(cascade.later(), allowed);
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
    } else if (beginning.isChecked()) {
      new CascadeRoute(context, services, cascade, beginning.checked(), later).start();
    } else {
      ModelName model = beginning.models().getFirst();
      services
          .conversations()
          .note(context.session(), model, false, beginning.held(), System.nanoTime());
      context.end().whenOver(() -> new ModelSwitch(context, services, cascade).paid(List.of()));
      AnswerHeaders.stage(context, StageChoice.stage(cascade, model), "none", List.of());
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
      cascade.middle().map(CheckedModel::model).ifPresent(ordered::add);
      ordered.add(cascade.first());
      return alone(context, ordered, "cascade", changed.get());
    }
    Optional<StageChoice> choice = StageChoice.of(context, stages());
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
      return unchecked(from(held.get()), "the conversation is with it", false);
    }
    List<CheckedModel> open =
        checked.stream()
            .filter(each -> conversation.filter(known -> isSettled(known, each)).isEmpty())
            .toList();
    List<CheckedModel> from = conversation.map(known -> cheap(open, known)).orElse(open);
    String passed = passed(open, from);
    if (from.isEmpty()) {
      return unchecked(later, passed, false);
    }
    var models = new ArrayList<>(from.stream().map(CheckedModel::model).toList());
    models.addAll(later);
    String why = (passed.isEmpty() ? "" : passed + ", and ") + "its answer is checked first";
    return new Beginning(models, from, CascadeRoute.WORD, why, false);
  }

  /// Why models that stand before these are passed over; empty when none is.
  private String passed(List<CheckedModel> open, List<CheckedModel> from) {
    if (from.size() < open.size()) {
      return "going back to the "
          + StageChoice.stage(cascade, open.getFirst().model())
          + " model may cost more than the conversation may";
    }
    if (open.size() < checked.size()) {
      return from.isEmpty()
          ? "the conversation is with it"
          : "too many answers of the first model have failed in this conversation";
    }
    boolean all = !from.isEmpty() && from.getFirst().model().equals(cascade.first());
    return all ? "" : "the first model may not read this";
  }

  /// Whether a model has failed so often in a conversation that it is not asked again.
  private boolean isSettled(Conversation conversation, CheckedModel model) {
    return cascade.rules().hold() == Hold.CONVERSATION
        && conversation.failures(model.model()) >= MOST_FAILURES
        && cascade.then().filter(allowed::contains).isPresent();
  }

  /// Those that come no later than the model that the conversation is with, and those before it
  /// from the first one on that it may go back to at no more than it may cost.
  private List<CheckedModel> cheap(List<CheckedModel> open, Conversation conversation) {
    List<ModelName> models = open.stream().map(CheckedModel::model).toList();
    int at = models.indexOf(conversation.model());
    int last = at >= 0 ? at : later.contains(conversation.model()) ? models.size() : 0;
    var switched = new ModelSwitch(context, services, cascade);
    for (int i = 0; i < last; i++) {
      List<CheckedModel> from = open.subList(i, open.size());
      if (switched.mayGoBack(from, conversation.costs())) {
        return from;
      }
    }
    return open.subList(last, open.size());
  }

  /// A model whose answer is checked and those behind it, or those whose answers are not.
  private List<ModelName> from(ModelName model) {
    return later.contains(model) ? later : allowed.subList(allowed.indexOf(model), allowed.size());
  }

  private static Beginning unchecked(List<ModelName> models, String why, boolean held) {
    return new Beginning(models, List.of(), CascadeRoute.WORD, why, held);
  }

  /// The model that the conversation stays with, if it does.
  private Optional<ModelName> held(Conversation conversation) {
    boolean toolTurn = cascade.rules().hold() != Hold.REQUEST && bringsToolResult(context);
    return conversation.chosen() || toolTurn ? Optional.of(conversation.model()) : Optional.empty();
  }

  /// Whether the last thing said is what a tool brought.
  static boolean bringsToolResult(RequestContext context) {
    ChatRequest request = context.request().whole().request();
    List<Message> messages = request.messages();
    return !messages.isEmpty()
        && messages.getLast().parts().stream().anyMatch(Part.ToolResult.class::isInstance);
  }

  private Beginning chosen(StageChoice choice) {
    List<ModelName> models =
        choice.stage().equals(StageChoice.THEN)
            ? later
            : checked.stream()
                .map(CheckedModel::model)
                .filter(model -> StageChoice.stage(cascade, model).equals(choice.stage()))
                .toList();
    if (models.isEmpty()) {
      throw new RefusedException(
          Refusal.of(
              Reason.DATA_CLASS_BLOCKED,
              "The model that " + StageChoice.HEADER + " asks for may not read this request."));
    }
    return unchecked(
        models, "the header " + StageChoice.HEADER + " asks for it", choice.conversation());
  }

  /// The words of its stages.
  private List<String> stages() {
    return cascade.middle().isPresent()
        ? List.of(StageChoice.FIRST, StageChoice.MIDDLE, StageChoice.THEN)
        : List.of(StageChoice.FIRST, StageChoice.THEN);
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
    return new Beginning(
        models, List.of(), "static", "the " + what + " is EXPIRED: " + changed, false);
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
