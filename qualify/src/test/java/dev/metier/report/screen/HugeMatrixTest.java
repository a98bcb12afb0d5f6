package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.DataClass;
import dev.metier.job.Requirement;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import dev.metier.verdict.Finding.Status;
import dev.metier.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/// Forty jobs against fifteen models, which fit a page.
class HugeMatrixTest {
  private static final int MOST_BYTES = 100_000;

  private static FitMatrix huge() {
    var quality = new Requirement.Quality(0.9, 0.95, Optional.empty());
    var rows = new ArrayList<FitMatrix.JobRow>();
    for (int j = 0; j < 40; j++) {
      var cells = new ArrayList<FitMatrix.Cell>();
      for (int m = 0; m < 15; m++) {
        cells.add(
            new FitMatrix.Cell(
                SampleMatrix.model("model-" + m),
                verdict((j * 7 + m * 3) % 5, 0.5 + (j * 13 + m * 29) % 40 / 100.0),
                FitMatrix.Facts.none(200),
                List.of()));
      }
      var job = SampleMatrix.job("job-" + j, "purpose " + j, DataClass.INTERNAL, List.of(quality));
      rows.add(new FitMatrix.JobRow(job, cells));
    }
    return new FitMatrix(
        "huge", SampleMatrix.AT, rows, new FitMatrix.Calls(1, 2), Optional.empty(), List.of());
  }

  private static Verdict verdict(int which, double low) {
    return switch (which) {
      case 0 -> new Verdict.Fit(List.of(SampleMatrix.quality(Status.MET, 44, 1, 0.91, 1)), "met");
      case 1 ->
          new Verdict.Unfit(
              List.of(SampleMatrix.quality(Status.UNMET, 26, low, low / 2, low)), "not met");
      case 2 -> new Verdict.Forbidden("not cleared");
      case 3 -> new Verdict.Expired(List.of(), "another build");
      default ->
          new Verdict.Undecided(
              List.of(SampleMatrix.undecided(97, low, low, 0.97)), Verdict.Doubt.RUNNING, "open");
    };
  }

  private static String page() {
    return Screens.matrix(MatrixViews.of(huge(), MatrixQuery.ALL));
  }

  @Test
  void itIsLightWithItsStyleAndScript() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (String part : List.of(page(), Screens.style(), Screens.script())) {
      try (var zipped = new GZIPOutputStream(bytes)) {
        zipped.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(bytes.size()).isLessThan(MOST_BYTES);
  }

  @Test
  void manyModelsAreSetDenselyAndEveryCellKeepsItsWord() {
    Document page = Jsoup.parse(page());

    assertThat(page.select("table").hasClass("dense")).isTrue();
    assertThat(page.select(".cell"))
        .hasSize(600)
        .allSatisfy(cell -> {
          assertThat(cell.select(".word").text()).isNotBlank();
          assertThat(cell.select("a").attr("aria-label")).contains(cell.select(".word").text());
        });
  }
}
