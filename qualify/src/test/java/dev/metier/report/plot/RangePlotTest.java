package dev.metier.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.Scale;
import dev.metier.report.view.RangePicture;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangePlotTest {
  private static final List<Finding> FINDINGS =
      List.of(
          SampleMatrix.quality(Status.MET, 44, 0.98, 0.91, 0.99),
          SampleMatrix.quality(Status.UNMET, 26, 0.69, 0.6, 0.85),
          SampleMatrix.undecided(97, 0.93, 0.871, 0.968),
          SampleMatrix.undecided(12, 0.7, 0.2, 0.95));

  @Test
  void rangesAreTheSameBytesEverywhere() {
    var drawn = new StringBuilder();
    for (Finding finding : FINDINGS) {
      var picture = RangePicture.of(finding, Scale.glance(finding));
      drawn.append(RangePlot.small(picture)).append('\n');
      drawn.append(RangePlot.large(picture)).append('\n');
    }
    var scale = Scale.around(FINDINGS);
    var axis = RangePicture.Axis.of(FINDINGS.getFirst(), scale);
    drawn.append(RangePlot.axis(axis, "bar")).append('\n');
    Golden.check("screen/ranges.svg", drawn.toString());
  }

  @Test
  void aTickOnTheBarIsNotLabelledASecondTime() {
    var axis = RangePicture.Axis.of(FINDINGS.getFirst(), new Scale(0.5, 1));

    assertThat(axis.barText()).isEqualTo("0.90");
    assertThat(axis.ticks()).extracting(RangePicture.Tick::text).doesNotContain("0.9", "0.90");
  }

  @Test
  void namesCannotLeaveTheirPlace() {
    assertThat(Svg.escaped("<img src=x onerror=\"a&b\">"))
        .isEqualTo("&lt;img src=x onerror=&quot;a&amp;b&quot;&gt;");
  }
}
