package dev.metier.call;

import dev.metier.call.CallDeadlines.Phase;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One HTTP request to a model's server and its answer: its connection, its deadlines, and what is
/// taken for an answer. It retries nothing but a kept connection that the server had closed.
/// Everything happens on its event loop; [#abort], [#answering] and [#settle] may be called from
/// anywhere.
public final class HttpCall implements EventLoopContext.Timed {
  /// Takes the answer, on the event loop: after the head at most one of [#end], [#refused] and
  /// [#failed]. Nothing follows that, and nothing comes of a call that was aborted.
  public interface Listener {
    /// Takes the head of an answer; what follows is its body.
    void head(Head head);

    /// Takes bytes that came at this [System#nanoTime()].
    void chunk(byte[] bytes, long nanos);

    /// The body ended in order.
    void end(long nanos);

    /// Takes a refusal.
    ///
    /// @param text what can be read of its body
    void refused(Head head, byte[] text);

    void failed(Failure failure);

    /// Counts memory that a refusal takes; false when there is none, and the call is aborted.
    default boolean hold(long bytes) {
      return true;
    }
  }

  /// A request.
  ///
  /// @param headers sets those that the address does not have
  /// @param body nothing when it is empty
  public record Request(RequestOptions to, Consumer<MultiMap> headers, Buffer body) {}

  /// How an answer begins.
  public record Head(int status, MultiMap headers) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  private final EventLoopContext loop;
  private final KeepAlive keepAlive;
  private final CallDeadlines deadlines;
  private final Listener listener;
  private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
  private volatile long sentAt;
  private boolean fresh;
  private boolean usedBefore;
  private boolean over;
  private boolean ended;
  private boolean settling;
  private long lastChunkAt;
  private Optional<TimedSocket> socket = Optional.empty();
  private @Nullable Request asked;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable Head head;

  /// A call that waits to be started.
  ///
  /// @param deadlines used by nobody else while the call is under way
  public HttpCall(
      EventLoopContext loop, KeepAlive keepAlive, CallDeadlines deadlines, Listener listener) {
    this.loop = loop;
    this.keepAlive = keepAlive;
    this.deadlines = deadlines;
    this.listener = listener;
    this.fresh = !keepAlive.holds();
  }

  /// Begins to look after the deadlines.
  public void start() {
    deadlines.enter(Phase.CONNECTING);
    loop.watch(this);
  }

  /// Connects and sends; nothing when the call is over already.
  public void send(Request next) {
    if (!over) {
      asked = next;
      connect(next);
    }
  }

  private void connect(Request next) {
    deadlines.enter(Phase.CONNECTING);
    try {
      loop.client(fresh)
          .request(next.to)
          .onComplete(connected -> {
            if (connected.succeeded()) {
              send(next, connected.result());
            } else {
              fail(CallFailures.unconnected(connected.cause()));
            }
          });
    } catch (RuntimeException refused) {
      // what cannot be asked at all is refused at once, and nobody else would hear of it
      fail(CallFailures.unconnected(refused));
    }
  }

  private void send(Request next, HttpClientRequest connected) {
    connected.exceptionHandler(why -> broken(connected, why));
    if (over) {
      EventLoopContext.cut(connected.connection());
      return;
    }
    request = connected;
    socket = TimedSocket.of(connected.connection());
    usedBefore = !loop.first(connected.connection());
    deadlines.enter(Phase.SENDING);
    connected
        .response()
        .onComplete(answer -> {
          if (answer.succeeded()) {
            head(connected, answer.result());
          } else {
            broken(connected, answer.cause());
          }
        });
    next.headers.accept(connected.headers());
    var sent = next.body.length() == 0 ? connected.end() : connected.end(next.body);
    sent.onSuccess(nothing -> sent());
  }

  private void sent() {
    if (deadlines.phase() == Phase.SENDING) {
      sentAt = socket.map(TimedSocket::writtenAt).orElseGet(System::nanoTime);
      deadlines.enter(Phase.WAITING, sentAt);
    }
  }

  private void head(HttpClientRequest connected, HttpClientResponse answer) {
    if (over) {
      return;
    }
    // an answer may come before the write is reported
    sent();
    var begun = new Head(answer.statusCode(), answer.headers());
    response = answer;
    head = begun;
    answer.exceptionHandler(why -> broken(connected, why));
    Optional<Failure> unread = CallFailures.ofHead(begun.status, begun::header);
    if (unread.isPresent()) {
      fail(unread.get());
    } else if (begun.status >= 300) {
      answer.handler(this::gather);
      answer.endHandler(nothing -> refused(begun));
    } else {
      answer.handler(this::chunk);
      answer.endHandler(nothing -> end());
      listener.head(begun);
    }
  }

  private void chunk(Buffer buffer) {
    if (over) {
      return;
    }
    lastChunkAt = readAt();
    if (deadlines.phase() == Phase.ANSWERING) {
      deadlines.enter(Phase.ANSWERING, lastChunkAt);
    }
    listener.chunk(buffer.getBytes(), lastChunkAt);
  }

  private void end() {
    ended = true;
    if (!over) {
      over();
      listener.end(readAt());
    }
  }

  private long readAt() {
    return socket.map(TimedSocket::readAt).orElseGet(System::nanoTime);
  }

  /// Of a refusal without end the beginning is enough.
  private void gather(Buffer chunk) {
    Head begun = head;
    if (over || begun == null) {
      return;
    }
    deadlines.enter(Phase.ANSWERING);
    if (!listener.hold(refusal.size() + (long) chunk.length())) {
      return;
    }
    refusal.write(
        chunk.getBytes(), 0, Math.min(chunk.length(), CallLimits.REFUSAL - refusal.size()));
    if (refusal.size() == CallLimits.REFUSAL) {
      refused(begun);
      hangUp();
    }
  }

  private void refused(Head begun) {
    ended = refusal.size() < CallLimits.REFUSAL;
    if (!over) {
      over();
      listener.refused(begun, CallFailures.readable(refusal.toByteArray(), begun::header));
    }
  }

  private void broken(HttpClientRequest connected, Throwable why) {
    Request again = asked;
    if (over || again == null || !connected.equals(request)) {
      return;
    }
    Failure failure = CallFailures.broken(why, response != null);
    boolean unanswered = response == null && failure.cause() == Cause.CUT_OFF;
    if (unanswered && usedBefore && !fresh) {
      // the server had closed a connection that it had promised to keep
      fresh = true;
      keepAlive.foundStale();
      request = null;
      connect(again);
      return;
    }
    fail(failure);
  }

  private void fail(Failure failure) {
    if (!over) {
      over();
      hangUp();
      listener.failed(failure);
    }
  }

  private void over() {
    over = true;
    deadlines.enter(Phase.OVER);
    loop.forget(this);
  }

  /// When the last byte was handed to the socket, by [System#nanoTime()].
  public long sentAt() {
    return sentAt;
  }

  /// The head of the answer, once it came.
  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /// What came is the answer itself: from now on only a pause in it is limited.
  public void answering() {
    loop.run(() -> {
      if (!over && deadlines.phase() == Phase.WAITING) {
        deadlines.enter(Phase.ANSWERING, lastChunkAt);
      }
    });
  }

  /// The answer stands, but for what its end may still tell: the connection gets a moment to end in
  /// order, and the end is told in any case.
  public void settle() {
    loop.run(() -> {
      if (!over && !settling) {
        settling = true;
        loop.vertx().setTimer(CallLimits.LINGER_MILLIS, passed -> settled());
      }
    });
  }

  private void settled() {
    if (!over) {
      over();
      hangUp();
      listener.end(lastChunkAt);
    }
  }

  /// The answer stands and nothing more is to be heard; the connection gets a moment to end in
  /// order.
  public void finish() {
    HttpClientResponse answer = response;
    if (!over) {
      over();
      if (answer != null && !ended) {
        loop.vertx().setTimer(CallLimits.LINGER_MILLIS, passed -> hangUp());
      }
    }
  }

  /// Cuts the connection, in whatever phase.
  public void abort() {
    loop.run(() -> {
      if (!over) {
        over();
        hangUp();
      }
    });
  }

  /// Closes the whole connection unless the answer has left it: another request must never meet
  /// what is left of this one.
  private void hangUp() {
    if (request != null && !ended) {
      EventLoopContext.cut(request.connection());
    }
  }

  /// Asks for no more bytes for now; that is not the server's silence.
  public void pause() {
    if (response != null && !over && deadlines.pause()) {
      response.pause();
    }
  }

  public void resume() {
    if (response != null && deadlines.resume()) {
      response.resume();
    }
  }

  @Override
  public void tick(long now) {
    deadlines.due(now).ifPresent(this::fail);
  }
}
