package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.stats.BettingProcess.Side;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class QuantileRanksTest {
  @Test
  void ranksAreTheReferences() {
    for (var row : Reference.section("quantile_rank_bounds").get("rows")) {
      expect(row);
    }
  }

  @Test
  void theLatencyExampleComesOut() {
    var row = Reference.section("latency_example");
    double[] sorted = Reference.sequence(row.get("seq").stringValue());
    Arrays.sort(sorted);
    int point = QuantileRanks.pointRank(200, 0.95);
    assertThat(point).isEqualTo(row.get("p95_point_rank").intValue());
    assertThat(sorted[point - 1]).isEqualTo(row.get("p95_point").doubleValue());
    expect(row.get("rank_bounds"));
    var bounds = QuantileRanks.of(200, 0.95, 0.05).bounds(sorted);
    assertThat(bounds.low()).isEqualTo(row.get("p95_lower").doubleValue());
    assertThat(bounds.high()).isEqualTo(row.get("p95_upper").doubleValue());
    expectEvidence(row, sorted, 4000, "count_le_4000", "logE_fit_L4000", Side.FIT);
    expectEvidence(row, sorted, 1500, "count_le_1500", "logE_unfit_L1500", Side.UNFIT);
  }

  @Test
  void aTwoSidedRangeTakesHalfOfTheErrorOnEachSide() {
    assertThat(QuantileRanks.twoSided(500, 0.95, 0.1)).isEqualTo(QuantileRanks.of(500, 0.95, 0.05));
  }

  @Test
  void tooFewValuesLeaveAQuantileUnbounded() {
    var bounds = QuantileRanks.of(3, 0.95, 0.05).bounds(new double[] {1, 2, 3});
    assertThat(bounds.high()).isInfinite();
    assertThat(QuantileRanks.of(1, 0.5, 0.05))
        .isEqualTo(new QuantileRanks(OptionalInt.empty(), OptionalInt.empty()));
  }

  private static void expectEvidence(
      JsonNode row, double[] values, double limit, String count, String logE, Side side) {
    int within = (int) Arrays.stream(values).filter(v -> v <= limit).count();
    assertThat(within).isEqualTo(row.get(count).intValue());
    assertThat(BettingProcess.logE(0.95, side, within, values.length))
        .isCloseTo(row.get(logE).doubleValue(), within(1e-9));
  }

  private static void expect(JsonNode row) {
    var ranks =
        QuantileRanks.of(
            row.get("n").intValue(),
            row.get("p").doubleValue(),
            row.get("alpha_each_side").doubleValue());
    assertThat(ranks.lowerRank()).isEqualTo(rank(row.get("lower_rank")));
    assertThat(ranks.upperRank()).isEqualTo(rank(row.get("upper_rank")));
  }

  private static OptionalInt rank(JsonNode rank) {
    return rank.isNull() ? OptionalInt.empty() : OptionalInt.of(rank.intValue());
  }
}
