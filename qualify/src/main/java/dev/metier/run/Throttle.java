package dev.metier.run;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How many calls one endpoint gets at a time: one more after a round without trouble, half after a
/// refusal for load.
///
/// Additive increase, multiplicative decrease (Chiu and Jain 1989). Thread-safe.
public final class Throttle {
  private final int most;
  private final LongSupplier nanoTime;
  private double limit;
  private int inFlight;
  private long closedUntil;
  private long lastDecrease;
  private boolean everClosed;
  private boolean answered;
  private long enteredFirst;
  private Optional<String> failing = Optional.empty();

  /// Starts with `first` calls at a time and never allows more than `most`.
  ///
  /// @param nanoTime a monotonic clock in nanoseconds
  public Throttle(int first, int most, LongSupplier nanoTime) {
    if (first < 1 || most < first) {
      throw new IllegalArgumentException("1 <= first <= most");
    }
    this.limit = first;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /// Takes a place; false when there is none at the moment.
  public synchronized boolean enter() {
    if (inFlight >= (int) limit || pause().isPresent()) {
      return false;
    }
    if (inFlight == 0) {
      enteredFirst = nanoTime.getAsLong();
    }
    inFlight++;
    return true;
  }

  /// Gives the place back.
  public synchronized void leave() {
    inFlight--;
  }

  /// A call failed for that reason.
  public synchronized void failed(String why) {
    failing = Optional.of(why);
  }

  /// Why the last call failed, while others are in flight; empty when it brought an answer.
  public synchronized Optional<String> failing() {
    return inFlight > 0 ? failing : Optional.empty();
  }

  /// Whether any call brought an answer.
  public synchronized boolean answered() {
    return answered;
  }

  /// For how long calls are in flight while none has come to anything yet; empty when one has.
  public synchronized Optional<Duration> silence() {
    return answered || inFlight == 0 || failing.isPresent()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - enteredFirst));
  }

  /// A call went well.
  public synchronized void went() {
    failing = Optional.empty();
    answered = true;
    limit = Math.min(most, limit + 1 / limit);
  }

  /// The server refused for load and asks for `pause`; nothing is started until then.
  public synchronized void refused(Duration pause) {
    long now = nanoTime.getAsLong();
    // Calls that were refused together are one piece of news, not many.
    if (!everClosed || now - lastDecrease > Duration.ofSeconds(1).toNanos()) {
      limit = Math.max(1, limit / 2);
      lastDecrease = now;
    }
    long until = now + pause.toNanos();
    if (!everClosed || until - closedUntil > 0) {
      closedUntil = until;
    }
    everClosed = true;
  }

  /// How long nothing may be started yet.
  public synchronized Optional<Duration> pause() {
    long left = everClosed ? closedUntil - nanoTime.getAsLong() : 0;
    return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
  }

  public synchronized int limit() {
    return (int) limit;
  }

  public synchronized int inFlight() {
    return inFlight;
  }
}
