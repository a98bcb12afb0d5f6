package dev.metier.pipeline.route;

import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.pipeline.PromptCount;
import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.messages.Messages;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Attempt;
import dev.metier.upstream.Incoming;
import dev.metier.upstream.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One model after the other until one answers or none is left; what comes is sent on at once. Once
/// a byte of content has gone to the client nobody else may answer.
final class SingleRoute implements RouteExecutor, ModelCall.Listener {
  /// What the client is told of the way to any model but the first.
  static final String FALLBACK = "fallback";

  private final RequestContext context;
  private final Servers servers;
  private final ModelOrder order;
  private final String word;
  private final Incoming incoming;
  private final Consumer<ModelName> answering;
  private @Nullable ModelCall call;
  private @Nullable Attempt attempt;

  /// @param models in the order they are tried
  /// @param word what the client is told of the way to the first of them
  SingleRoute(RequestContext context, Servers servers, List<ModelName> models, String word) {
    this(context, servers, models, word, context.incoming(), _ -> {});
  }

  /// @param incoming what the models are asked
  /// @param answering hears who answers, before the first byte goes to the client
  SingleRoute(
      RequestContext context,
      Servers servers,
      List<ModelName> models,
      String word,
      Incoming incoming,
      Consumer<ModelName> answering) {
    this.context = context;
    this.servers = servers;
    this.order = new ModelOrder(context, servers, models, incoming);
    this.word = word;
    this.incoming = incoming;
    this.answering = answering;
  }

  @Override
  public void start() {
    context.request().http().response().closeHandler(nothing -> gone());
    context.end().whenOver(this::stop);
    next();
  }

  private void next() {
    Optional<ModelName> model = order.next();
    if (context.end().isOver()) {
      return;
    }
    if (model.isEmpty()) {
      refuse(order.why());
      return;
    }
    var now = new ModelCall(context, servers, model.get(), incoming, order.evenResting(), this);
    call = now;
    now.start();
  }

  /// Who asks how long a prompt is gets our own count rather than a failure.
  private void refuse(Refusal why) {
    if (context.request().protocol().equals(Messages.COUNT_TOKENS)) {
      PromptCount.estimate(context);
    } else {
      context.end().refuse(why);
    }
  }

  @Override
  public boolean hasAlternative() {
    return order.hasAlternative();
  }

  @Override
  public void asked(Attempt now) {
    attempt = now;
    context.end().response().flow(now::pause, now::resume);
    context.end().response().closingError(now::closingError);
  }

  @Override
  public void bytes(byte[] bytes) {
    if (context.end().model().isEmpty()) {
      ModelName model = order.current().orElseThrow();
      List<String> dropped = attempt == null ? List.of() : attempt.dropped();
      answering.accept(model);
      AnswerHeaders.set(context, model, order.isFirst() ? word : FALLBACK, dropped);
    }
    if (context.request().stream()) {
      context.end().response().stream(bytes);
    } else {
      context.end().response().whole(bytes);
    }
  }

  @Override
  public void complete(Usage usage) {
    context.end().complete(usage);
  }

  @Override
  public void failed(Failure failure, boolean begun, long window) {
    Refusal refusal = Refusals.of(failure, context, window);
    if (begun || failure.cause() == Cause.BAD_REQUEST) {
      refuse(refusal);
    } else {
      order.failed(refusal);
      next();
    }
  }

  @Override
  public void unaffordable(Refusal refusal) {
    order.notAsked(refusal);
    next();
  }

  /// What an earlier model failed of tells more.
  @Override
  public void unavailable() {
    next();
  }

  /// Notes what was used until now by a model that is not waited for any longer.
  ///
  /// @param outcome as the journal has it
  void giveUp(String outcome) {
    ModelCall now = call;
    if (now != null) {
      String part = context.findings().stage(false).map(Stage::name).orElse(Spent.ANSWER);
      order
          .current()
          .ifPresent(model ->
              context.findings().spent(part, model, now.abandoned(outcome), Duration.ZERO));
    }
  }

  /// The client left: the model must not go on working for nobody.
  private void gone() {
    if (!context.end().isOver()) {
      context.end().gone(call == null ? Usage.NONE : call.abandoned("client_gone"));
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  private void stop() {
    if (call != null) {
      call.cancel();
    }
  }
}
