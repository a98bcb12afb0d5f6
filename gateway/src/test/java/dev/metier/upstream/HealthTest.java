package dev.metier.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.upstream.Health.Outcome;
import org.junit.jupiter.api.Test;

/// When a server is given a rest.
class HealthTest {
  private final Health health = new Health();

  private void fares(Outcome outcome, int request) {
    assertThat(health.enter()).isTrue();
    health.leave(outcome, () -> request);
  }

  private void fares(Outcome outcome, int from, int to) {
    for (int request = from; request < to; request++) {
      fares(outcome, request);
    }
  }

  @Test
  void oneRequestSentAgainAndAgainCountsOnce() {
    for (int i = 0; i < 100; i++) {
      fares(Outcome.ERROR, 7);
      fares(Outcome.SILENT, 7);
    }
    assertThat(health.rest()).isZero();
  }

  @Test
  void differentRequestsThatFailGiveItARest() {
    fares(Outcome.ERROR, 0, 4);
    assertThat(health.rest()).isZero();
    fares(Outcome.ERROR, 4);
    assertThat(health.rest()).isPositive();
  }

  @Test
  void anAnswerInBetweenShowsThatItIsWell() {
    fares(Outcome.ERROR, 0, 4);
    fares(Outcome.WELL, 9);
    fares(Outcome.ERROR, 0, 4);
    assertThat(health.rest()).isZero();
  }

  @Test
  void whatWasGivenUpSaysNothing() {
    fares(Outcome.SILENT, 0, 4);
    fares(Outcome.UNTOLD, 9);
    fares(Outcome.SILENT, 4);
    assertThat(health.rest()).isPositive();
  }

  @Test
  void errorsLeaveItForWhoHasNobodyElseAndAnAnswerEndsTheRest() {
    fares(Outcome.ERROR, 0, 5);
    assertThat(health.answers()).isTrue();
    fares(Outcome.WELL, 9);
    assertThat(health.rest()).isZero();
  }

  @Test
  void whoDoesNotAnswerIsAskedByNobody() {
    fares(Outcome.SILENT, 0, 5);
    assertThat(health.answers()).isFalse();
    assertThat(health.enter()).isFalse();
    assertThat(health.outstanding()).isZero();
  }
}
