package dev.metier.upstream;

import dev.metier.catalog.Timeouts;
import dev.metier.chat.Usage;
import dev.metier.dialect.RetryAfter;
import dev.metier.dialect.WireError;
import dev.metier.http.Keys;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.wire.MalformedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One try of one request at one server, over HTTP. Everything happens on the event loop of its request.
final class HttpAttempt implements Loop.Timed, Attempt {
  private static final int WHOLE_LIMIT = 32 << 20;
  private static final int ERROR_LIMIT = 1 << 16;
  /// Bytes of a request from which on its translation would hold up others on the event loop.
  private static final int LARGE = 512 << 10;

  private static final long LINGER_MILLIS = 50;
  private static final System.Logger LOG = System.getLogger(HttpAttempt.class.getName());

  private enum Phase {
    CONNECTING,
    SENDING,
    WAITING,
    ANSWERING,
    OVER
  }

  private final Loop loop;
  private final RemoteServer server;
  private final Interpreter interpreter;
  private final boolean stream;
  private final boolean large;
  private final Listener listener;
  private final InstantSource clock;
  private final long began = System.nanoTime();
  private Phase phase = Phase.CONNECTING;
  private long phaseBegan = began;
  private byte[] body = new byte[0];
  private boolean usedBefore;
  private boolean entered;
  private boolean fresh;
  private boolean begun;
  private boolean ended;
  private long pausedAt;
  private long paused;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable Relay relay;

  /// A try that waits to be started.
  HttpAttempt(Loop loop, RemoteServer server, Incoming incoming, Attempt.Listener listener) {
    this.loop = loop;
    this.server = server;
    this.interpreter = new Interpreter(incoming, server.speech());
    this.stream = incoming.stream();
    this.large = incoming.fields().json().length > LARGE;
    this.listener = listener;
    this.clock = InstantSource.system();
    this.fresh = server.fresh();
  }

  @Override
  public void start() {
    if (server.key() instanceof Keys.Missing(String sentence)) {
      phase = Phase.OVER;
      listener.failed(Failure.of(Cause.UNAUTHORISED, sentence), false);
      return;
    }
    if (!server.health().enter()) {
      phase = Phase.OVER;
      listener.failed(Failure.of(Cause.OVERLOADED, "its server failed again and again"), false);
      return;
    }
    entered = true;
    loop.watch(this);
    if (large) {
      Thread.ofVirtual().start(this::prepare);
    } else {
      write();
    }
  }

  private void write() {
    try {
      body = interpreter.body();
    } catch (RefusedException e) {
      over(true);
      throw e;
    }
    connect();
  }

  /// Writes a large request away from the event loop.
  private void prepare() {
    try {
      byte[] written = interpreter.body();
      loop.run(() -> {
        body = written;
        if (phase != Phase.OVER) {
          connect();
        }
      });
    } catch (RefusedException e) {
      loop.run(() -> {
        if (phase != Phase.OVER) {
          over(true);
          listener.refused(e.refusal());
        }
      });
    }
  }

  private void connect() {
    RequestOptions to = server.to(interpreter.path());
    interpreter.headers(server.key(), to);
    loop.client(fresh)
        .request(to)
        .onComplete(connected -> {
          if (connected.succeeded()) {
            send(connected.result());
          } else {
            fail(Cause.CONNECT, "no connection: " + plain(connected.cause()));
          }
        });
  }

  private void send(HttpClientRequest connected) {
    if (phase == Phase.OVER) {
      connected.connection().close();
      return;
    }
    request = connected;
    usedBefore = !loop.first(connected.connection());
    enter(Phase.SENDING);
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
    connected
        .end(Buffer.buffer(body))
        .onSuccess(nothing -> {
          if (phase == Phase.SENDING) {
            enter(Phase.WAITING);
          }
        });
  }

  private void head(HttpClientResponse answer) {
    if (phase == Phase.OVER) {
      return;
    }
    response = answer;
    enter(phase == Phase.SENDING ? Phase.WAITING : phase);
    answer.exceptionHandler(this::broken);
    String type = Optional.ofNullable(answer.getHeader("content-type")).orElse("");
    boolean events = type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    boolean lines = type.toLowerCase(Locale.ROOT).contains("ndjson");
    if (answer.statusCode() < 200 || answer.statusCode() >= 300) {
      var text = new ByteArrayOutputStream();
      answer.handler(chunk -> gather(text, chunk, ERROR_LIMIT));
      answer.endHandler(nothing -> refused(answer, text.toByteArray()));
    } else if (stream) {
      answer.handler(this::chunk);
      answer.endHandler(nothing -> streamEnded());
      relay(events);
    } else {
      var text = new ByteArrayOutputStream();
      answer.handler(chunk -> gather(text, chunk, WHOLE_LIMIT));
      answer.endHandler(nothing -> wholeEnded(text.toByteArray(), events || lines));
    }
  }

  /// What is forwarded is read whole only when the server answers in another form than was asked for.
  private void relay(boolean events) {
    try {
      relay = interpreter.relay(events);
    } catch (RuntimeException e) {
      strange(e);
    }
  }

  private void gather(ByteArrayOutputStream text, Buffer chunk, int limit) {
    if (phase == Phase.OVER) {
      return;
    }
    enter(Phase.ANSWERING);
    if (text.size() + chunk.length() <= limit) {
      text.writeBytes(chunk.getBytes());
    } else if (limit == WHOLE_LIMIT) {
      fail(Cause.MALFORMED, "the answer is larger than " + (limit >> 20) + " MB");
    }
  }

  private void chunk(Buffer chunk) {
    Relay to = relay;
    if (phase == Phase.OVER || to == null) {
      return;
    }
    enter(Phase.ANSWERING);
    try {
      hand(to.read(chunk.getBytes()));
    } catch (RuntimeException e) {
      strange(e);
      return;
    }
    if (phase != Phase.OVER) {
      if (to.error().isPresent()) {
        fail(to.error().get());
      } else if (to.finished()) {
        complete(to.usage());
      }
    }
  }

  private void streamEnded() {
    ended = true;
    Relay to = relay;
    if (phase == Phase.OVER || to == null) {
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
      fail(Cause.CUT_OFF, "the stream ended before the answer did");
    }
  }

  private void wholeEnded(byte[] text, boolean events) {
    ended = true;
    if (phase == Phase.OVER) {
      return;
    }
    try {
      Interpreter.Whole answer = interpreter.whole(text, events);
      if (answer.error().isPresent()) {
        fail(answer.error().get());
        return;
      }
      hand(answer.bytes());
      complete(answer.usage());
    } catch (RuntimeException e) {
      strange(e);
    }
  }

  /// Whatever a server sends must end the request, even where reading it shows a mistake of ours.
  private void strange(RuntimeException why) {
    switch (why) {
      case MalformedException e -> fail(Cause.MALFORMED, String.valueOf(e.getMessage()));
      case RefusedException e ->
          fail(Cause.MALFORMED, "the answer came in a form that nobody asked for");
      default -> {
        LOG.log(System.Logger.Level.ERROR, "an answer of " + server.place() + " was not read", why);
        fail(Cause.MALFORMED, "the answer was not understood");
      }
    }
  }

  private void hand(byte[] bytes) {
    if (bytes.length > 0 && phase != Phase.OVER) {
      begun = true;
      listener.bytes(bytes);
    }
  }

  private void refused(HttpClientResponse answer, byte[] text) {
    ended = true;
    if (phase == Phase.OVER) {
      return;
    }
    WireError error = interpreter.error(answer.statusCode(), server.key().redact(text));
    if (error.kind() == WireError.Kind.UNAUTHORISED) {
      // whoever runs this may have exchanged the key meanwhile
      Thread.ofVirtual().start(server::refreshKey);
    }
    var wait = RetryAfter.of(name -> Optional.ofNullable(answer.getHeader(name)), clock.instant());
    Cause cause = Causes.of(answer.statusCode(), error);
    over(!Causes.blames(cause));
    listener.failed(new Failure(cause, told(error.message()), wait), begun);
  }

  private void broken(Throwable why) {
    if (phase == Phase.OVER) {
      return;
    }
    boolean unanswered = phase != Phase.ANSWERING && response == null;
    if (unanswered && usedBefore && !fresh) {
      // the server had closed a connection that it had promised to keep
      fresh = true;
      server.foundStale();
      request = null;
      enter(Phase.CONNECTING);
      connect();
      return;
    }
    fail(Cause.CUT_OFF, "the connection broke: " + plain(why));
  }

  private void fail(WireError error) {
    over(!Causes.blames(Causes.of(error)));
    listener.failed(Failure.of(Causes.of(error), told(error.message())), begun);
    hangUp();
  }

  private void fail(Cause cause, String detail) {
    if (phase != Phase.OVER) {
      over(!Causes.blames(cause));
      hangUp();
      listener.failed(Failure.of(cause, told(detail)), begun);
    }
  }

  private void complete(Usage usage) {
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
              LINGER_MILLIS,
              passed -> {
                if (!ended) {
                  hangUp();
                }
              });
    }
  }

  private void over(boolean well) {
    phase = Phase.OVER;
    loop.forget(this);
    if (entered) {
      entered = false;
      server.health().leave(well);
    }
  }

  /// Cuts the connection, in whatever phase; the listener hears nothing more.
  @Override
  public void cancel() {
    if (phase != Phase.OVER) {
      over(true);
      hangUp();
    }
  }

  @Override
  public boolean sent() {
    return phase != Phase.CONNECTING;
  }

  @Override
  public Optional<byte[]> lastWords(Refusal refusal) {
    return relay == null ? Optional.empty() : relay.lastWords(refusal);
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
      request.connection().close();
    }
  }

  @Override
  public void pause() {
    if (response != null && phase != Phase.OVER && pausedAt == 0) {
      pausedAt = System.nanoTime();
      response.pause();
    }
  }

  @Override
  public void resume() {
    if (response != null && pausedAt != 0) {
      phaseBegan = System.nanoTime();
      paused += phaseBegan - pausedAt;
      pausedAt = 0;
      response.resume();
    }
  }

  private void enter(Phase next) {
    phase = next;
    phaseBegan = System.nanoTime();
  }

  @Override
  public void tick(long now) {
    Timeouts limits = server.model().timeouts();
    long inPhase = now - phaseBegan;
    long waiting = paused + (pausedAt == 0 ? 0 : now - pausedAt);
    if (now - began > limits.total().toNanos() + Math.min(waiting, limits.total().toNanos())) {
      fail(Cause.TOTAL_TIMEOUT, "not complete after " + limits.total().toSeconds() + " s");
      return;
    }
    if (pausedAt != 0) {
      // the client reads slowly; that is not the server's silence
      return;
    }
    switch (phase) {
      case CONNECTING -> {
        if (inPhase > limits.connect().toNanos()) {
          fail(Cause.CONNECT_TIMEOUT, "no connection after " + limits.connect().toMillis() + " ms");
        }
      }
      case WAITING -> {
        if (inPhase > limits.firstToken().toNanos()) {
          String wait = limits.firstToken().toMillis() + " ms";
          fail(Cause.FIRST_TOKEN_TIMEOUT, "no first token after " + wait);
        }
      }
      case ANSWERING -> {
        if (inPhase > limits.idle().toNanos()) {
          fail(Cause.IDLE_TIMEOUT, "nothing came for " + limits.idle().toMillis() + " ms");
        }
      }
      case SENDING, OVER -> {}
    }
  }

  private String told(String detail) {
    return Interpreter.told(detail, server.key());
  }

  /// A sentence without addresses' and classes' names.
  private static String plain(Throwable why) {
    return Causes.plain(why);
  }
}
