package dev.metier.call;

import dev.metier.core.log.Log;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/// What belongs to one event loop: its connections, and a clock that looks after all that is under
/// way on it. Only for that loop.
public final class EventLoopContext implements AutoCloseable {
  /// Something with deadlines.
  public interface Timed {
    /// Looks at the time, by [System#nanoTime()].
    void tick(long nanos);
  }

  private static final long TICK_MILLIS = 20;
  private static final int CONNECTIONS = 16_384;

  /// What is read at a time. A paused stream holds some eight reads, each at its full size.
  private static final int READ_BYTES = 16 << 10;

  /// How long the gateway keeps a connection that nobody uses.
  private static final Duration IDLE = Duration.ofSeconds(50);

  private final Vertx vertx;
  private final ContextInternal context;
  private final HttpClient lasting;
  private final HttpClient single;
  private final List<Timed> timed = new ArrayList<>();
  private final Set<HttpConnection> used = Collections.newSetFromMap(new WeakHashMap<>());
  private final long ticker;

  /// The loop that the caller runs on.
  public EventLoopContext(Vertx vertx) {
    this(vertx, ContextInternal.current(), IDLE);
  }

  /// @param idle how long a connection that nobody uses is kept
  public EventLoopContext(Vertx vertx, Context context, Duration idle) {
    this.vertx = vertx;
    this.context = (ContextInternal) context;
    this.lasting = client(vertx, true, idle);
    this.single = client(vertx, false, idle);
    this.ticker = this.context.setPeriodic(TICK_MILLIS, id -> tick());
  }

  private static HttpClient client(Vertx vertx, boolean lasting, Duration idle) {
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setKeepAlive(lasting)
            .setKeepAliveTimeout((int) idle.toSeconds())
            .setPipelining(false)
            .setTcpNoDelay(true)
            .setReceiveBufferSize(READ_BYTES)
            .setDecompressionSupported(false);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
        // every call hears of its own failure; nobody else needs to
        .withConnectHandler(connection -> connection.exceptionHandler(why -> {}))
        .build();
  }

  /// Closes a connection at once. Its own way of closing first sends what is still to be sent,
  /// which never ends when the other side has stopped reading.
  public static void cut(HttpConnection connection) {
    var _ =
        switch (connection) {
          case HttpServerConnection client -> client.channelHandlerContext().close();
          case HttpClientConnection server -> server.channelHandlerContext().close();
          default -> connection.close();
        };
  }

  /// These bytes as they are: they must not be changed any more.
  public static Buffer wrapped(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }

  /// These pieces one after another, uncopied.
  public static Buffer wrapped(ByteBuf... pieces) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(pieces));
  }

  public Vertx vertx() {
    return vertx;
  }

  HttpClient client(boolean fresh) {
    return fresh ? single : lasting;
  }

  /// Whether no request was sent over this connection before.
  boolean first(HttpConnection connection) {
    return used.add(connection);
  }

  /// Runs this on the loop: now when called from there.
  public void run(Runnable work) {
    if (context.inThread()) {
      work.run();
    } else {
      context.runOnContext(nothing -> work.run());
    }
  }

  /// Looks after this until it is let go.
  public void watch(Timed one) {
    timed.add(one);
  }

  /// Lets go; cheap for what was watched last.
  public void forget(Timed one) {
    int last = timed.size() - 1;
    for (int i = last; i >= 0; i--) {
      if (timed.get(i).equals(one)) {
        timed.set(i, timed.get(last));
        timed.remove(last);
        return;
      }
    }
  }

  private void tick() {
    long now = System.nanoTime();
    for (int i = timed.size() - 1; i >= 0; i--) {
      if (i < timed.size()) {
        tick(timed.get(i), now);
      }
    }
  }

  /// What goes wrong for one must not make the others wait.
  private static void tick(Timed one, long now) {
    try {
      one.tick(now);
    } catch (RuntimeException e) {
      Log.error(EventLoopContext.class, "a deadline was not looked after", e);
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(ticker);
  }
}
