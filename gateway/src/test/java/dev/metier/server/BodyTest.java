package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyTest {
  private static final long MUCH = 32L << 20;

  @Test
  void whoOnlyAnnouncesMuchHoldsLittle() {
    assertThat(Body.room(1, MUCH)).isEqualTo(16 << 10);
    assertThat(Body.room(100_000, MUCH)).isEqualTo(400_000);
    assertThat(Body.room(1, Long.MAX_VALUE)).isEqualTo(16 << 10);
  }

  @Test
  void anHonestBodyIsGatheredInFewSteps() {
    assertThat(Body.room(300, 300)).isEqualTo(300);
    assertThat(Body.room(2_048, 72_000)).isEqualTo(16 << 10);
    assertThat(Body.room(18_000, 72_000)).isEqualTo(72_000);
  }

  @Test
  void aBodyOfUnknownLengthDoubles() {
    assertThat(Body.room(5_000, 0)).isEqualTo(10_000);
  }

  @Test
  void whatCameAlwaysFits() {
    assertThat(Body.room(500, 100)).isEqualTo(500);
    assertThat(Body.room(500, -7)).isEqualTo(500);
  }
}
