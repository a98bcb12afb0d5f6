package dev.metier.upstream;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// How a server fares: one that failed again and again gets a rest, and is then tried with a single
/// request. Thread-safe.
final class Health {
  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofSeconds(10);

  private final CircuitBreaker<Object> breaker =
      CircuitBreaker.builder().withFailureThreshold(FAILURES).withDelay(REST).build();
  private final AtomicInteger outstanding = new AtomicInteger();

  /// Whether a request may be sent now; then [#leave(boolean)] must follow.
  boolean enter() {
    if (!breaker.tryAcquirePermit()) {
      return false;
    }
    outstanding.incrementAndGet();
    return true;
  }

  /// Tells how the request that entered fared; one that was given up says nothing bad.
  void leave(boolean well) {
    outstanding.decrementAndGet();
    if (well) {
      breaker.recordSuccess();
    } else {
      breaker.recordFailure();
    }
  }

  int outstanding() {
    return outstanding.get();
  }

  /// How long it still rests; zero when it does not.
  Duration rest() {
    return breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
  }
}
