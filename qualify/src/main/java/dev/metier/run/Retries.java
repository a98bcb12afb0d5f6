package dev.metier.run;

import dev.metier.provider.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to ask again after a failure, and after how long.
///
/// @param attempts most times a model is asked for one trial
/// @param first pause after the first failure; doubles with each further one
/// @param longest no pause is longer; a server that asks for more is not asked again
public record Retries(int attempts, Duration first, Duration longest) {
  /// When no connection is accepted, each attempt takes the whole connect time-out.
  private static final int UNACCEPTED = 2;

  /// A server that has not answered anything yet is probably not set up: report it soon.
  private static final int UNKNOWN = 3;

  public static final Retries USUAL = new Retries(5, Duration.ofMillis(500), Duration.ofMinutes(2));

  /// The pause before the next attempt, or empty when there is to be none.
  ///
  /// Exponential backoff with full jitter; a server's own `retry-after` is a lower bound.
  ///
  /// @param made attempts made so far, at least 1
  /// @param answered whether the server has answered anything in this run
  public Optional<Duration> pause(
      Answer.Failure failure, int made, boolean answered, RandomGenerator random) {
    if (made >= most(failure.cause(), answered)) {
      return Optional.empty();
    }
    double ceiling = first.toNanos() * Math.pow(2, made - 1);
    long jittered = (long) (ceiling * (0.5 + 0.5 * random.nextDouble()));
    long asked = failure.retryAfter().map(Duration::toNanos).orElse(0L);
    long pause = Math.max(asked, Math.min(jittered, longest.toNanos()));
    return pause > longest.toNanos() ? Optional.empty() : Optional.of(Duration.ofNanos(pause));
  }

  private int most(Answer.Cause cause, boolean answered) {
    return switch (cause) {
      // it says itself that this passes
      case RATE_LIMITED, OVERLOADED -> attempts;
      case CONNECT, SERVER_ERROR, CUT_OFF, MALFORMED ->
          answered ? attempts : Math.min(UNKNOWN, attempts);
      case CONNECT_TIMEOUT -> Math.min(UNACCEPTED, attempts);
      // it had all the time there is, and the trial gets another turn later
      case FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT -> 1;
      case EMPTY,
          UNAUTHORISED,
          NOT_FOUND,
          TOO_LONG,
          TOO_LARGE,
          PROMPT_CUT,
          BAD_REQUEST,
          UNPROCESSABLE,
          NO_CREDIT,
          PASSED_ON,
          OTHER_MODEL,
          UNUSABLE ->
          1;
    };
  }
}
