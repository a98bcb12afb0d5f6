package dev.metier.call;

import dev.metier.catalog.ProviderKind;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Whether a server keeps the connections that it promises to keep. One that was found closed is
/// usual: servers restart, and both sides close what is idle. Several within a minute mean that the
/// promise is worth nothing; then each call gets a connection of its own for five minutes.
/// Thread-safe.
public final class KeepAlive {
  private static final int STALE = 3;
  private static final long WITHIN = Duration.ofMinutes(1).toNanos();
  private static final long PAUSE = Duration.ofMinutes(5).toNanos();

  private final boolean never;
  private final LongSupplier nanos;
  private final long[] found = new long[STALE];
  private int count;
  private long pausedAt;
  private volatile boolean paused;

  /// For a server of this kind.
  public KeepAlive(ProviderKind kind) {
    this(kind, System::nanoTime);
  }

  /// @param nanos tells the time as [System#nanoTime()] does
  KeepAlive(ProviderKind kind, LongSupplier nanos) {
    this(!kind.keepsConnections(), nanos);
  }

  private KeepAlive(boolean never, LongSupplier nanos) {
    this.never = never;
    this.nanos = nanos;
  }

  /// For calls that each get a connection of their own.
  public static KeepAlive never() {
    return new KeepAlive(true, System::nanoTime);
  }

  /// Notes a kept connection that turned out to be closed.
  public synchronized void foundStale() {
    long now = nanos.getAsLong();
    found[count % STALE] = now;
    count++;
    boolean several = count >= STALE && now - found[count % STALE] <= WITHIN;
    if (several) {
      pausedAt = now;
      paused = true;
    }
  }

  /// Whether connections may be kept now.
  public boolean holds() {
    return !never && (!paused || passed());
  }

  private synchronized boolean passed() {
    if (paused && nanos.getAsLong() - pausedAt > PAUSE) {
      paused = false;
      count = 0;
    }
    return !paused;
  }
}
