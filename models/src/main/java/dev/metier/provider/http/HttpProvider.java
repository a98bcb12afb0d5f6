package dev.metier.provider.http;

import dev.metier.call.CallDeadlines;
import dev.metier.call.CallFailures;
import dev.metier.call.KeepAlive;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.dialect.RetryAfter;
import dev.metier.dialect.WireError;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.provider.Tokens;
import dev.metier.provider.http.ResponseCollector.Heard;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks a model over HTTP, always streaming, so that its times are seen at the socket. It never
/// retries, follows no redirect and uses no proxy. One thing it does by itself: a parameter that
/// the model refuses is left out from then on, and the call repeated at once. An interrupted call
/// is a [Cause#CUT_OFF], and the thread stays interrupted.
public final class HttpProvider implements Provider {
  private final Model model;
  private final HttpConnections wire;
  private final RequestOptions endpoint;
  private final LearnedEndpoint learned;
  private final KeepAlive keepAlive;

  /// A provider that opens its connections when first asked.
  ///
  /// @param knownRefused parameters that this model refused in earlier runs
  /// @throws IllegalArgumentException when the model is not one that is called over HTTP, or its
  ///   address is no URL
  public HttpProvider(Model model, HttpConnections wire, Set<String> knownRefused) {
    this.model = model;
    this.wire = wire;
    ModelEndpoint known = ModelEndpoint.of(model, knownRefused);
    this.learned = new LearnedEndpoint(known);
    this.keepAlive = new KeepAlive(model.kind());
    this.endpoint =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(ModelEndpoint.address(model) + known.dialect().path(model.id(), true))
            .setFollowRedirects(false)
            .setConnectTimeout(Math.max(1, model.timeouts().connect().toMillis()))
            .putHeader("content-type", "application/json")
            .putHeader("accept", "text/event-stream, application/x-ndjson, application/json")
            .putHeader("user-agent", "metier");
  }

  @Override
  public Answer ask(Question question) {
    Keys.Key key = key();
    if (key instanceof Keys.Missing(String sentence)) {
      return Failure.of(Cause.UNAUTHORISED, sentence);
    }
    boolean fresh = false;
    ModelEndpoint used = learned.now();
    List<WireError> refusals = new ArrayList<>();
    while (true) {
      ChatRequest request = used.measured(question.request());
      byte[] body = used.dialect().writeRequest(request, model.id(), true);
      var hearing = new ResponseCollector(used.dialect(), key);
      var to = new RequestOptions(endpoint);
      used.headers(key).forEach(to::putHeader);
      var mailbox = new ResponseQueue(hearing);
      var call = new HttpCall(wire, fresh || !keepAlive.holds(), to, body, mailbox);
      Heard heard = hear(call, mailbox, hearing);
      boolean again =
          switch (heard) {
            case Heard.Refused refused -> {
              Optional<ModelEndpoint> next = used.after(refused.error(), body);
              refusals.add(refused.error());
              used = next.orElse(used);
              yield next.isPresent();
            }
            case Heard.Broken broken -> stale(broken, call);
            case Heard.Complete complete -> {
              learned.learn(refusals);
              yield false;
            }
          };
      if (!again) {
        return answer(heard, call, request, key);
      }
      fresh = heard instanceof Heard.Broken;
    }
  }

  @Override
  public Identity identify() {
    return new Identifier(model, wire, learned.now(), key()).identify();
  }

  @Override
  public Set<String> refused() {
    return learned.now().refused();
  }

  @Override
  public void close() {
    // the connections belong to all providers
  }

  /// The usual key of a vendor is sent to nobody but that vendor.
  private Keys.Key key() {
    Optional<KeySource> usual =
        model.address().isEmpty() || model.address().equals(model.kind().usualAddress())
            ? model.kind().usualKeyVariable().map(KeySource.Environment::new)
            : Optional.empty();
    return model.key().or(() -> usual).<Keys.Key>map(Keys::read).orElse(new Keys.None());
  }

  private Heard hear(HttpCall call, ResponseQueue mailbox, ResponseCollector hearing) {
    var deadlines = new CallDeadlines(model.timeouts());
    call.start();
    try {
      while (true) {
        follow(call, hearing, deadlines);
        long now = System.nanoTime();
        Optional<Failure> late = deadlines.due(now);
        if (late.isPresent()) {
          call.abort();
          return new Heard.Broken(late.get());
        }
        mailbox.read(call, Math.min(deadlines.left(now), shortest()));
        if (hearing.heard().isPresent()) {
          return hearing.heard().get();
        }
      }
    } catch (InterruptedException e) {
      call.abort();
      Thread.currentThread().interrupt();
      return Heard.Broken.of(Cause.CUT_OFF, "the call was interrupted here");
    } catch (RuntimeException | Error bug) {
      call.abort();
      throw bug;
    }
  }

  /// No phase that begins while we wait can be due before this has passed.
  private long shortest() {
    Timeouts timeouts = model.timeouts();
    return Math.max(1, Math.min(timeouts.firstToken().toNanos(), timeouts.idle().toNanos()));
  }

  private static void follow(HttpCall call, ResponseCollector hearing, CallDeadlines deadlines) {
    switch (call.progress()) {
      case CONNECTING -> {}
      case SENDING -> deadlines.enter(CallDeadlines.Phase.SENDING);
      case SENT, ANSWERING -> {
        if (hearing.firstAt() == 0) {
          deadlines.enter(CallDeadlines.Phase.WAITING, call.sentAt());
        } else {
          deadlines.enter(CallDeadlines.Phase.ANSWERING, hearing.lastChunkAt());
        }
      }
    }
  }

  /// Notes that this server closes connections which it promised to keep; true when the call met
  /// such a one, and nothing of it can have been read.
  private boolean stale(Heard.Broken broken, HttpCall call) {
    boolean unanswered =
        broken.failure().cause() == Cause.CUT_OFF && call.progress() != HttpCall.Progress.ANSWERING;
    if (!unanswered || !call.reused() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    keepAlive.foundStale();
    return true;
  }

  private static ChatReply told(Heard.Complete complete) {
    ChatReply reply = complete.answer().reply();
    return complete.reader().thinkingMark().map(reply::markedBy).orElse(reply);
  }

  private Answer answer(Heard heard, HttpCall call, ChatRequest request, Keys.Key key) {
    return switch (heard) {
      case Heard.Complete complete -> {
        long sent = call.sentAt();
        Optional<Duration> first =
            complete.firstAt() == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(complete.firstAt() - sent));
        yield new Answer.Reply(
            Tokens.withUsage(told(complete), request),
            new Timing(
                first,
                Duration.ofNanos(complete.lastAt() - sent),
                complete.reader().tokensPerSecond(),
                complete.reader().cold()));
      }
      case Heard.Broken(Failure failure) ->
          Failure.of(failure.cause(), told(failure.detail(), key));
      case Heard.Refused(WireError error, var headers) ->
          new Failure(
              CallFailures.cause(error),
              told(error.message(), key),
              RetryAfter.of(error, name -> Optional.ofNullable(headers.get(name)), wire.now()));
    };
  }

  private String told(String detail, Keys.Key key) {
    return model.name() + " at " + ModelEndpoint.address(model) + ": " + key.redact(detail);
  }
}
