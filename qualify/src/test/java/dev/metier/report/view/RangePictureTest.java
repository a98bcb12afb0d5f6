package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.Scale;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
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

  @Test
  void whatLiesOutsideTheAxisIsCut() {
    var open = of(SampleMatrix.undecided(12, 0.7, 0.2, 0.95));

    assertThat(open.low()).isZero();
    assertThat(open.cutLow()).isTrue();
    assertThat(open.cutHigh()).isFalse();
  }
}
