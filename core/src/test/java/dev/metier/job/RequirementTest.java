package dev.metier.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Requirement.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequirementTest {
  private static final ModelName OPUS = new ModelName("opus");

  private static Requirement latency(long millis) {
    return new Requirement.Latency(Phase.TOTAL, 0.95, Duration.ofMillis(millis), 0.95);
  }

  private static final List<Requirement> ALL =
      List.of(
          new Requirement.Quality(0.9, 0.95, Optional.empty()),
          new Requirement.Quality(0.995, 0.95, Optional.of("hard")),
          new Requirement.NotWorse(OPUS, 0.03, 0.95),
          new Requirement.Regressions(OPUS, 0.0125, 0.95),
          latency(5000),
          latency(800),
          new Requirement.Latency(Phase.FIRST_TOKEN, 0.999, Duration.ofMillis(1250), 0.9, 20),
          new Requirement.Speed(20, 0.95, 0.95, 20),
          new Requirement.Speed(17.5, 0.5, 0.95),
          new Requirement.Cost(Money.usd(2), 0.95));

  @Test
  void timesReadAsTheyAreWritten() {
    assertThat(latency(5000).label()).isEqualTo("latency p95 <= 5 s");
    assertThat(latency(1500).label()).isEqualTo("latency p95 <= 1.5 s");
    assertThat(latency(800).label()).isEqualTo("latency p95 <= 800 ms");
  }

  /// Another spelling would compile every policy anew.
  @Test
  void hashesKeepTheirSpelling() {
    assertThat(ALL.stream().map(Requirement::hashed))
        .containsExactly(
            "quality >= 0.90",
            "quality [hard] >= 0.995",
            "not worse than opus by more than 0.03",
            "regressions against opus <= 0.0125",
            "latency p95 <= 5000 ms",
            "latency p95 <= 800 ms",
            "first token p99.9 <= 1250 ms",
            "speed >= 20 tokens/s for 95 %",
            "speed >= 17.5 tokens/s for 50 %",
            "cost <= $2.00 per 1,000");
  }

  @Test
  void needsReadInWords() {
    assertThat(ALL.stream().map(Requirement::inWords))
        .containsExactly(
            "quality at least 0.90",
            "quality [hard] at least 0.995",
            "not worse than opus by more than 0.03",
            "regressions against opus at most 0.0125",
            "latency p95 at most 5.0 s",
            "latency p95 at most 800 ms",
            "first token p99.9 at most 1.3 s",
            "speed at least 20 tokens/s for 95 %",
            "speed at least 17.5 tokens/s for 50 %",
            "cost at most $2.00 per 1,000");
  }

  @Test
  void narrowPlacesGetFewWords() {
    assertThat(ALL.stream().map(Requirement::brief))
        .containsExactly(
            "quality >= 0.90",
            "quality [hard] >= 0.995",
            "gap to opus >= -0.03",
            "regressions against opus <= 0.0125",
            "latency p95 <= 5.0 s",
            "latency p95 <= 800 ms",
            "first token p99.9 <= 1.3 s",
            "speed >= 20 tokens/s",
            "speed >= 17.5 tokens/s",
            "cost <= $2.00/1,000");
  }

  @Test
  void onlyTheQualityOfAllCasesNeedsNoSubject() {
    assertThat(ALL.stream().map(need -> need.subject().orElse("")))
        .containsExactly(
            "",
            "[hard]",
            "gap",
            "regressions",
            "latency",
            "latency",
            "first token",
            "speed",
            "speed",
            "cost");
  }

  @Test
  void aBarIsANumberInItsUnit() {
    assertThat(ALL.stream().map(Requirement::barValue))
        .containsExactly(0.9, 0.995, -0.03, 0.0125, 5.0, 0.8, 1.25, 20.0, 17.5, 2.0);
    assertThat(ALL)
        .allSatisfy(need -> {
          assertThat(need.barValue()).isBetween(need.unit().least(), need.unit().most());
          assertThat(need.withoutBlocks().block()).isEqualTo(1);
          assertThat(need.withoutBlocks().label()).isEqualTo(need.label());
        });
  }
}
