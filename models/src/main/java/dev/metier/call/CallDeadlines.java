package dev.metier.call;

import dev.metier.catalog.Timeouts;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import java.time.Duration;
import java.util.Optional;

/// How far a call has come, and how long that may take. Not thread-safe: for whoever looks after
/// the call.
public final class CallDeadlines {
  /// Where a call is.
  public enum Phase {
    CONNECTING,
    SENDING,
    /// The request is sent; nothing of the answer itself has come.
    WAITING,
    ANSWERING,
    OVER
  }

  private final Timeouts limits;
  private final long began = System.nanoTime();
  private Phase phase = Phase.CONNECTING;
  private long phaseBegan = began;
  private long pausedAt;
  private long paused;

  /// Deadlines that run from now on.
  public CallDeadlines(Timeouts limits) {
    this.limits = limits;
  }

  public Phase phase() {
    return phase;
  }

  public boolean over() {
    return phase == Phase.OVER;
  }

  public void enter(Phase next) {
    enter(next, System.nanoTime());
  }

  /// The same for a phase that began at this [System#nanoTime()].
  public void enter(Phase next, long at) {
    phase = next;
    phaseBegan = at;
  }

  /// The client reads slowly; that is not the server's silence. False when that is known already.
  public boolean pause() {
    boolean first = pausedAt == 0;
    pausedAt = first ? System.nanoTime() : pausedAt;
    return first;
  }

  /// The client reads again; false when it never stopped.
  public boolean resume() {
    if (pausedAt == 0) {
      return false;
    }
    phaseBegan = System.nanoTime();
    paused += phaseBegan - pausedAt;
    pausedAt = 0;
    return true;
  }

  /// The failure that is due at this [System#nanoTime()].
  public Optional<Failure> due(long now) {
    Deadline next = next(now);
    return phase == Phase.OVER || next.at - now > 0 ? Optional.empty() : Optional.of(next.missed());
  }

  /// How many nanoseconds are left until something is due, if the phase stays the same; at least 1.
  public long left(long now) {
    return Math.max(1, next(now).at - now);
  }

  private record Deadline(long at, Cause cause, String words, Duration limit) {
    Failure missed() {
      String time =
          limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
      return Failure.of(cause, words.formatted(time));
    }
  }

  private Deadline next(long now) {
    long waiting = paused + (pausedAt == 0 ? 0 : now - pausedAt);
    long grace = Math.min(waiting, limits.total().toNanos());
    Deadline total =
        deadline(began + grace, Cause.TOTAL_TIMEOUT, "not complete after %s", limits.total());
    if (pausedAt != 0) {
      return total;
    }
    Deadline own =
        switch (phase) {
          case CONNECTING ->
              deadline(
                  phaseBegan, Cause.CONNECT_TIMEOUT, "no connection after %s", limits.connect());
          case WAITING ->
              deadline(
                  phaseBegan,
                  Cause.FIRST_TOKEN_TIMEOUT,
                  "no first token after %s",
                  limits.firstToken());
          case ANSWERING ->
              deadline(
                  phaseBegan,
                  Cause.IDLE_TIMEOUT,
                  "nothing came for %s in the middle of the answer",
                  limits.idle());
          case SENDING, OVER -> total;
        };
    return own.at - total.at < 0 ? own : total;
  }

  private static Deadline deadline(long from, Cause cause, String words, Duration limit) {
    return new Deadline(from + limit.toNanos(), cause, words, limit);
  }
}
