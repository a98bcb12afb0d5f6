package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metier.stats.BettingProcess.Side;
import dev.metier.stats.StageWiseBound.Walk;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExactBoundaryTest {
  @Test
  void trafficBoundariesAreTheReferenceIntegers() {
    for (var table : Reference.section("exact_sequential").get("tables")) {
      var boundary = gradual(table);
      expectIntegers(table, boundary);
      expectAlphaUsed(table, boundary);
      expectFullBoundaries(table.get("full_boundaries"), boundary);
      double q = boundary.bar();
      Reference.each(
          table.get("cum_alpha_fit"),
          (n, used) ->
              assertThat(StageWiseBound.crossing(Walk.independent(n, q), n, boundary::fitAtLeast))
                  .isCloseTo(used, within(1e-11)));
    }
  }

  @Test
  void suiteBoundariesAreTheReferenceIntegers() {
    for (var table : Reference.section("exact_sequential_suite_scope").get("tables")) {
      var boundary = suite(table);
      expectIntegers(table, boundary);
      expectAlphaUsed(table, boundary);
      int n = boundary.horizon();
      assertThat(boundary.fitAtLeast(n)).isEqualTo(table.get("passes_needed").intValue());
      assertThat(boundary.unfitAtMost(n)).isEqualTo(boundary.fitAtLeast(n) - 1);
    }
  }

  @Test
  void operatingCharacteristicsAreTheReferences() {
    for (var table : Reference.section("exact_sequential").get("tables")) {
      var boundary = gradual(table);
      for (var row : table.get("operating")) {
        var found = Operating.of(boundary, row.get("mu").doubleValue());
        assertThat(found.fit()).isCloseTo(row.get("p_fit").doubleValue(), within(1e-9));
        assertThat(found.unfit()).isCloseTo(row.get("p_unfit").doubleValue(), within(1e-9));
        assertThat(found.results()).isCloseTo(row.get("expected_n").doubleValue(), within(1e-7));
      }
    }
  }

  @Test
  void aSampleOfKnownStopsHolds() {
    var boundary = ExactBoundary.without(200, 0.9, 0.05, 0.05, Spending.GRADUAL);
    assertThat(new int[] {boundary.fitAtLeast(50), boundary.fitAtLeast(100)})
        .containsExactly(50, 97);
    assertThat(boundary.fitAtLeast(200)).isEqualTo(189);
    assertThat(new int[] {boundary.unfitAtMost(10), boundary.unfitAtMost(50)})
        .containsExactly(5, 38);
    assertThat(boundary.unfitAtMost(200)).isEqualTo(170);
  }

  @Test
  void shortHorizonsDecideNearlyAsOftenAsTheOptimalBoundaryOfThatSize() {
    expectPower(30, 0.8, 0.95, 0.80);
    expectPower(40, 0.8, 0.95, 0.87);
    expectPower(80, 0.9, 0.97, 0.79);
    expectPower(100, 0.9, 0.97, 0.83);
    expectPower(100, 0.95, 0.99, 0.73);
    expectPower(150, 0.9, 0.95, 0.69);
    expectPower(200, 0.9, 0.95, 0.79);
    expectPower(200, 0.95, 0.99, 0.94);
  }

  @Test
  void twentyEightOfThirtyStillProveTheBar() {
    assertThat(ExactBoundary.of(30, 0.8, 0.05, 0.05, Scope.TRAFFIC).fitAtLeast(30)).isEqualTo(28);
  }

  @Test
  void aCountThatStopsForCertainWithTheNextResultStopsNow() {
    for (int horizon : new int[] {20, 50, 130, 200}) {
      var boundary = ExactBoundary.of(horizon, 0.85, 0.05, 0.05, Scope.TRAFFIC);
      for (int n = 1; n < horizon; n++) {
        assertThat(boundary.fitAtLeast(n)).isLessThanOrEqualTo(boundary.fitAtLeast(n + 1));
      }
    }
  }

  @Test
  void bothSidesFollowOneRule() {
    var boundary = ExactBoundary.of(100, 0.75, 0.05, 0.05, Scope.TRAFFIC);
    var mirror = ExactBoundary.of(100, 0.25, 0.05, 0.05, Scope.TRAFFIC);
    for (int n = 1; n <= 150; n++) {
      assertThat(boundary.unfitAtMost(n)).isEqualTo(n - mirror.fitAtLeast(n));
    }
  }

  @Test
  void theReserveDecidesBehindTheHorizon() {
    var boundary = ExactBoundary.of(50, 0.8, 0.05, 0.05, Scope.TRAFFIC);
    double needed = -Math.log(boundary.reserveFit());
    assertThat(boundary.reserveFit()).isBetween(0.005, 0.05);
    for (int n : new int[] {51, 52, 100, 1000, 5000}) {
      int fit = boundary.fitAtLeast(n);
      assertThat(BettingProcess.logE(0.8, Side.FIT, fit, n)).isGreaterThanOrEqualTo(needed);
      assertThat(BettingProcess.logE(0.8, Side.FIT, fit - 1, n)).isLessThan(needed);
    }
    assertThat(StageWiseBound.crossing(Walk.independent(4000, 0.8), 4000, boundary::fitAtLeast))
        .isLessThan(0.05);
  }

  /// Up to the horizon and for thousands of results behind it, by exact recursion.
  @Test
  void horizonAndReserveTogetherSpendAtMostAlpha() {
    for (int horizon : new int[] {1, 5, 20, 37, 60, 100, 200, 450}) {
      for (double bar : new double[] {0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99}) {
        for (double alpha : new double[] {0.05, 0.01}) {
          var boundary = ExactBoundary.of(horizon, bar, alpha, alpha, Scope.TRAFFIC);
          var walk = Walk.independent(3000, bar);
          assertThat(StageWiseBound.crossing(walk, 3000, boundary::fitAtLeast))
              .as("%d cases, bar %s", horizon, bar)
              .isBetween(0.0, alpha);
          assertThat(boundary.reserveFit()).isBetween(0.1 * alpha, alpha);
          assertThat(boundary.reserveUnfit()).isBetween(0.1 * alpha, alpha);
        }
      }
    }
  }

  @Test
  void aDisabledSideNeverStopsAndLeavesTheOtherAlone() {
    for (var scope : Scope.values()) {
      var both = ExactBoundary.of(120, 0.85, 0.05, 0.02, scope);
      var fitOnly = ExactBoundary.of(120, 0.85, 0.05, 0, scope);
      var unfitOnly = ExactBoundary.of(120, 0.85, 0, 0.02, scope);
      for (int n = 1; n <= 120; n++) {
        assertThat(fitOnly.fitAtLeast(n)).isEqualTo(both.fitAtLeast(n));
        assertThat(fitOnly.unfitAtMost(n)).isEqualTo(-1);
        assertThat(unfitOnly.unfitAtMost(n)).isEqualTo(both.unfitAtMost(n));
        assertThat(unfitOnly.fitAtLeast(n)).isEqualTo(n + 1);
      }
    }
  }

  @Test
  void noHorizonOrBarSpendsMoreThanAlpha() {
    for (var scope : Scope.values()) {
      for (int horizon : new int[] {1, 2, 7, 20, 59, 333, 2500}) {
        for (double bar : new double[] {0.02, 0.5, 0.8, 0.99, 0.999}) {
          var boundary = ExactBoundary.of(horizon, bar, 0.05, 0.01, scope);
          assertThat(boundary.alphaUsedFit()).isBetween(0.0, 0.05 + 1e-12);
          assertThat(boundary.alphaUsedUnfit()).isBetween(0.0, 0.01 + 1e-12);
          for (int n = 1; n <= horizon; n++) {
            assertThat(boundary.fitAtLeast(n)).isBetween(boundary.unfitAtMost(n) + 1, n + 1);
          }
        }
      }
    }
  }

  @Test
  void aSuiteMayRequireEveryCase() {
    var boundary = ExactBoundary.of(60, 1, 0.05, 0.05, Scope.SUITE);
    for (int n = 1; n <= 60; n++) {
      assertThat(boundary.unfitAtMost(n)).isEqualTo(n - 1);
    }
    assertThat(boundary.fitAtLeast(60)).isEqualTo(60);
  }

  @Test
  void aLongTrafficHorizonGoesOnWithTheReserve() {
    var boundary = ExactBoundary.of(60_000, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    var shorter = ExactBoundary.of(ExactBoundary.EXACT_RESULTS, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    assertThat(boundary.alphaUsedFit()).isLessThan(0.05 + 1e-12);
    for (int n : new int[] {1000, 20_000, 20_001, 31_415, 60_000}) {
      assertThat(boundary.fitAtLeast(n)).isEqualTo(shorter.fitAtLeast(n));
      assertThat(boundary.unfitAtMost(n)).isEqualTo(shorter.unfitAtMost(n));
    }
  }

  @Test
  void aLongSuiteIsDecidedByArithmeticAtItsEnd() {
    var boundary = ExactBoundary.of(50_000, 0.9, 0.05, 0.05, Scope.SUITE);
    assertThat(boundary.fitAtLeast(50_000)).isEqualTo(45_000);
    assertThat(boundary.unfitAtMost(50_000)).isEqualTo(44_999);
    assertThat(boundary.fitAtLeast(44_999)).isEqualTo(45_000);
    assertThat(boundary.unfitAtMost(20_001)).isEqualTo(20_001 - 5_001);
    assertThat(boundary.fitAtLeast(20_000)).isLessThan(20_000);
  }

  @Test
  void recentBoundariesAreShared() {
    assertThat(ExactBoundary.of(77, 0.9, 0.05, 0.05, Scope.TRAFFIC))
        .isSameAs(ExactBoundary.of(77, 0.9, 0.05, 0.05, Scope.TRAFFIC));
  }

  @Test
  void argumentsOutsideTheirRangesAreRefused() {
    refuses(0, 0.9, 0.05, Scope.TRAFFIC);
    refuses(ExactBoundary.LONGEST + 1, 0.9, 0.05, Scope.TRAFFIC);
    refuses(100, 0, 0.05, Scope.SUITE);
    refuses(100, 1, 0.05, Scope.TRAFFIC);
    refuses(100, 1.1, 0.05, Scope.SUITE);
    refuses(100, Double.NaN, 0.05, Scope.TRAFFIC);
    refuses(100, 0.9, 0, Scope.TRAFFIC);
    refuses(100, 0.9, 1, Scope.TRAFFIC);
    refuses(100, 0.9, Double.NaN, Scope.TRAFFIC);
  }

  private static void expectPower(int horizon, double bar, double quality, double least) {
    var boundary = ExactBoundary.of(horizon, bar, 0.05, 0.05, Scope.TRAFFIC);
    double found =
        StageWiseBound.crossing(Walk.independent(horizon, quality), horizon, boundary::fitAtLeast);
    assertThat(found).isGreaterThanOrEqualTo(least);
  }

  private static void refuses(int horizon, double bar, double alpha, Scope scope) {
    assertThatThrownBy(() -> ExactBoundary.of(horizon, bar, alpha, alpha, scope))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ExactBoundary gradual(JsonNode table) {
    double alpha = table.get("alpha").doubleValue();
    double bar = table.get("q").doubleValue();
    return ExactBoundary.without(table.get("N").intValue(), bar, alpha, alpha, Spending.GRADUAL);
  }

  private static ExactBoundary suite(JsonNode table) {
    double alpha = table.get("alpha").doubleValue();
    double bar = table.get("q").doubleValue();
    return ExactBoundary.of(table.get("N").intValue(), bar, alpha, alpha, Scope.SUITE);
  }

  private static void expectIntegers(JsonNode table, ExactBoundary boundary) {
    Reference.each(
        table.get("fit_at_least"),
        (n, stop) -> assertThat(boundary.fitAtLeast(n)).isEqualTo(stop.intValue()));
    Reference.each(
        table.get("unfit_at_most"),
        (n, stop) -> assertThat(boundary.unfitAtMost(n)).isEqualTo(stop.intValue()));
  }

  private static void expectAlphaUsed(JsonNode table, ExactBoundary boundary) {
    assertThat(boundary.alphaUsedFit())
        .isCloseTo(table.get("alpha_used_fit").doubleValue(), within(1e-11));
    assertThat(boundary.alphaUsedUnfit())
        .isCloseTo(table.get("alpha_used_unfit").doubleValue(), within(1e-11));
  }

  private static void expectFullBoundaries(JsonNode full, ExactBoundary boundary) {
    if (full.isNull()) {
      return;
    }
    for (int n = 1; n <= boundary.horizon(); n++) {
      assertThat(boundary.fitAtLeast(n)).isEqualTo(full.get("fit").get(n).intValue());
      assertThat(boundary.unfitAtMost(n)).isEqualTo(full.get("unfit").get(n).intValue());
    }
  }
}
