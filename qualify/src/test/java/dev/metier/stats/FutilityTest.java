package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FutilityTest {
  @Test
  void chancesAndRangesAgreeWithThePlainRecursion() {
    for (var scope : Scope.values()) {
      for (double bar : new double[] {0.5, 0.9, 0.98}) {
        expectPlain(ExactBoundary.of(120, bar, 0.05, 0.05, scope));
        expectPlain(ExactBoundary.of(120, bar, 0.05, 0, scope));
        expectPlain(ExactBoundary.of(120, bar, 0, 0.02, scope));
      }
    }
    expectPlain(ExactBoundary.of(600, 0.9, 0.05, 0.01, Scope.TRAFFIC));
  }

  @Test
  void aSuiteIsNeverFutile() {
    var boundary = ExactBoundary.of(200, 0.9, 0.05, 0.05, Scope.SUITE);
    assertThat(boundary.futility(boundary.horizon()).chance(60, 54)).isCloseTo(1, within(1e-12));
    assertThat(boundary.futility(boundary.horizon()).futile(199, 179)).isFalse();
  }

  @Test
  void halfSureModelsAreGivenUpEarlyAndDecidedAsOften() {
    var boundary = ExactBoundary.of(50, 0.8, 0.05, 0.05, Scope.TRAFFIC);
    assertThat(Operating.withFutility(boundary, 0.85).results()).isLessThan(34);
    for (double quality : new double[] {0.97, 0.95, 0.9, 0.85}) {
      assertThat(Operating.withFutility(boundary, quality).decided())
          .isGreaterThan(Operating.of(boundary, quality).decided() - 0.001);
    }
  }

  @Test
  void whatCanNoLongerDecideIsGivenUpAtOnce() {
    var test = new ExactTest(30, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    test.add(1);
    assertThat(test.futile()).isFalse();
    for (int i = 0; i < 3; i++) {
      test.add(0);
      test.add(1);
    }
    assertThat(test.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(test.chanceToDecide()).isGreaterThan(0.01);
    var hopeless = new ExactTest(12, 0.9, 0.05, 0, Scope.TRAFFIC);
    hopeless.add(1);
    assertThat(hopeless.chanceToDecide()).isZero();
    assertThat(hopeless.futile()).isTrue();
  }

  private static void expectPlain(ExactBoundary boundary) {
    int horizon = boundary.horizon();
    var next = new double[horizon + 2];
    for (int n = horizon; n >= 1; n--) {
      var chance = new double[horizon + 2];
      for (int s = 0; s <= n; s++) {
        double pass = (s + 0.5) / (n + 1);
        boolean decided = boundary.at(n, s) != Decision.UNDECIDED;
        double later = n == horizon ? 0 : pass * next[s + 1] + (1 - pass) * next[s];
        chance[s] = decided ? 1 : later;
        if (!decided) {
          assertThat(boundary.futility(boundary.horizon()).futile(n, s))
              .isEqualTo(chance[s] < (n >= 15 && n % 5 == 0 ? 0.05 : 0.01));
          if ((n + s) % 37 == 0) {
            assertThat(boundary.futility(boundary.horizon()).chance(n, s))
                .isCloseTo(chance[s], within(1e-12));
          }
        }
      }
      next = chance;
    }
  }
}
