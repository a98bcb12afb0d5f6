package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TransformsTest {
  @Test
  void aDifferenceReachesTheMarginWhereItsScoreReachesTheBar() {
    assertThat(Transforms.pairedScore(0.5, 0.53))
        .isCloseTo(Transforms.pairedBar(0.03), within(1e-15));
    assertThat(Transforms.pairedScore(1, 0)).isEqualTo(1);
    assertThat(Transforms.pairedScore(0, 1)).isZero();
    assertThat(Transforms.pairedDifference(new Interval(0, 0.75))).isEqualTo(new Interval(-1, 0.5));
  }

  @Test
  void aCostReachesTheLimitWhereItsScoreReachesTheBar() {
    assertThat(Transforms.costScore(260, 2048)).isEqualTo(Transforms.costBar(260, 2048));
    assertThat(Transforms.costScore(0, 8)).isEqualTo(1);
    assertThat(Transforms.meanCost(new Interval(0.5, 0.75), 8)).isEqualTo(new Interval(2, 4));
  }

  @Test
  void aLotKeepsTheMeanAndIsTheSameForTheSameKey() {
    for (double score : new double[] {0, 0.25, 2 / 3.0, 1}) {
      double total = 0;
      for (int i = 0; i < 4000; i++) {
        double drawn = Transforms.roundedByLot(score, "case " + i);
        assertThat(drawn).isIn(0.0, 1.0).isEqualTo(Transforms.roundedByLot(score, "case " + i));
        total += drawn;
      }
      assertThat(total / 4000).isCloseTo(score, within(0.025));
    }
  }

  @Test
  void aHigherScoreNeverHasAWorseLot() {
    for (int i = 0; i < 100; i++) {
      assertThat(Transforms.roundedByLot(0.9, "case " + i))
          .isGreaterThanOrEqualTo(Transforms.roundedByLot(0.6, "case " + i));
    }
  }

  @Test
  void valuesOutsideTheirRangesAreRefused() {
    assertThatThrownBy(() -> Transforms.pairedScore(1.1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Transforms.pairedBar(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Transforms.costScore(9, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Transforms.costBar(8, 8)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Transforms.costBar(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
