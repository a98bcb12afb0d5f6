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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One model after the other until one answers or none is left; what comes is sent on at once. Once
/// a byte of content has gone to the client nobody else may answer.
final class SingleRoute implements RouteExecutor, ModelCall.Listener {
  private final RequestContext context;
  private final Servers servers;
  private final List<ModelName> models;
  private final String word;
  private final Incoming incoming;
  private int place = -1;
  private boolean evenResting;
  private Optional<Refusal> last = Optional.empty();
  private final List<Duration> waits = new ArrayList<>();
  private @Nullable ModelCall call;
  private @Nullable Attempt attempt;

  /// @param models in the order they are tried
  /// @param word what the client is told of the way to the first of them
  SingleRoute(RequestContext context, Servers servers, List<ModelName> models, String word) {
    this(context, servers, models, word, context.incoming());
  }

  /// @param incoming what the models are asked
  SingleRoute(
      RequestContext context,
      Servers servers,
      List<ModelName> models,
      String word,
      Incoming incoming) {
    this.context = context;
    this.servers = servers;
    this.models = models;
    this.word = word;
    this.incoming = incoming;
  }

  @Override
  public void start() {
    context.request().http().response().closeHandler(nothing -> gone());
    context.end().whenOver(this::stop);
    next();
  }

  private void next() {
    place++;
    if (context.end().isOver()) {
      return;
    }
    if (place == models.size() && last.isEmpty() && !evenResting) {
      evenResting = true;
      place = 0;
    }
    if (place == models.size()) {
      refuse(last.map(this::soonest).orElseGet(this::resting));
      return;
    }
    var now = new ModelCall(context, servers, models.get(place), incoming, evenResting, this);
    call = now;
    now.start();
  }

  /// The same, until the first of all models may be asked again.
  private Refusal soonest(Refusal refusal) {
    Stream<Duration> rests = models.stream().map(servers::rest).filter(Duration::isPositive);
    return refusal
        .retryAfter()
        .flatMap(_ -> Stream.concat(waits.stream(), rests).min(Comparator.naturalOrder()))
        .map(refusal::after)
        .orElse(refusal);
  }

  private Refusal resting() {
    return Refusals.resting(
        models.stream().map(servers::rest).min(Comparator.naturalOrder()).orElse(Duration.ZERO));
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
    return models.stream()
        .skip(place + 1L)
        .flatMap(model -> servers.choose(model, context.session()).stream())
        .anyMatch(server -> server.model().mayRead(incoming.data()));
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
      String route = place == 0 ? word : "fallback";
      List<String> dropped = attempt == null ? List.of() : attempt.dropped();
      AnswerHeaders.set(context, models.get(place), route, dropped);
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
      refusal.retryAfter().ifPresent(waits::add);
      last = Optional.of(refusal);
      next();
    }
  }

  /// What an earlier model failed of tells more.
  @Override
  public void unaffordable(Refusal refusal) {
    last = last.or(() -> Optional.of(refusal));
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
    if (call != null && place < models.size()) {
      Usage used = call.abandoned(outcome);
      String part = context.findings().stage(false).map(Stage::name).orElse(Spent.ANSWER);
      context.findings().spent(part, models.get(place), used, Duration.ZERO);
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
