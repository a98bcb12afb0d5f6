package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Requirement;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.Scale;
import dev.metier.report.plot.RangePlot;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RangePictureTest {
  private static RangePicture of(Finding finding) {
    return RangePicture.of(finding, Scale.glance(finding));
  }

  @Test
  void aPictureOfWhatIsMetNeverCrossesItsBar() {
    var met = of(SampleMatrix.quality(Status.MET, 44, 0.98, 0.91, 0.99));

    assertThat(met.low()).isGreaterThan(met.bar());
    assertThat(met.high()).isEqualTo(1);
    assertThat(met.capLow()).isTrue();
    assertThat(met.capHigh()).isFalse();
  }

  @Test
  void whatIsNotMetIsARayFromTheOtherSide() {
    var unmet = of(SampleMatrix.quality(Status.UNMET, 26, 0.69, 0.6, 0.85));

    assertThat(unmet.low()).isZero();
    assertThat(unmet.high()).isLessThan(unmet.bar());
    assertThat(unmet.capHigh()).isTrue();
  }

  @Test
  void whatIsOpenIsARangeOverItsBarWithoutCaps() {
    var open = of(SampleMatrix.undecided(97, 0.93, 0.871, 0.968));

    assertThat(open.low()).isLessThan(open.bar());
    assertThat(open.high()).isGreaterThan(open.bar());
    assertThat(open.capLow() || open.capHigh()).isFalse();
  }

  /// Of so few answers nothing holds a time from above.
  @Test
  void aRangeWithoutAnEndIsAnArrowAndSaysOver() {
    var need =
        new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1500), 0.95);
    var finding =
        new Finding(
            need,
            Status.UNDECIDED,
            12,
            50,
            new Interval(9.1, Double.POSITIVE_INFINITY),
            1.5,
            OptionalDouble.empty(),
            "open",
            0.5,
            30);
    RangePicture picture = of(finding);

    assertThat(picture.words()).contains("over 9.1 s").doesNotContain("9.1..", "Infinity");
    assertThat(picture.cutHigh()).isTrue();
    assertThat(picture.low()).isBetween(0.0, 1.0);
    assertThat(picture.high()).isEqualTo(1);
    assertThat(RangePlot.large(picture)).contains("over 9.1 s").doesNotContain("Infinity", "NaN");
  }

  @Test
  void whatLiesOutsideTheAxisIsCut() {
    var open = of(SampleMatrix.undecided(12, 0.7, 0.2, 0.95));

    assertThat(open.low()).isZero();
    assertThat(open.cutLow()).isTrue();
    assertThat(open.cutHigh()).isFalse();
  }
}
