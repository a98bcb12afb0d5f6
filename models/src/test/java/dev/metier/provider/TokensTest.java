package dev.metier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Our own counts are near the truth.
class TokensTest {
  @Test
  void shortTextsAreCountedExactlyAsTheEncodingDoes() {
    assertThat(Tokens.estimate("")).isZero();
    assertThat(Tokens.estimate("Hello world")).isEqualTo(2);
    assertThat(Tokens.estimate("<|endoftext|>")).isPositive();
  }

  @Test
  void longTextsAreEstimatedFromASample() {
    String text = "The quick brown fox jumps over the lazy dog. ".repeat(20_000);
    long start = System.nanoTime();
    assertThat(Tokens.estimate(text)).isBetween(190_000L, 210_000L);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }
}
