package dev.metier.upstream;

import dev.metier.call.CallDeadlines;
import dev.metier.call.CallDeadlines.Phase;
import dev.metier.call.CallFailures;
import dev.metier.call.EventLoopContext;
import dev.metier.call.HttpCall;
import dev.metier.call.HttpCall.Head;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Usage;
import dev.metier.dialect.ContextLength;
import dev.metier.dialect.RetryAfter;
import dev.metier.dialect.WireError;
import dev.metier.job.DataClass;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.http.Keys;
import dev.metier.upstream.Health.Outcome;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One try of one request at one server, over HTTP. Everything happens on the event loop of its
/// request.
final class HttpAttempt implements Attempt, HttpCall.Listener {
  /// What was read is copied once more before it is handed on.
  private static final int FORMS = 2;

  private final EventLoopContext loop;
  private final RemoteServer server;
  private final DataClass data;
  private Incoming incoming;
  private final List<WireError> refusals = new ArrayList<>();
  private final Attempt.Listener listener;
  private final CallDeadlines deadlines;
  private final KeyGuard guard;
  private final AnswerMemory memory;
  private DialectBridge interpreter;
  private HttpCall call;
  private Buffer body = Buffer.buffer();
  private final List<String> limited = new ArrayList<>();
  private boolean entered;
  private boolean begun;
  private boolean over;
  private @Nullable Relay relay;
  private @Nullable KeptReply kept;

  /// A try that waits to be started.
  ///
  /// @param data the class of the request
  HttpAttempt(
      EventLoopContext loop,
      RemoteServer server,
      Incoming incoming,
      DataClass data,
      Attempt.Listener listener) {
    this.loop = loop;
    this.server = server;
    this.data = data;
    this.incoming = incoming;
    this.interpreter = new DialectBridge(incoming, server.speech().now());
    this.listener = listener;
    this.guard = KeyGuard.of(server.key());
    this.memory = new AnswerMemory(listener);
    Timeouts timeouts = server.model().timeouts();
    this.deadlines = new CallDeadlines(incoming.stream() ? timeouts : timeouts.whole());
    this.call = new HttpCall(loop, server.keepAlive(), deadlines, this);
  }

  @Override
  public void keepReply() {
    kept = new KeptReply();
    memory.countAll();
  }

  @Override
  public Optional<ChatReply> reply() {
    String type = call.head().flatMap(head -> head.header("content-type")).orElse("");
    return kept == null ? Optional.empty() : kept.reply(interpreter.speech().dialect(), type);
  }

  @Override
  public Optional<String> servedModel() {
    return Optional.ofNullable(kept).flatMap(KeptReply::servedModel);
  }

  @Override
  public void start() {
    if (server.key() instanceof Keys.Missing(String sentence)) {
      over(Outcome.UNTOLD);
      listener.failed(Failure.of(Cause.UNAUTHORISED, sentence), false);
      return;
    }
    if (!server.health().enter()) {
      over(Outcome.UNTOLD);
      listener.failed(Failure.of(Cause.OVERLOADED, "its server failed again and again"), false);
      return;
    }
    entered = true;
    limit(PromptFit.writable(server.model(), incoming));
    server.locality().look(loop, data, this::fit);
  }

  /// Begins, unless the server said that it only passes on what it may not.
  private void fit() {
    if (over) {
      return;
    }
    Optional<Failure> forbidden = server.locality().forbids(data);
    if (forbidden.isPresent()) {
      failed(forbidden.get());
    } else if (PromptFit.isNear(server.model(), incoming)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              PromptFit fit = PromptFit.of(server.model(), incoming);
              loop.run(() -> begin(fit));
            } catch (RuntimeException e) {
              loop.run(() -> unexpected(e));
            }
          });
    } else {
      begin();
    }
  }

  private void begin(PromptFit fit) {
    if (over) {
      return;
    }
    switch (fit) {
      case PromptFit.Exceeds(Failure failure) -> {
        over(Outcome.UNTOLD);
        listener.failed(failure, false);
      }
      case PromptFit.Fits(Incoming fitting) -> {
        limit(fitting);
        begin();
      }
    }
  }

  /// Asks for a shorter answer, where this is another request.
  private void limit(Incoming fitting) {
    if (!fitting.equals(incoming)) {
      limited.addAll(fitting.limits());
      incoming = fitting;
      interpreter = new DialectBridge(fitting, interpreter.speech());
    }
  }

  private void begin() {
    call.start();
    interpreter.write(loop, this::written, this::unspeakable);
  }

  private void written(Buffer request) {
    body = request;
    call.send(
        new HttpCall.Request(
            server.to(interpreter.path()),
            headers -> interpreter.headers(server.key(), headers),
            request));
  }

  private void unspeakable(Refusal refusal) {
    if (!over) {
      over(Outcome.UNTOLD);
      listener.refused(refusal);
    }
  }

  @Override
  public void head(Head head) {
    try {
      relay = interpreter.relay(head.header("content-type").orElse(""), guard);
    } catch (RuntimeException e) {
      unexpected(e);
    }
  }

  @Override
  public boolean hold(long bytes) {
    return memory.hold(FORMS * bytes);
  }

  @Override
  public void chunk(byte[] bytes, long nanos) {
    Relay to = relay;
    if (over || to == null) {
      return;
    }
    KeptReply answer = kept;
    Optional.ofNullable(answer).ifPresent(all -> all.add(bytes));
    try {
      byte[] forClient = to.read(bytes);
      if (isPassedOn(to)) {
        return;
      }
      if (to.answering()) {
        call.answering();
      }
      hand(to, forClient);
      // what is kept waits in the client's form too
      if (!memory.hold(FORMS * (to.held() + (answer == null ? 0 : answer.size())))) {
        return;
      }
    } catch (RuntimeException e) {
      unexpected(e);
      return;
    }
    if (!over) {
      if (to.error().isPresent()) {
        fail(to.error().get());
      } else if (to.finished()) {
        complete(to.usage());
      }
    }
  }

  @Override
  public void end(long nanos) {
    Relay to = relay;
    if (over || to == null) {
      return;
    }
    try {
      byte[] rest = to.end();
      if (isPassedOn(to)) {
        return;
      }
      hand(to, rest);
    } catch (RuntimeException e) {
      unexpected(e);
      return;
    }
    if (over) {
      return;
    }
    if (to.error().isPresent()) {
      fail(to.error().get());
    } else if (to.finished()) {
      complete(to.usage());
    } else {
      failed(Failure.of(Cause.CUT_OFF, "the answer ended before its end"));
    }
  }

  /// Whether the server says that it passed on what it may not; then the try is over.
  private boolean isPassedOn(Relay from) {
    from.elsewhere().ifPresent(server.locality()::found);
    server.locality().forbids(data).ifPresent(this::failed);
    return over;
  }

  /// Whatever a server sends must end the request, even where reading it shows a mistake of ours.
  private void unexpected(RuntimeException why) {
    failed(Failure.of(Cause.MALFORMED, Unread.sentence(why, server.place())));
  }

  /// Hands on what came, but for the end of an answer to a prompt of which only a part was read.
  private void hand(Relay from, byte[] bytes) {
    if (from.finished()) {
      PromptFit.cut(server.model(), incoming, from.usage()).ifPresent(this::failed);
    }
    byte[] clean = guard.released(bytes);
    if (clean.length > 0 && !over) {
      begun = true;
      listener.bytes(clean);
    }
  }

  @Override
  public void refused(Head head, byte[] text) {
    WireError error = interpreter.error(head.status(), server.key().redact(text));
    if (error.kind() == WireError.Kind.UNAUTHORISED) {
      // whoever runs this may have exchanged the key meanwhile
      Thread.ofVirtual().start(server::refreshKey);
    }
    Optional<DialectBridge> next = interpreter.after(error, body);
    if (next.isPresent()) {
      refusals.add(error);
      again(next.get());
    } else if (error.kind() == WireError.Kind.TOO_LONG && limited.isEmpty()) {
      shorter(error);
    } else {
      fail(error);
    }
  }

  /// Asks once more for the answer that the prompt leaves room for.
  private void shorter(WireError error) {
    Incoming before = incoming;
    PromptFit.after(ContextLength.of(error.message()), before).ifPresent(this::limit);
    if (incoming.equals(before)) {
      fail(error);
    } else {
      again(interpreter);
    }
  }

  /// Asks once more, in another way.
  private void again(DialectBridge next) {
    interpreter = next;
    memory.release();
    Optional.ofNullable(kept).ifPresent(KeptReply::clear);
    call = new HttpCall(loop, server.keepAlive(), deadlines, this);
    begin();
  }

  /// Fails with an error that the server told.
  private void fail(WireError error) {
    var wait =
        RetryAfter.of(error, name -> call.head().flatMap(head -> head.header(name)), Instant.now());
    failed(new Failure(CallFailures.cause(error), error.message(), wait));
  }

  @Override
  public void failed(Failure failure) {
    if (!over) {
      memory.release();
      over(interpreter.outcome(failure.cause()));
      call.abort();
      String detail = server.key().redact(failure.detail());
      listener.failed(new Failure(failure.cause(), detail, failure.retryAfter()), begun);
    }
  }

  private void complete(Usage usage) {
    server.speech().learn(refusals);
    over(Outcome.WELL);
    call.finish();
    byte[] rest = guard.rest();
    if (rest.length > 0) {
      listener.bytes(rest);
    }
    guard.tell(incoming.heading().requestId(), server.place());
    listener.complete(usage);
  }

  private void over(Outcome outcome) {
    over = true;
    if (entered) {
      entered = false;
      server.health().leave(outcome, incoming::fingerprint);
    }
  }

  /// Cuts the connection, in whatever phase; the listener hears nothing more.
  @Override
  public void cancel() {
    if (!over) {
      memory.release();
      over(Outcome.UNTOLD);
      call.abort();
    }
  }

  @Override
  public boolean sent() {
    return deadlines.phase() != Phase.CONNECTING;
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return relay == null ? Optional.empty() : relay.closingError(refusal);
  }

  @Override
  public List<String> dropped() {
    return Stream.concat(interpreter.dropped().stream(), limited.stream()).distinct().toList();
  }

  @Override
  public Usage usageSoFar() {
    return relay == null ? Usage.NONE : relay.usage();
  }

  @Override
  public long delivered() {
    return relay == null ? 0 : relay.delivered();
  }

  @Override
  public void pause() {
    call.pause();
  }

  @Override
  public void resume() {
    call.resume();
  }
}
