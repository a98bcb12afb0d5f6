package dev.metier.upstream;

import dev.metier.call.CallDeadlines;
import dev.metier.call.CallDeadlines.Phase;
import dev.metier.call.CallFailures;
import dev.metier.call.CallLimits;
import dev.metier.chat.Usage;
import dev.metier.dialect.RetryAfter;
import dev.metier.dialect.WireError;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.http.Keys;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One try of one request at one server, over HTTP. Everything happens on the event loop of its
/// request.
final class HttpAttempt implements EventLoopContext.Timed, Attempt {
  /// What was read is copied once more before it is handed on.
  private static final int FORMS = 2;

  private final EventLoopContext loop;
  private final RemoteServer server;
  private final List<WireError> refusals = new ArrayList<>();
  private final Listener listener;
  private final CallDeadlines patience;
  private final AnswerMemory memory;
  private DialectBridge interpreter;
  private Buffer body = Buffer.buffer();
  private boolean usedBefore;
  private boolean entered;
  private boolean fresh;
  private boolean begun;
  private boolean ended;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable Relay relay;

  /// A try that waits to be started.
  HttpAttempt(
      EventLoopContext loop, RemoteServer server, Incoming incoming, Attempt.Listener listener) {
    this.loop = loop;
    this.server = server;
    this.interpreter = new DialectBridge(incoming, server.speech().now());
    this.listener = listener;
    this.memory = new AnswerMemory(listener);
    this.patience = new CallDeadlines(server.model().timeouts());
    this.fresh = server.fresh();
  }

  @Override
  public void start() {
    if (server.key() instanceof Keys.Missing(String sentence)) {
      patience.enter(Phase.OVER);
      listener.failed(Failure.of(Cause.UNAUTHORISED, sentence), false);
      return;
    }
    if (!server.health().enter()) {
      patience.enter(Phase.OVER);
      listener.failed(Failure.of(Cause.OVERLOADED, "its server failed again and again"), false);
      return;
    }
    entered = true;
    loop.watch(this);
    begin();
  }

  private void begin() {
    interpreter.write(loop, this::written, this::unspeakable);
  }

  private void written(Buffer request) {
    body = request;
    if (!patience.over()) {
      connect();
    }
  }

  private void unspeakable(Refusal refusal) {
    if (!patience.over()) {
      over(true);
      listener.refused(refusal);
    }
  }

  private void connect() {
    try {
      loop.client(fresh)
          .request(server.to(interpreter.path()))
          .onComplete(connected -> {
            if (connected.succeeded()) {
              send(connected.result());
            } else {
              fail(CallFailures.unconnected(connected.cause()));
            }
          });
    } catch (RuntimeException refused) {
      fail(CallFailures.unconnected(refused));
    }
  }

  private void send(HttpClientRequest connected) {
    if (patience.over()) {
      EventLoopContext.cut(connected.connection());
      return;
    }
    request = connected;
    usedBefore = !loop.first(connected.connection());
    patience.enter(Phase.SENDING);
    connected.exceptionHandler(this::broken);
    connected
        .response()
        .onComplete(answer -> {
          if (answer.succeeded()) {
            head(answer.result());
          } else {
            broken(answer.cause());
          }
        });
    interpreter.headers(server.key(), connected.headers());
    connected
        .end(body)
        .onSuccess(nothing -> {
          if (patience.phase() == Phase.SENDING) {
            patience.enter(Phase.WAITING);
          }
        });
  }

  private void head(HttpClientResponse answer) {
    if (patience.over()) {
      return;
    }
    response = answer;
    if (patience.phase() == Phase.SENDING) {
      patience.enter(Phase.WAITING);
    }
    answer.exceptionHandler(this::broken);
    Optional<Failure> unread = CallFailures.ofHead(answer.statusCode(), this::header);
    if (unread.isPresent()) {
      fail(unread.get());
      return;
    }
    if (answer.statusCode() < 200 || answer.statusCode() >= 300) {
      var text = new ByteArrayOutputStream();
      answer.handler(chunk -> gather(text, chunk));
      answer.endHandler(nothing -> refused(answer, text.toByteArray()));
    } else {
      answer.handler(this::chunk);
      answer.endHandler(nothing -> ended());
      relay();
    }
  }

  private void relay() {
    try {
      relay = interpreter.relay(header("content-type").orElse(""));
    } catch (RuntimeException e) {
      strange(e);
    }
  }

  private void gather(ByteArrayOutputStream text, Buffer chunk) {
    if (patience.over()) {
      return;
    }
    patience.enter(Phase.ANSWERING);
    boolean fits = text.size() + chunk.length() <= CallLimits.REFUSAL;
    if (fits && memory.hold((long) FORMS * (text.size() + chunk.length()))) {
      text.writeBytes(chunk.getBytes());
    }
  }

  private void chunk(Buffer chunk) {
    Relay to = relay;
    if (patience.over() || to == null) {
      return;
    }
    try {
      byte[] forClient = to.read(chunk.getBytes());
      if (to.answering()) {
        patience.enter(Phase.ANSWERING);
      }
      hand(forClient);
      if (!memory.hold(FORMS * to.held())) {
        return;
      }
    } catch (RuntimeException e) {
      strange(e);
      return;
    }
    if (!patience.over()) {
      if (to.error().isPresent()) {
        fail(to.error().get());
      } else if (to.finished()) {
        complete(to.usage());
      }
    }
  }

  private void ended() {
    ended = true;
    Relay to = relay;
    if (patience.over() || to == null) {
      return;
    }
    try {
      hand(to.end());
    } catch (RuntimeException e) {
      strange(e);
      return;
    }
    if (to.error().isPresent()) {
      fail(to.error().get());
    } else if (to.finished()) {
      complete(to.usage());
    } else {
      fail(Failure.of(Cause.CUT_OFF, "the answer ended before its end"));
    }
  }

  /// Whatever a server sends must end the request, even where reading it shows a mistake of ours.
  private void strange(RuntimeException why) {
    fail(Failure.of(Cause.MALFORMED, Unread.sentence(why, server.place())));
  }

  private void hand(byte[] bytes) {
    if (bytes.length > 0 && !patience.over()) {
      begun = true;
      listener.bytes(bytes);
    }
  }

  private void refused(HttpClientResponse answer, byte[] text) {
    ended = true;
    if (patience.over()) {
      return;
    }
    byte[] told = CallFailures.readable(text, this::header);
    WireError error = interpreter.error(answer.statusCode(), server.key().redact(told));
    if (error.kind() == WireError.Kind.UNAUTHORISED) {
      // whoever runs this may have exchanged the key meanwhile
      Thread.ofVirtual().start(server::refreshKey);
    }
    interpreter.after(error, body).ifPresentOrElse(next -> again(error, next), () -> fail(error));
  }

  /// Asks once more without the parameter that was refused.
  private void again(WireError refusal, DialectBridge without) {
    refusals.add(refusal);
    interpreter = without;
    memory.release();
    request = null;
    response = null;
    ended = false;
    patience.enter(Phase.CONNECTING);
    begin();
  }

  private void broken(Throwable why) {
    if (patience.over()) {
      return;
    }
    Failure failure = CallFailures.broken(why, response != null);
    boolean unanswered = response == null && failure.cause() == Cause.CUT_OFF;
    if (unanswered && usedBefore && !fresh) {
      // the server had closed a connection that it had promised to keep
      fresh = true;
      server.foundStale();
      request = null;
      patience.enter(Phase.CONNECTING);
      connect();
      return;
    }
    fail(failure);
  }

  /// Fails with an error that came inside the answer.
  private void fail(WireError error) {
    var wait = RetryAfter.of(error, this::header, Instant.now());
    fail(new Failure(CallFailures.cause(error), error.message(), wait));
  }

  private void fail(Failure failure) {
    if (!patience.over()) {
      memory.release();
      over(!interpreter.countsAgainstServer(failure.cause()));
      if (!ended) {
        hangUp();
      }
      String detail = server.key().redact(failure.detail());
      listener.failed(new Failure(failure.cause(), detail, failure.retryAfter()), begun);
    }
  }

  private Optional<String> header(String name) {
    return response == null ? Optional.empty() : Optional.ofNullable(response.getHeader(name));
  }

  private void complete(Usage usage) {
    server.speech().learn(refusals);
    over(true);
    linger();
    listener.complete(usage);
  }

  /// The answer stands; the connection gets a moment to end it in order.
  private void linger() {
    HttpClientResponse answer = response;
    if (answer != null && !ended) {
      answer.endHandler(nothing -> ended = true);
      loop.vertx()
          .setTimer(
              CallLimits.LINGER_MILLIS,
              passed -> {
                if (!ended) {
                  hangUp();
                }
              });
    }
  }

  private void over(boolean well) {
    patience.enter(Phase.OVER);
    loop.forget(this);
    if (entered) {
      entered = false;
      server.health().leave(well);
    }
  }

  /// Cuts the connection, in whatever phase; the listener hears nothing more.
  @Override
  public void cancel() {
    if (!patience.over()) {
      memory.release();
      over(true);
      hangUp();
    }
  }

  @Override
  public boolean sent() {
    return patience.phase() != Phase.CONNECTING;
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return relay == null ? Optional.empty() : relay.closingError(refusal);
  }

  @Override
  public List<String> dropped() {
    return interpreter.dropped();
  }

  @Override
  public Usage usageSoFar() {
    return relay == null ? Usage.NONE : relay.usage();
  }

  private void hangUp() {
    if (request != null) {
      EventLoopContext.cut(request.connection());
    }
  }

  @Override
  public void pause() {
    if (response != null && !patience.over() && patience.pause()) {
      response.pause();
    }
  }

  @Override
  public void resume() {
    if (response != null && patience.resume()) {
      response.resume();
    }
  }

  @Override
  public void tick(long now) {
    patience.due(now).ifPresent(this::fail);
  }
}
