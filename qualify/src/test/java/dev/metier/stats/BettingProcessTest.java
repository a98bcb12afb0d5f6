package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metier.stats.BettingProcess.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BettingProcessTest {
  private static final double EXACT = 1e-9;

  @Test
  void fractionsAreTheReferenceGrid() {
    var grid = Reference.section("betting_grid");
    double[] expected = Reference.numbers(grid.get("c"));
    assertThat(Bets.WIDE.count()).isEqualTo(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat(Bets.WIDE.fraction(k)).isCloseTo(expected[k], within(1e-11));
    }
  }

  @Test
  void logEIsTheReferences() {
    for (var row : Reference.section("betting_log_e")) {
      double[] values = Reference.sequence(row.get("seq").stringValue());
      double[] found = logE(values, row.get("m").doubleValue(), side(row.get("side")), 0);
      expect(row.get("logE"), found);
      var first = row.get("first_n_logE_ge_log20");
      assertThat(firstReach(found)).isEqualTo(first.isNull() ? 0 : first.intValue());
    }
  }

  @Test
  void countsOfPassesGiveTheSameInClosedForm() {
    var row = Reference.section("betting_binary_closed_form");
    double found =
        BettingProcess.logE(
            row.get("m").doubleValue(),
            side(row.get("side")),
            row.get("S").intValue(),
            row.get("n").intValue());
    assertThat(found).isCloseTo(row.get("logE").doubleValue(), within(EXACT));
    var process = new BettingProcess(0.3, Side.UNFIT);
    for (int i = 0; i < 5000; i++) {
      process.add(i % 5 == 0 ? 1 : 0);
    }
    assertThat(BettingProcess.logE(0.3, Side.UNFIT, 1000, 5000))
        .isCloseTo(process.logE(), within(EXACT));
  }

  @Test
  void pairedDifferencesGiveTheReferenceLogE() {
    var row = Reference.section("betting_paired");
    double bar = Transforms.pairedBar(row.get("margin").doubleValue());
    assertThat(bar).isCloseTo(row.get("m").doubleValue(), within(1e-12));
    double[] scores = pairedScores();
    expect(row.get("logE_fit"), logE(scores, bar, Side.FIT, 0));
    expect(row.get("logE_unfit"), logE(scores, bar, Side.UNFIT, 0));
    assertThat(row.get("first_fit").isNull()).isTrue();
    assertThat(firstReach(logE(scores, bar, Side.FIT, 0))).isZero();
  }

  @Test
  void costsGiveTheReferenceLogE() {
    var row = Reference.section("cost_mean_bounded");
    double cap = row.get("cap").doubleValue();
    double[] scores = Reference.sequence(row.get("seq").stringValue());
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Transforms.costScore(scores[i], cap);
    }
    double bar = Transforms.costBar(row.get("limit").doubleValue(), cap);
    expect(row.get("logE_fit"), logE(scores, bar, Side.FIT, 0));
    expect(row.get("logE_unfit"), logE(scores, bar, Side.UNFIT, 0));
  }

  @Test
  void clusterMeansAreWeightedAsInTheReference() {
    var row = Reference.section("betting_clusters");
    double bar = row.get("m").doubleValue();
    double[] means = Reference.numbers(row.get("cluster_mean"));
    double[] weights = Reference.numbers(row.get("weight"));
    var fit = new BettingProcess(bar, Side.FIT);
    var unfit = new BettingProcess(bar, Side.UNFIT);
    for (int i = 0; i < means.length; i++) {
      fit.add(means[i], weights[i]);
      unfit.add(means[i], weights[i]);
      assertThat(fit.logE()).isCloseTo(row.get("logE_fit").get(i).doubleValue(), within(EXACT));
      assertThat(unfit.logE()).isCloseTo(row.get("logE_unfit").get(i).doubleValue(), within(EXACT));
    }
  }

  @Test
  void drawingWithoutReplacementGivesTheReferenceLogE() {
    for (var row : Reference.section("without_replacement")) {
      if (!row.has("logE_fit")) {
        continue;
      }
      double[] values = Reference.sequence(row.get("seq").stringValue());
      double bar = row.get("m").doubleValue();
      double[] fit = logE(values, bar, Side.FIT, values.length);
      double[] unfit = logE(values, bar, Side.UNFIT, values.length);
      expect(row.get("logE_fit"), fit);
      expect(row.get("logE_unfit"), unfit);
      assertThat(firstReach(fit)).isEqualTo(row.get("first_fit_log20").asInt(0));
      assertThat(firstReach(unfit)).isEqualTo(row.get("first_unfit_log20").asInt(0));
    }
  }

  @Test
  void theOrderOfIndependentResultsDoesNotMatter() {
    var random = new Random(5);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      values.add(random.nextDouble() < 0.3 ? 1.0 : random.nextDouble());
    }
    double first = last(values);
    Collections.shuffle(values, random);
    assertThat(last(values)).isCloseTo(first, within(EXACT));
  }

  @Test
  void evidenceOfHugeSizeNeitherOverflowsNorVanishes() {
    var process = new BettingProcess(0.9, Side.UNFIT);
    for (int i = 0; i < 20_000; i++) {
      process.add(0);
    }
    assertThat(process.logE()).isBetween(40_000.0, 50_000.0);
    for (int i = 0; i < 2_000_000; i++) {
      process.add(1);
    }
    assertThat(process.logE()).isNegative().isGreaterThan(-30_000.0);
    assertThat(process.logE())
        .isCloseTo(BettingProcess.logE(0.9, Side.UNFIT, 2_000_000, 2_020_000), within(1e-6));
  }

  @Test
  void aSuiteThatCanNoLongerFallShortIsCertain() {
    var process = new BettingProcess(0.5, Side.FIT, 10, Bets.WIDE);
    for (int i = 0; i < 6; i++) {
      process.add(1);
    }
    assertThat(process.logE()).isInfinite();
    var exactlyAtTheBar = new BettingProcess(0.5, Side.UNFIT, 10, Bets.WIDE);
    for (int i = 0; i < 10; i++) {
      exactlyAtTheBar.add(i < 5 ? 0 : 1);
    }
    assertThat(exactlyAtTheBar.logE()).isFinite();
    assertThatThrownBy(() -> exactlyAtTheBar.add(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void valuesOutsideTheirRangesAreRefused() {
    var process = new BettingProcess(0.5, Side.FIT);
    for (double x : new double[] {Double.NaN, -0.01, 1.01, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> process.add(x)).isInstanceOf(IllegalArgumentException.class);
    }
    for (double w : new double[] {Double.NaN, 0, -1, 1.01}) {
      assertThatThrownBy(() -> process.add(1, w)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new BettingProcess(0.5, Side.FIT, 3, Bets.WIDE).add(1, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BettingProcess(-0.1, Side.FIT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(process.seen()).isZero();
    assertThat(process.logE()).isCloseTo(0, within(1e-15));
  }

  static double[] pairedScores() {
    double[] differences = Reference.sequence("paired_diff");
    var scores = new double[differences.length];
    for (int i = 0; i < scores.length; i++) {
      double d = differences[i];
      scores[i] = Transforms.pairedScore(Math.max(0, d), Math.max(0, -d));
    }
    return scores;
  }

  private static double last(List<Double> values) {
    var process = new BettingProcess(0.6, Side.FIT);
    values.forEach(process::add);
    return process.logE();
  }

  private static double[] logE(double[] values, double bar, Side side, int population) {
    var process = new BettingProcess(bar, side, population, Bets.WIDE);
    var found = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      process.add(values[i]);
      found[i] = process.logE();
    }
    return found;
  }

  private static void expect(JsonNode byResults, double[] found) {
    Reference.each(
        byResults,
        (n, expected) -> {
          if (expected.isInfinite()) {
            assertThat(found[n - 1]).isEqualTo(expected);
          } else {
            assertThat(found[n - 1]).isCloseTo(expected, within(EXACT));
          }
        });
  }

  private static int firstReach(double[] logE) {
    for (int i = 0; i < logE.length; i++) {
      if (logE[i] >= Math.log(20)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static Side side(JsonNode name) {
    return Side.valueOf(name.stringValue());
  }
}
