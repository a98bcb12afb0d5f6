package dev.metier.server.limits;

import dev.metier.protocol.Refusal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes all requests under way may hold together, so that a crowd of large ones is told
/// to come back rather than that memory ends for all. One that is alone may be larger. Thread-safe.
public final class MemoryLimiter {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  /// @param most bytes; at least 1
  public MemoryLimiter(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("no memory: " + most);
    }
    this.most = most;
  }

  /// The answer when the limit is reached.
  public static Refusal refusal() {
    return Refusal.of(
            Refusal.Reason.OVERLOADED, "Too much is under way here; try again in a moment.")
        .after(Duration.ofSeconds(1));
  }

  /// Bytes that are held now.
  public long held() {
    return held.get();
  }

  /// A reservation for one request; empty yet.
  public Reservation reservation() {
    return new Reservation();
  }

  /// What one request holds. Thread-safe, since a large one is read away from its event loop and
  /// may be over before that ends.
  public final class Reservation {
    private long taken;
    private boolean over;

    private Reservation() {}

    /// Takes so many bytes more; false, and none are taken, when they and what others hold exceed
    /// the limit, or the request is over.
    public synchronized boolean take(long bytes) {
      if (over) {
        return false;
      }
      long all = held.addAndGet(bytes);
      if (all > most && all > taken + bytes) {
        held.addAndGet(-bytes);
        return false;
      }
      taken += bytes;
      return true;
    }

    /// Gives back some of what was taken; nothing when the request is over.
    public synchronized void release(long bytes) {
      if (!over) {
        held.addAndGet(-bytes);
        taken -= bytes;
      }
    }

    /// Gives back all that was taken, as the request is over.
    public synchronized void giveBack() {
      over = true;
      held.addAndGet(-taken);
      taken = 0;
    }
  }
}
