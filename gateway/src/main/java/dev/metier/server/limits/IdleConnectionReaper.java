package dev.metier.server.limits;

import dev.metier.call.EventLoopContext;
import dev.metier.core.log.Log;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Watches the connections of one event loop and closes those whose clients take too long. A
/// connection whose request waits for its answer is left alone, however long that takes; a server's
/// plain idle time-out would cut it. Only for that loop.
public final class IdleConnectionReaper implements EventLoopContext.Timed {
  private static final long LOOK_NANOS = 250_000_000;

  /// One connection.
  private static final class WatchedConnection {
    private long since;
    private long stuck;
    private long behind;
    private boolean asked;
    private @Nullable HttpServerRequest request;

    WatchedConnection(long since) {
      this.since = since;
    }
  }

  private final ClientTimeouts timeouts;
  private final LongSupplier nanos;
  private final Map<HttpConnection, WatchedConnection> connections = new HashMap<>();
  private long looked;

  public IdleConnectionReaper(EventLoopContext loop, ClientTimeouts timeouts) {
    this(loop, timeouts, System::nanoTime);
  }

  /// @param nanos tells the time as [System#nanoTime()] does
  IdleConnectionReaper(EventLoopContext loop, ClientTimeouts timeouts, LongSupplier nanos) {
    this.timeouts = timeouts;
    this.nanos = nanos;
    this.looked = nanos.getAsLong();
    loop.watch(this);
  }

  /// A client connected.
  public void opened(HttpConnection connection) {
    connections.put(connection, new WatchedConnection(nanos.getAsLong()));
    connection.closeHandler(nothing -> connections.remove(connection));
    // a client that leaves is no failure, and what became of its request is recorded with that
    connection.exceptionHandler(why -> Log.debug(IdleConnectionReaper.class, "a client left", why));
  }

  /// The head of a request is complete.
  public void asked(HttpServerRequest request) {
    WatchedConnection watched = connections.get(request.connection());
    if (watched != null) {
      watched.asked = true;
      watched.request = request;
      watched.since = nanos.getAsLong();
      watched.stuck = 0;
    }
  }

  /// Connections that are open.
  public int open() {
    return connections.size();
  }

  @Override
  public void tick(long loopNanos) {
    if (nanos.getAsLong() - looked >= LOOK_NANOS) {
      look();
    }
  }

  /// Closes the connections whose clients are late now.
  void look() {
    long now = nanos.getAsLong();
    looked = now;
    List<HttpConnection> late = new ArrayList<>();
    connections.forEach((connection, watched) -> {
      if (isLate(connection, watched, now)) {
        late.add(connection);
      }
    });
    late.forEach(EventLoopContext::cut);
  }

  private boolean isLate(HttpConnection connection, WatchedConnection watched, long now) {
    HttpServerRequest request = watched.request;
    if (request == null) {
      var longest = watched.asked ? timeouts.idle() : timeouts.first();
      return now - watched.since > longest.toNanos();
    }
    HttpServerResponse response = request.response();
    boolean full = isFull(connection, request);
    if (response.ended() && !full) {
      watched.request = null;
      watched.since = now;
      return false;
    }
    if (!response.ended() && !request.isEnded()) {
      return now - watched.since > timeouts.body(request.bytesRead());
    }
    return isStuck(watched, full ? behind(connection, request) : 0, now)
        && now - watched.stuck > timeouts.reading(unseen(connection));
  }

  /// Whether some of the answer waits until the client has read more; it may be ended all the same.
  private static boolean isFull(HttpConnection connection, HttpServerRequest request) {
    return connection instanceof VertxConnection server
        ? server.writeQueueFull() || !server.channelHandlerContext().channel().isWritable()
        : !request.response().ended() && request.response().writeQueueFull();
  }

  /// Bytes the client has acknowledged, plus 1 (0 means not blocked).
  private static long behind(HttpConnection connection, HttpServerRequest request) {
    ChannelOutboundBuffer unsent =
        connection instanceof HttpServerConnection server
            ? server.channelHandlerContext().channel().unsafe().outboundBuffer()
            : null;
    long sent = request.response().bytesWritten();
    // a piece counts as unsent until its last byte is taken
    return unsent == null
        ? 1 + sent
        : 1 + sent + unsent.currentProgress() - Math.min(sent, unsent.totalPendingWriteBytes());
  }

  /// Bytes that a client may read before any of that is seen here: the kernel takes nothing more
  /// until much of its own buffer is read, and Linux holds twice the size that it tells.
  private static long unseen(HttpConnection connection) {
    return connection instanceof HttpServerConnection server
        ? 2L * server.channelHandlerContext().channel().config().getOption(ChannelOption.SO_SNDBUF)
        : 0;
  }

  /// Whether a client is behind and was not seen to read since it was looked at before.
  private boolean isStuck(WatchedConnection watched, long behind, long now) {
    if (behind == 0 || behind != watched.behind) {
      watched.behind = behind;
      watched.stuck = 0;
      return false;
    }
    watched.stuck = watched.stuck == 0 ? now : watched.stuck;
    return true;
  }
}
