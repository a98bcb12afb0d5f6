package dev.metier.upstream;

import dev.failsafe.CircuitBreaker;
import dev.metier.provider.Answer.Cause;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/// How a server fares: one at which different requests failed again and again gets a rest, and is
/// then tried with a single request. One request counts once, however often it is sent, since what
/// is wrong may be the request. Thread-safe.
final class Health {
  /// How a request fared, as far as that speaks of its server.
  enum Outcome {
    /// The server answered, though it may be with a refusal.
    WELL,
    /// Nothing is known: the request was given up, or was none that every server knows.
    UNTOLD,
    /// The server answered at once, with an error or with what nobody understands.
    ERROR,
    /// Nobody answered in time, or to the end.
    SILENT;

    static Outcome of(Cause cause) {
      return switch (cause) {
        case CONNECT, CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT, CUT_OFF ->
            SILENT;
        case SERVER_ERROR, MALFORMED -> ERROR;
        case UNPROCESSABLE -> UNTOLD;
        case RATE_LIMITED,
            OVERLOADED,
            EMPTY,
            UNAUTHORISED,
            NOT_FOUND,
            TOO_LONG,
            TOO_LARGE,
            PROMPT_CUT,
            BAD_REQUEST,
            NO_CREDIT,
            PASSED_ON,
            OTHER_MODEL,
            UNUSABLE ->
            WELL;
      };
    }
  }

  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofSeconds(10);

  private final CircuitBreaker<Object> breaker =
      CircuitBreaker.builder().withFailureThreshold(FAILURES).withDelay(REST).build();
  private final Set<Integer> failed = new HashSet<>();
  private int outstanding;
  private boolean silent;

  /// Whether a request may be sent now; then [#leave] must follow.
  synchronized boolean enter() {
    if (!breaker.tryAcquirePermit() && silent) {
      return false;
    }
    outstanding++;
    return true;
  }

  /// Tells how the request that entered fared.
  ///
  /// @param request the same number for the same request sent again; only asked for when it failed
  synchronized void leave(Outcome outcome, IntSupplier request) {
    outstanding--;
    switch (outcome) {
      case WELL -> well();
      case UNTOLD -> {
        if (breaker.isHalfOpen()) {
          // the next one tries
          breaker.recordSuccess();
        }
      }
      case ERROR, SILENT -> failed(outcome, request.getAsInt());
    }
  }

  private void well() {
    failed.clear();
    breaker.recordSuccess();
    if (breaker.isOpen()) {
      breaker.close();
    }
  }

  private void failed(Outcome outcome, int request) {
    if (!breaker.isOpen() && (failed.add(request) || breaker.isHalfOpen())) {
      silent = outcome == Outcome.SILENT;
      breaker.recordFailure();
    }
    if (breaker.isOpen()) {
      failed.clear();
    }
  }

  synchronized int outstanding() {
    return outstanding;
  }

  /// How long it still rests; zero when it does not.
  Duration rest() {
    return breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
  }

  /// Whether it may be asked while nobody else can be: what it says are errors at the worst, which
  /// keep nobody waiting and may concern other requests only.
  synchronized boolean answers() {
    return rest().isZero() || !silent;
  }
}
