package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.ledger.MemoryLedger;
import dev.metier.plan.Goal;
import dev.metier.run.Endpoint;
import dev.metier.run.Endpoints;
import dev.metier.run.TimeLeft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TimeEstimateTest {
  private static final Model SLOW = model("slow");
  private static final Model FAST = model("fast");

  private long nanos;
  private final Endpoints endpoints = new Endpoints(Map.of(), OptionalInt.of(1), () -> nanos);

  private TimeEstimate estimate(boolean full) {
    Assignment plain = assignment(List.of(SLOW, FAST), job("triage", 60, quality(0.8)));
    var assignment =
        new Assignment(
            plain.project(),
            plain.jobs(),
            Goal.MATRIX,
            Optional.empty(),
            full,
            OptionalInt.empty());
    return new TimeEstimate(
        Board.toAsk(assignment, Map.of(), new MemoryLedger(), Again.NOTHING), endpoints);
  }

  private void answers(Model model, int calls, double seconds) {
    Endpoint endpoint = endpoints.of(model);
    for (int i = 0; i < calls; i++) {
      assertThat(endpoint.enter(model)).isTrue();
      nanos += (long) (seconds * 1e9);
      endpoint.leave(model);
      endpoint.answered();
    }
  }

  private Optional<TimeLeft> left(TimeEstimate estimate) {
    return estimate.left(Duration.ofNanos(nanos));
  }

  @Test
  void theSlowestServerTellsHoweverFastOthersAre() {
    var estimate = estimate(true);
    answers(FAST, 100, 0.01);
    assertThat(left(estimate)).isEmpty();
    answers(SLOW, 5, 2);
    assertThat(left(estimate).orElseThrow().words()).isEqualTo("2:00 min left");
  }

  @Test
  void whatMayBeAskedIsAnUpperEndAndWhatIsExpectedALowerOne() {
    var estimate = estimate(false);
    answers(FAST, 5, 1);
    answers(SLOW, 5, 1);
    TimeLeft left = left(estimate).orElseThrow();
    assertThat(left.high()).isEqualTo(Duration.ofSeconds(60));
    assertThat(left.low()).isPositive().isLessThan(Duration.ofSeconds(50));
    assertThat(left.words()).matches("[\\d.]+ s to 60 s left");
  }

  @Test
  void theEndMovesBackOnlyWhereTheReasonIsTold() {
    var estimate = estimate(true);
    answers(FAST, 5, 1);
    answers(SLOW, 5, 1);
    Duration end = Duration.ofNanos(nanos).plus(left(estimate).orElseThrow().high());
    answers(SLOW, 1, 1.2);
    TimeLeft same = left(estimate).orElseThrow();
    assertThat(same.slower()).isFalse();
    assertThat(Duration.ofNanos(nanos).plus(same.high())).isEqualTo(end);
    answers(SLOW, 5, 10);
    TimeLeft later = left(estimate).orElseThrow();
    assertThat(later.slower()).isTrue();
    assertThat(later.words()).endsWith("left (more than before: servers are slower, or were away)");
    nanos += Duration.ofSeconds(31).toNanos();
    left(estimate);
    assertThat(left(estimate).orElseThrow().slower()).isFalse();
  }

  @Test
  void timeWithoutACallInFlightIsNoPartOfThePace() {
    answers(SLOW, 5, 1);
    nanos += Duration.ofMinutes(5).toNanos();
    assertThat(endpoints.of(SLOW).secondsPerAnswer()).isEqualTo(1);
  }
}
