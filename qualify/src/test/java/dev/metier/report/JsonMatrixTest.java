package dev.metier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonMatrixTest {
  private static JsonNode json(FitMatrix matrix) {
    return JsonMapper.builder()
        .build()
        .readTree(Medium.JSON.render(matrix, RenderOptions.plain("0.1.0")));
  }

  @Test
  void saysWhatItAlwaysSaid() {
    Golden.check(
        "matrix.json", Medium.JSON.render(SampleMatrix.support(), RenderOptions.plain("0.1.0")));
  }

  @Test
  void everyModelHasTheAgreedKeys() {
    JsonNode root = json(SampleMatrix.support());
    assertThat(root.has("report")).isTrue();
    assertThat(root.at("/calls/made").asLong()).isEqualTo(1234);
    assertThat(root.at("/calls/grid").asLong()).isEqualTo(9000);
    for (JsonNode job : root.get("jobs")) {
      assertThat(job.get("job").isString()).isTrue();
      for (JsonNode model : job.get("models")) {
        assertThat(model.propertyNames())
            .contains("model", "verdict", "reason", "trials", "available", "interval");
      }
    }
    assertThat(root.at("/jobs/0/models/0/interval/0").asDouble()).isEqualTo(0.904);
    assertThat(root.at("/jobs/1/models/2/interval").isNull()).isTrue();
  }

  @Test
  void openEndsAreNull() {
    Finding met = SampleMatrix.quality(Finding.Status.MET, 3, 1, 0, 1);
    var open =
        new Finding(
            met.need(),
            met.status(),
            3,
            9,
            new Interval(0.1, Double.POSITIVE_INFINITY),
            0.9,
            OptionalDouble.empty(),
            "r",
            Double.NaN,
            Double.POSITIVE_INFINITY);
    var row = SampleMatrix.support().jobs().getFirst();
    var cell =
        new FitMatrix.Cell(
            SampleMatrix.model("qwen"),
            new Verdict.Fit(List.of(open), "r"),
            FitMatrix.Facts.none(9),
            List.of());
    JsonNode root =
        json(
            new FitMatrix(
                "p",
                SampleMatrix.AT,
                List.of(new FitMatrix.JobRow(row.job(), List.of(cell))),
                new FitMatrix.Calls(3, 9),
                Optional.empty(),
                List.of()));
    assertThat(root.at("/jobs/0/models/0/interval/1").isNull()).isTrue();
    assertThat(root.at("/jobs/0/models/0/findings/0/remaining").isNull()).isTrue();
  }
}
