package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.stats.BettingProcess.Side;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FinalLookTest {
  @Test
  void theStatisticIsTheReferences() {
    for (var row : Reference.section("final_look_elp")) {
      String name = row.get("seq").stringValue();
      double[] values =
          name.equals("paired_diff(y)")
              ? BettingProcessTest.pairedScores()
              : Reference.sequence(name);
      var look =
          new FinalLook(
              of(values), row.get("m").doubleValue(), Side.valueOf(row.get("side").stringValue()));
      assertThat(look.z()).isCloseTo(row.get("z").doubleValue(), within(1e-9));
      assertThat(look.fraction()).isCloseTo(row.get("c_star").doubleValue(), within(1e-9));
    }
  }

  @Test
  void theStatisticOfCountsIsTheReferences() {
    for (var row : Reference.section("final_look_elp_binomial")) {
      var values = new double[row.get("n").intValue()];
      Arrays.fill(values, 0, row.get("k").intValue(), 1);
      double z = new FinalLook(of(values), row.get("q").doubleValue(), Side.FIT).z();
      assertThat(z).isCloseTo(row.get("z").doubleValue(), within(1e-9));
      double tail = row.get("exact_p").doubleValue();
      assertThat(z > Planning.z(0.05)).isEqualTo(tail < 0.05);
    }
  }

  @Test
  void theRefutedBarIsWhereTheStatisticIsCritical() {
    var results = of(Reference.sequence("graded"));
    double low = FinalLook.refuted(results, 0.7, Side.FIT, 2);
    assertThat(low).isGreaterThan(0.7);
    assertThat(new FinalLook(results, low, Side.FIT).z()).isCloseTo(2, within(1e-6));
    double high = FinalLook.refuted(results, 0.95, Side.UNFIT, 2);
    assertThat(high).isBetween(low, 0.95);
    assertThat(new FinalLook(results, high, Side.UNFIT).z()).isCloseTo(2, within(1e-6));
  }

  private static ConfidenceSequence of(double[] values) {
    var results = ConfidenceSequence.traffic();
    for (double value : values) {
      results.add(value);
    }
    return results;
  }
}
