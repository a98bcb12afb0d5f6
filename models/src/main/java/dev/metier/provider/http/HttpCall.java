package dev.metier.provider.http;

import dev.metier.call.CallLimits;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP request and its answer. Everything happens on the event loop; other threads only start
/// it, look at its progress and abort it.
final class HttpCall {
  /// Takes the answer, on the event loop. Exactly one of [#end] and [#failed] is called, unless the
  /// call is aborted; nothing follows it.
  interface Listener {
    /// Takes the head; false when no more is wanted: the connection is then cut, and nothing
    /// follows.
    boolean head(int status, MultiMap headers);

    /// Takes bytes that came at this [System#nanoTime()]; false as above.
    boolean chunk(byte[] bytes, long nanos);

    /// Whether the answer stands already; the connection then gets a moment to close it in order.
    boolean complete();

    void end(long nanos);

    /// Takes the failure, and how far the call had come.
    void failed(Throwable why, Progress progress);
  }

  /// How far a call has come.
  enum Progress {
    CONNECTING,
    SENDING,
    SENT,
    ANSWERING
  }

  private final HttpConnections.Started wire;
  private final boolean fresh;
  private final RequestOptions to;
  private final byte[] body;
  private final Listener listener;
  private volatile Progress progress = Progress.CONNECTING;
  private volatile long sentAt;
  private volatile boolean reused;
  private @Nullable HttpClientRequest request;
  private Optional<TimedSocket> socket = Optional.empty();
  private boolean over;
  private boolean lingering;
  private long timer;

  /// A call that waits to be started.
  ///
  /// @param fresh whether it gets a connection of its own, which nobody used before
  HttpCall(HttpConnections wire, boolean fresh, RequestOptions to, byte[] body, Listener listener) {
    this.wire = wire.started();
    this.fresh = fresh;
    this.to = to;
    this.body = body;
    this.listener = listener;
  }

  void start() {
    wire.context().runOnContext(nothing -> connect());
  }

  /// Cuts the connection, in whatever phase.
  void abort() {
    wire.context().runOnContext(nothing -> cut());
  }

  Progress progress() {
    return progress;
  }

  /// When the last byte was handed to the socket, by [System#nanoTime()].
  long sentAt() {
    return sentAt;
  }

  /// Whether an earlier call had used the connection.
  boolean reused() {
    return reused;
  }

  private void connect() {
    if (over) {
      return;
    }
    try {
      wire.client(fresh)
          .request(to)
          .onComplete(connection -> {
            if (connection.succeeded()) {
              send(connection.result());
            } else {
              fail(connection.cause());
            }
          });
    } catch (RuntimeException refused) {
      // what cannot be asked at all is refused at once, and nobody else would hear of it
      fail(refused);
    }
  }

  private void send(HttpClientRequest connected) {
    request = connected;
    connected.exceptionHandler(this::fail);
    socket = TimedSocket.of(connected.connection());
    reused = !wire.used().add(connected.connection());
    if (over) {
      hangUp();
      return;
    }
    progress = Progress.SENDING;
    connected
        .response()
        .onComplete(answer -> {
          if (answer.succeeded()) {
            listen(answer.result());
          } else {
            fail(answer.cause());
          }
        });
    var sent = body.length == 0 ? connected.end() : connected.end(Buffer.buffer(body));
    sent.onSuccess(nothing -> sent());
  }

  private void sent() {
    if (progress == Progress.SENDING) {
      sentAt = socket.map(TimedSocket::writtenAt).orElseGet(System::nanoTime);
      progress = Progress.SENT;
    }
  }

  private void listen(HttpClientResponse response) {
    if (over) {
      return;
    }
    // an answer may come before the write is reported
    sent();
    progress = Progress.ANSWERING;
    response.exceptionHandler(this::fail);
    response.handler(this::chunk);
    response.endHandler(nothing -> end());
    if (!listener.head(response.statusCode(), response.headers())) {
      cut();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      listener.end(readAt());
    }
    if (lingering) {
      wire.vertx().cancelTimer(timer);
    }
  }

  private void chunk(Buffer buffer) {
    if (over) {
      return;
    }
    if (!listener.chunk(buffer.getBytes(), readAt())) {
      cut();
    } else if (listener.complete()) {
      beginToLinger();
    }
  }

  private long readAt() {
    return socket.map(TimedSocket::readAt).orElseGet(System::nanoTime);
  }

  /// The answer stands: gives the connection a moment to close it in order.
  void settle() {
    wire.context().runOnContext(nothing -> beginToLinger());
  }

  private void beginToLinger() {
    if (!over && !lingering) {
      lingering = true;
      timer = wire.vertx().setTimer(CallLimits.LINGER_MILLIS, passed -> linger());
    }
  }

  private void linger() {
    if (!over) {
      end();
      hangUp();
    }
  }

  private void fail(Throwable why) {
    if (!over) {
      over = true;
      listener.failed(why, progress);
      hangUp();
    }
  }

  private void cut() {
    if (!over) {
      over = true;
      hangUp();
    }
  }

  /// Closes the whole connection: another request must never meet what is left of this one.
  private void hangUp() {
    if (request != null) {
      request.connection().close();
    }
  }
}
