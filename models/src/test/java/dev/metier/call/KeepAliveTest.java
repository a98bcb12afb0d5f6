package dev.metier.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final KeepAlive kept = new KeepAlive(ProviderKind.OPENAI, now::get);

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void oneStaleConnectionNowAndThenIsUsual() {
    for (int i = 0; i < 20; i++) {
      kept.foundStale();
      assertThat(kept.holds()).isTrue();
      after(Duration.ofSeconds(31));
    }
  }

  @Test
  void threeWithinAMinuteEndItAndItComesBackAfterFive() {
    for (int round = 0; round < 3; round++) {
      kept.foundStale();
      after(Duration.ofSeconds(29));
      kept.foundStale();
      after(Duration.ofSeconds(29));
      assertThat(kept.holds()).isTrue();
      kept.foundStale();
      assertThat(kept.holds()).isFalse();
      after(Duration.ofMinutes(5));
      assertThat(kept.holds()).isFalse();
      after(Duration.ofSeconds(1));
      assertThat(kept.holds()).isTrue();
    }
  }
}
