package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyTest {
  private static final long MUCH = 32L << 20;

  @Test
  void whoOnlyAnnouncesMuchHoldsLittle() {
    assertThat(Body.capacity(1, MUCH)).isEqualTo(16 << 10);
    assertThat(Body.capacity(100_000, MUCH)).isEqualTo(400_000);
    assertThat(Body.capacity(1, Long.MAX_VALUE)).isEqualTo(16 << 10);
  }

  @Test
  void anHonestBodyIsGatheredInFewSteps() {
    assertThat(Body.capacity(300, 300)).isEqualTo(300);
    assertThat(Body.capacity(2_048, 72_000)).isEqualTo(16 << 10);
    assertThat(Body.capacity(18_000, 72_000)).isEqualTo(72_000);
  }

  @Test
  void aBodyOfUnknownLengthDoubles() {
    assertThat(Body.capacity(5_000, 0)).isEqualTo(10_000);
  }

  @Test
  void whatCameAlwaysFits() {
    assertThat(Body.capacity(500, 100)).isEqualTo(500);
    assertThat(Body.capacity(500, -7)).isEqualTo(500);
  }
}
