package dev.metier.provider.http;

import dev.metier.call.CallDeadlines;
import dev.metier.call.CallFailures;
import dev.metier.call.EventLoopContext;
import dev.metier.call.HttpCall;
import dev.metier.call.KeepAlive;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.core.log.Log;
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
import dev.metier.provider.http.ResponseCollector.Received;
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
  private volatile boolean identifiedHere;

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
            .putHeader("accept-encoding", "identity")
            .putHeader("user-agent", "metier");
  }

  @Override
  public Answer ask(Question question) {
    Keys.Key key = Keys.of(model);
    if (key instanceof Keys.Missing(String sentence)) {
      return Failure.of(Cause.UNAUTHORISED, sentence);
    }
    var deadlines = new CallDeadlines(model.timeouts());
    ModelEndpoint used = learned.now();
    List<WireError> refusals = new ArrayList<>();
    while (true) {
      ChatRequest request = used.measured(question.request());
      byte[] body = used.dialect().writeRequest(request, model.id(), true);
      var queue = new ResponseQueue(new ResponseCollector(used.dialect(), key));
      var call = new HttpCall(wire.loop(), keepAlive, deadlines, queue);
      Received received = receive(call, request(used, key, body), queue);
      Optional<ModelEndpoint> without = Optional.empty();
      if (received instanceof Received.Refused refused) {
        refusals.add(refused.error());
        without = used.after(refused.error(), body);
      }
      if (without.isEmpty()) {
        return answer(received, call, request, key, refusals);
      }
      used = without.get();
    }
  }

  private HttpCall.Request request(ModelEndpoint used, Keys.Key key, byte[] body) {
    return new HttpCall.Request(
        endpoint,
        headers -> used.headers(key).forEach(headers::set),
        EventLoopContext.wrapped(body));
  }

  @Override
  public Identity identify() {
    Identity identity = new Identifier(model, wire, learned.now(), Keys.of(model)).identify();
    identifiedHere = identity.elsewhere().isEmpty();
    return identity;
  }

  @Override
  public Set<String> refused() {
    return learned.now().learned();
  }

  @Override
  public void close() {
    // the connections belong to all providers
  }

  private Received receive(HttpCall call, HttpCall.Request request, ResponseQueue queue) {
    wire.loop()
        .run(() -> {
          call.start();
          call.send(request);
        });
    try {
      return queue.read(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Received.Broken.of(Cause.CUT_OFF, "the call was interrupted here");
    } finally {
      // nothing, where it ended by itself
      call.abort();
    }
  }

  private static ChatReply told(Received.Complete complete) {
    ChatReply reply = complete.answer().reply();
    return complete.reader().thinkingMark().map(reply::markedBy).orElse(reply);
  }

  /// An answer is kept for good, and shown to others: without our key.
  private ChatReply kept(ChatReply reply, Keys.Key key) {
    ChatReply kept = key.redact(reply);
    if (!kept.equals(reply)) {
      Log.warning(
          HttpProvider.class,
          model.name()
              + " sent its key back, which was taken out of the answer before it was kept");
    }
    return kept;
  }

  private Answer answer(
      Received received,
      HttpCall call,
      ChatRequest request,
      Keys.Key key,
      List<WireError> refusals) {
    return switch (received) {
      case Received.Complete complete when isMisplaced(complete) ->
          Failure.of(Cause.PASSED_ON, told(passedOn(complete), key));
      case Received.Complete complete -> {
        learned.learn(refusals);
        long sent = call.sentAt();
        Optional<Duration> first =
            complete.firstAt() == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(complete.firstAt() - sent));
        yield new Answer.Reply(
            Tokens.withUsage(kept(told(complete), key), request)
                .servedBy(complete.reader().servedModel().map(key::redact)),
            new Timing(
                first,
                Duration.ofNanos(complete.lastAt() - sent),
                complete.reader().tokensPerSecond(),
                complete.reader().cold()));
      }
      case Received.Broken(Failure failure) ->
          Failure.of(failure.cause(), told(failure.detail(), key));
      case Received.Refused(WireError error, var head) ->
          new Failure(
              CallFailures.cause(error),
              told(error.message(), key),
              RetryAfter.of(error, head::header, wire.now()));
    };
  }

  /// Whether the answer came from elsewhere than the server said when it was asked what it serves:
  /// then it is no evidence of that.
  private boolean isMisplaced(Received.Complete complete) {
    return identifiedHere && complete.reader().elsewhere().isPresent();
  }

  private static String passedOn(Received.Complete complete) {
    return "it says that it passed the request on to "
        + complete.reader().elsewhere().orElse("another machine")
        + ", which it did not say before";
  }

  private String told(String detail, Keys.Key key) {
    return model.name() + " at " + ModelEndpoint.address(model) + ": " + key.redact(detail);
  }
}
