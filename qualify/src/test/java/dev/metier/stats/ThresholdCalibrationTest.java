package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.stats.ThresholdCalibration.Loss;
import dev.metier.stats.ThresholdCalibration.Proven;
import dev.metier.stats.ThresholdCalibration.Row;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThresholdCalibrationTest {
  private static final double[] FROM_SAFEST =
      IntStream.rangeClosed(0, 50).mapToDouble(i -> (50 - i) / 50.0).toArray();

  private static List<Row> reference() {
    var section = Reference.section("cascade");
    double[] scores = Reference.numbers(section.get("score"));
    double[] kept = Reference.numbers(section.get("local_correct"));
    double[] instead = Reference.numbers(section.get("remote_correct"));
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new Row(scores[i], kept[i], instead[i]))
        .toList();
  }

  private static void agrees(List<Proven> proven, String threshold, String chances) {
    var section = Reference.section("cascade");
    assertThat(proven.getLast().threshold()).isEqualTo(Reference.number(section.get(threshold)));
    double[] p = Reference.numbers(section.get(chances));
    // the last one is that of the threshold that was not proven
    assertThat(proven).hasSize(p.length - 1);
    for (int i = 0; i < proven.size(); i++) {
      assertThat(proven.get(i).p()).isCloseTo(p[i], within(1e-9 * Math.max(1e-3, p[i])));
    }
  }

  @Test
  void keptAndWrongAgreesWithTheReference() {
    agrees(
        ThresholdCalibration.proven(reference(), FROM_SAFEST, Loss.KEPT_WRONG, 0.1, 0.1),
        "ltt_binom_tau_alpha.10_delta.10",
        "ltt_binom_p_from_safest_alpha.10");
    assertThat(
            ThresholdCalibration.proven(reference(), FROM_SAFEST, Loss.KEPT_WRONG, 0.05, 0.1)
                .getLast()
                .threshold())
        .isEqualTo(0.72);
  }

  @Test
  void whatIsGivenUpAgreesWithTheReference() {
    agrees(
        ThresholdCalibration.proven(reference(), FROM_SAFEST, Loss.GIVEN_UP, 0.05, 0.1),
        "ltt_relative_tau_margin.05_delta.10",
        "ltt_relative_p");
  }

  @Test
  void theShareOfTheKeptBeginsWhereSomethingCanBeProven() {
    assertThat(ThresholdCalibration.proven(reference(), FROM_SAFEST, Loss.WRONG_OF_KEPT, 0.2, 0.1))
        .isEmpty();
    var faultless = IntStream.range(0, 100).mapToObj(i -> new Row(i / 100.0, 1, 1)).toList();
    var proven = ThresholdCalibration.proven(faultless, FROM_SAFEST, Loss.WRONG_OF_KEPT, 0.1, 0.1);
    // 22 faultless ones prove 10 % with 90 %
    assertThat(proven.getFirst().kept()).isEqualTo(22);
    assertThat(proven.getLast().kept()).isEqualTo(100);
  }

  @Test
  void atMostOneInTenCalibrationsBreaksTheLimit() {
    var random = new SplittableRandom(14);
    int broken = 0;
    int brokenPairs = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      var rows =
          IntStream.range(0, 200)
              .mapToObj(_ -> {
                double score = random.nextDouble();
                double kept = random.nextDouble() < 0.5 + 0.45 * score ? 1 : 0;
                return new Row(score, kept, random.nextDouble() < 0.95 ? 1 : 0);
              })
              .toList();
      // truly kept and wrong above t: .5 (1 - t) - .45 (1 - t^2) / 2; given up: .05 less of 1 - t
      double wrong = lowest(rows, Loss.KEPT_WRONG);
      broken += wrongAbove(wrong) > 0.1 ? 1 : 0;
      double given = lowest(rows, Loss.GIVEN_UP);
      brokenPairs += wrongAbove(given) - 0.05 * (1 - given) > 0.1 ? 1 : 0;
    }
    // three standard deviations above a tenth
    assertThat(broken / (double) runs).isLessThan(0.145);
    assertThat(brokenPairs / (double) runs).isLessThan(0.145);
    assertThat(broken).isPositive();
  }

  private static double lowest(List<Row> rows, Loss loss) {
    var proven = ThresholdCalibration.proven(rows, FROM_SAFEST, loss, 0.1, 0.1);
    return proven.isEmpty() ? 1 : proven.getLast().threshold();
  }

  private static double wrongAbove(double t) {
    return 0.5 * (1 - t) - 0.45 * (1 - t * t) / 2;
  }
}
