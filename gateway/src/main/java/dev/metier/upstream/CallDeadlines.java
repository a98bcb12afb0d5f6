package dev.metier.upstream;

import dev.metier.catalog.Timeouts;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import java.time.Duration;
import java.util.Optional;

/// How far a call has come, and how long that may take. Only for the event loop of the call.
final class CallDeadlines {
  enum Phase {
    CONNECTING,
    SENDING,
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

  CallDeadlines(Timeouts limits) {
    this.limits = limits;
  }

  Phase phase() {
    return phase;
  }

  boolean over() {
    return phase == Phase.OVER;
  }

  void enter(Phase next) {
    phase = next;
    phaseBegan = System.nanoTime();
  }

  /// The client reads slowly; that is not the server's silence. False when that is known already.
  boolean pause() {
    boolean first = pausedAt == 0;
    pausedAt = first ? System.nanoTime() : pausedAt;
    return first;
  }

  /// The client reads again; false when it never stopped.
  boolean resume() {
    if (pausedAt == 0) {
      return false;
    }
    phaseBegan = System.nanoTime();
    paused += phaseBegan - pausedAt;
    pausedAt = 0;
    return true;
  }

  /// The failure that is due at this [System#nanoTime()].
  Optional<Failure> due(long now) {
    long waiting = paused + (pausedAt == 0 ? 0 : now - pausedAt);
    long total = limits.total().toNanos();
    if (now - began > total + Math.min(waiting, total)) {
      return late(Cause.TOTAL_TIMEOUT, "not complete after ", limits.total());
    }
    if (pausedAt != 0) {
      return Optional.empty();
    }
    long inPhase = now - phaseBegan;
    return switch (phase) {
      case CONNECTING ->
          inPhase > limits.connect().toNanos()
              ? late(Cause.CONNECT_TIMEOUT, "no connection after ", limits.connect())
              : Optional.empty();
      case WAITING ->
          inPhase > limits.firstToken().toNanos()
              ? late(Cause.FIRST_TOKEN_TIMEOUT, "no first token after ", limits.firstToken())
              : Optional.empty();
      case ANSWERING ->
          inPhase > limits.idle().toNanos()
              ? late(Cause.IDLE_TIMEOUT, "nothing came for ", limits.idle())
              : Optional.empty();
      case SENDING, OVER -> Optional.empty();
    };
  }

  private static Optional<Failure> late(Cause cause, String what, Duration limit) {
    String time =
        limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    return Optional.of(Failure.of(cause, what + time));
  }
}
