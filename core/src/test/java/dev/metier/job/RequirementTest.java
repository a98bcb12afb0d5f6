package dev.metier.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequirementTest {
  private static Requirement latency(long millis) {
    return new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(millis), 0.95);
  }

  @Test
  void timesReadAsTheyAreWritten() {
    assertThat(latency(5000).label()).isEqualTo("latency p95 <= 5 s");
    assertThat(latency(1500).label()).isEqualTo("latency p95 <= 1.5 s");
    assertThat(latency(800).label()).isEqualTo("latency p95 <= 800 ms");
  }

  @Test
  void hashesKeepTheirSpelling() {
    assertThat(latency(5000).hashed()).isEqualTo("latency p95 <= 5000 ms");
  }
}
