package dev.metier.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogRateTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void aFloodLeavesOneLineASecondThatTellsHowManyAreMissing() {
    var rate = new LogRate(7);
    long written = 0;
    long told = 0;
    for (long nanos = 7; nanos < 100 * SECOND; nanos += SECOND / 100) {
      var line = rate.take(nanos);
      written += line.isPresent() ? 1 : 0;
      told += line.orElse(0);
    }
    assertThat(written).isBetween(145L, 150L);
    assertThat(told + written).as("all but the last second's").isBetween(9900L, 10_000L);
  }

  @Test
  void afterQuietNothingIsLeftOut() {
    var rate = new LogRate(0);
    for (int second = 0; second < 1000; second++) {
      assertThat(rate.take(second * SECOND)).hasValue(0);
    }
    for (int i = 0; i < 49; i++) {
      assertThat(rate.take(2000 * SECOND + i)).as("at once: " + i).hasValue(0);
    }
  }
}
