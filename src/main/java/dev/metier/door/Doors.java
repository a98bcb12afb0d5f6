package dev.metier.door;

import dev.metier.upstream.Loop;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Watches the connections of one event loop and closes those whose clients take too long. A
/// connection whose request waits for its answer is left alone, however long that takes; a server's
/// plain idle time-out would cut it. Only for that loop.
public final class Doors implements Loop.Timed {
  private static final long LOOK_NANOS = 250_000_000;

  /// One connection.
  private static final class Guest {
    private long since = System.nanoTime();
    private long stuck;
    private long behind;
    private boolean asked;
    private @Nullable HttpServerRequest request;
  }

  private final Allowance allowance;
  private final Map<HttpConnection, Guest> guests = new HashMap<>();
  private long looked = System.nanoTime();

  public Doors(Loop loop, Allowance allowance) {
    this.allowance = allowance;
    loop.watch(this);
  }

  /// A client connected.
  public void opened(HttpConnection connection) {
    guests.put(connection, new Guest());
    connection.closeHandler(nothing -> guests.remove(connection));
    // a client that leaves is no failure, and what became of its request is recorded with that
    connection.exceptionHandler(why -> log().log(System.Logger.Level.DEBUG, "a client left", why));
  }

  /// The head of a request is complete.
  public void asked(HttpServerRequest request) {
    Guest guest = guests.get(request.connection());
    if (guest != null) {
      guest.asked = true;
      guest.request = request;
      guest.since = System.nanoTime();
      guest.stuck = 0;
    }
  }

  /// Connections that are open.
  public int open() {
    return guests.size();
  }

  @Override
  public void tick(long now) {
    if (now - looked < LOOK_NANOS) {
      return;
    }
    looked = now;
    List<HttpConnection> late = new ArrayList<>();
    guests.forEach((connection, guest) -> {
      if (isLate(connection, guest, now)) {
        late.add(connection);
      }
    });
    late.forEach(Loop::cut);
  }

  private boolean isLate(HttpConnection connection, Guest guest, long now) {
    HttpServerRequest request = guest.request;
    if (request == null) {
      var longest = guest.asked ? allowance.idle() : allowance.first();
      return now - guest.since > longest.toNanos();
    }
    if (request.response().ended()) {
      guest.request = null;
      guest.since = now;
      return false;
    }
    if (!request.isEnded()) {
      long seconds = allowance.body().toSeconds() + request.bytesRead() / allowance.bodyRate();
      return now - guest.since > seconds * 1_000_000_000L;
    }
    boolean full = request.response().writeQueueFull();
    return isStuck(guest, full ? behind(connection, request) : 0, now);
  }

  /// A figure that changes when some of the answer is read; not 0.
  private static long behind(HttpConnection connection, HttpServerRequest request) {
    long sent = request.response().bytesWritten();
    long unread =
        connection instanceof HttpServerConnection server
            ? server.channelHandlerContext().channel().bytesBeforeWritable()
            : 0;
    return 1 + sent - Math.min(sent, unread);
  }

  /// Whether a client that is behind has read nothing for too long.
  private boolean isStuck(Guest guest, long behind, long now) {
    if (behind == 0 || behind != guest.behind) {
      guest.behind = behind;
      guest.stuck = 0;
      return false;
    }
    guest.stuck = guest.stuck == 0 ? now : guest.stuck;
    return now - guest.stuck > allowance.reading().toNanos();
  }

  /// Looked for only when there is something to tell: that opens every library.
  private static System.Logger log() {
    return System.getLogger(Doors.class.getName());
  }
}
