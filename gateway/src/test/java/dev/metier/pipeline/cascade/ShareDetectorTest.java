package dev.metier.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Expected values of runs are simulated with fixed seeds; the bound on false alarms is a theorem.
class ShareDetectorTest {
  /// Outcomes until an alarm; `most` when none came.
  private static int until(double bar, double mean, Random random, int most) {
    var detector = new ShareDetector(bar, ShareDetector.RUN_LENGTH);
    for (int i = 1; i <= most; i++) {
      if (detector.add(random.nextDouble() < mean ? 1 : 0)) {
        return i;
      }
    }
    return most;
  }

  private static double meanRun(double bar, double mean, int runs, int most) {
    var random = new Random(11);
    double sum = 0;
    for (int i = 0; i < runs; i++) {
      sum += until(bar, mean, random, most);
    }
    return sum / runs;
  }

  @Test
  void atTheBarAnAlarmComesAfterAThousandOutcomesOrMoreOnAverage() {
    // cut at 20,000 outcomes, which makes the mean smaller
    assertThat(meanRun(0.6, 0.6, 200, 20_000)).isGreaterThan(ShareDetector.RUN_LENGTH);
    assertThat(meanRun(0.95, 0.95, 200, 20_000)).isGreaterThan(ShareDetector.RUN_LENGTH);
  }

  @Test
  void aShareThatFallsIsNoticed() {
    assertThat(meanRun(0.9, 0.75, 200, 5_000)).isLessThan(120);
    assertThat(meanRun(0.6, 0.4, 200, 5_000)).isLessThan(120);
  }

  @Test
  void aShareAboveTheBarGivesNoAlarmForLong() {
    var random = new Random(5);
    int alarms = 0;
    for (int i = 0; i < 200; i++) {
      alarms += until(0.6, 0.7, random, 2_000) < 2_000 ? 1 : 0;
    }
    assertThat(alarms).isLessThan(4);
  }

  @Test
  void barsAtTheEndsAreHarmless() {
    var always = new ShareDetector(1, ShareDetector.RUN_LENGTH);
    assertThat(always.add(1)).isFalse();
    var never = new ShareDetector(0, ShareDetector.RUN_LENGTH);
    for (int i = 0; i < 1000; i++) {
      assertThat(never.add(0)).isFalse();
    }
  }
}
