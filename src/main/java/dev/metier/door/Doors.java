package dev.metier.door;

import dev.metier.upstream.Loop;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
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
    private boolean asked;
    private @Nullable HttpServerRequest request;
  }

  private final Patience patience;
  private final Map<HttpConnection, Guest> guests = new HashMap<>();
  private long looked = System.nanoTime();

  public Doors(Loop loop, Patience patience) {
    this.patience = patience;
    loop.watch(this);
  }

  /// A client connected.
  public void opened(HttpConnection connection) {
    guests.put(connection, new Guest());
    connection.closeHandler(nothing -> guests.remove(connection));
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
      if (isLate(guest, now)) {
        late.add(connection);
      }
    });
    late.forEach(HttpConnection::close);
  }

  private boolean isLate(Guest guest, long now) {
    HttpServerRequest request = guest.request;
    if (request == null) {
      var longest = guest.asked ? patience.idle() : patience.first();
      return now - guest.since > longest.toNanos();
    }
    if (request.response().ended()) {
      guest.request = null;
      guest.since = now;
      return false;
    }
    if (!request.isEnded()) {
      long seconds = patience.body().toSeconds() + request.bytesRead() / patience.bodyRate();
      return now - guest.since > seconds * 1_000_000_000L;
    }
    return isStuck(guest, request, now);
  }

  private boolean isStuck(Guest guest, HttpServerRequest request, long now) {
    if (!request.response().writeQueueFull()) {
      guest.stuck = 0;
      return false;
    }
    guest.stuck = guest.stuck == 0 ? now : guest.stuck;
    return now - guest.stuck > patience.reading().toNanos();
  }
}
