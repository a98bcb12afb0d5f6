package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The wait that a vendor asks for is understood in all its spellings.
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void secondsDatesAndMillisecondsAreUnderstood() {
    assertThat(wait(Map.of("retry-after", "7"))).contains(Duration.ofSeconds(7));
    assertThat(wait(Map.of("retry-after", "0.5"))).contains(Duration.ofMillis(500));
    assertThat(wait(Map.of("retry-after", "Sun, 22 Nov 2026 10:00:20 GMT")))
        .contains(Duration.ofSeconds(20));
    assertThat(wait(Map.of("retry-after-ms", "1500", "retry-after", "9")))
        .contains(Duration.ofMillis(1500));
  }

  @Test
  void theResetOfTheLimitThatIsUsedUpCounts() {
    assertThat(
            wait(
                Map.of(
                    "x-ratelimit-remaining-requests", "12",
                    "x-ratelimit-reset-requests", "1h2m3s",
                    "x-ratelimit-remaining-tokens", "0",
                    "x-ratelimit-reset-tokens", "6m0.5s")))
        .contains(Duration.ofMillis(360_500));
    assertThat(
            wait(Map.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "20ms")))
        .contains(Duration.ofMillis(20));
    assertThat(
            wait(
                Map.of(
                    "anthropic-ratelimit-tokens-remaining", "0",
                    "anthropic-ratelimit-tokens-reset", "2026-11-22T10:01:00Z")))
        .contains(Duration.ofMinutes(1));
  }

  @Test
  void waitsAreNeitherNegativeNorEndless() {
    assertThat(wait(Map.of("retry-after", "Sun, 22 Nov 2026 09:00:00 GMT")))
        .contains(Duration.ZERO);
    assertThat(wait(Map.of("retry-after", "-3"))).contains(Duration.ZERO);
    assertThat(wait(Map.of("retry-after", "1e300"))).contains(Duration.ofDays(1));
  }

  @Test
  void nonsenseIsNoWait() {
    assertThat(wait(Map.of())).isEmpty();
    assertThat(wait(Map.of("retry-after", "soon"))).isEmpty();
    assertThat(wait(Map.of("retry-after", "NaN"))).isEmpty();
    assertThat(
            wait(Map.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "later")))
        .isEmpty();
  }

  private static Optional<Duration> wait(Map<String, String> headers) {
    return RetryAfter.of(name -> Optional.ofNullable(headers.get(name)), NOW);
  }

  @Test
  void theWaitOfAnErrorCountsWhereNoHeaderTells() {
    var error =
        new WireError(
            WireError.Kind.RATE_LIMITED, "", Optional.empty(), Optional.of(Duration.ofDays(40)));
    assertThat(RetryAfter.of(error, name -> Optional.empty(), NOW)).contains(Duration.ofDays(1));
    assertThat(RetryAfter.of(error, name -> Optional.of("3"), NOW).orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(3));
  }
}
