package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StageWiseBoundTest {
  @Test
  void lowerBoundsAreTheReferences() {
    for (var row : Reference.section("stagewise_lower_bound")) {
      double alpha = row.get("alpha").doubleValue();
      var boundary =
          ExactBoundary.without(
              row.get("N").intValue(), row.get("q").doubleValue(), alpha, alpha, Spending.GRADUAL);
      assertThat(StageWiseBound.lower(boundary, row.get("n_stop").intValue(), alpha))
          .isCloseTo(row.get("lower").doubleValue(), within(1e-9));
    }
  }

  @Test
  void anUpperBoundMirrorsALowerOne() {
    var boundary = ExactBoundary.of(150, 0.8, 0.05, 0.05, Scope.TRAFFIC);
    var mirror = ExactBoundary.of(150, 1 - 0.8, 0.05, 0.05, Scope.TRAFFIC);
    for (int n : new int[] {20, 70, 150}) {
      assertThat(StageWiseBound.upper(boundary, n, 0.05))
          .isCloseTo(1 - StageWiseBound.lower(mirror, n, 0.05), within(1e-9));
    }
  }

  @Test
  void boundsLieOnTheSideOfTheDecision() {
    for (var scope : Scope.values()) {
      for (int horizon : new int[] {25, 90, 400}) {
        for (double bar : new double[] {0.5, 0.85, 0.95}) {
          var boundary = ExactBoundary.of(horizon, bar, 0.05, 0.05, scope);
          double low = 1;
          double high = 0;
          for (int n = 10; n <= horizon; n += 15) {
            if (boundary.fitAtLeast(n) <= n) {
              assertThat(StageWiseBound.lower(boundary, n, 0.05)).isBetween(bar - 1e-9, low);
              low = StageWiseBound.lower(boundary, n, 0.05);
            }
            if (boundary.unfitAtMost(n) >= 0) {
              assertThat(StageWiseBound.upper(boundary, n, 0.05)).isBetween(high, bar + 1e-9);
              high = StageWiseBound.upper(boundary, n, 0.05);
            }
          }
        }
      }
    }
  }

  @Test
  void aBoundBehindTheHorizonIsBelowThatAtIt() {
    var boundary = ExactBoundary.of(50, 0.8, 0.05, 0.05, Scope.TRAFFIC);
    assertThat(StageWiseBound.lower(boundary, 400, 0.05))
        .isBetween(0.8, StageWiseBound.lower(boundary, 50, 0.05));
    assertThat(StageWiseBound.upper(boundary, 400, 0.05))
        .isBetween(StageWiseBound.upper(boundary, 50, 0.05), 0.8);
  }

  @Test
  void aStopOutsideTheSuiteIsRefused() {
    var boundary = ExactBoundary.of(50, 0.8, 0.05, 0.05, Scope.SUITE);
    assertThatThrownBy(() -> StageWiseBound.lower(boundary, 51, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StageWiseBound.lower(boundary, 0, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
