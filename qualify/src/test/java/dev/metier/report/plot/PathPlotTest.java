package dev.metier.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.view.PathPicture;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class PathPlotTest {
  private static final PathPlot.Words WORDS =
      new PathPlot.Words("all of it", "UNFIT in here", "FIT in here", "so many <failed>", "x", "y");

  /// A path whose last cases, so many, have failed.
  private static Document drawn(String tone, int seen, int failed) {
    List<PathPicture.Failed> failures =
        IntStream.rangeClosed(seen - failed + 1, seen)
            .mapToObj(at -> new PathPicture.Failed("case " + at, at))
            .toList();
    var boundary = ExactBoundary.of(50, 0.8, 0.05, 0.05, Scope.TRAFFIC);
    return Jsoup.parseBodyFragment(
        PathPlot.of(PathPicture.of(tone, seen, 50, failures, boundary), WORDS));
  }

  private static double place(Element element, String name) {
    return Double.parseDouble(element.attr(name).replace("%", ""));
  }

  /// Above the end of a path that came into the upper region lie its border and its name.
  @Test
  void anEarlyEndInTheUpperRegionIsNamedBelowIt() {
    Document unfit = drawn("unfit", 6, 5);
    Element label = unfit.select("text.way").getFirst();
    Element end = unfit.select("line.way").getLast();

    assertThat(label.attr("text-anchor")).isEqualTo("start");
    assertThat(place(label, "x")).isGreaterThan(place(end, "x2"));
    assertThat(place(label, "y")).isGreaterThan(place(end, "y2") + 14);
  }

  @Test
  void aPathAlongTheBottomIsNamedBelowTheNameOfItsRegion() {
    for (int failed : new int[] {0, 1}) {
      Document fit = drawn("fit", 50, failed);
      double region = place(fit.select("text.fit").getFirst(), "y");
      double way = place(fit.select("text.way").getFirst(), "y");

      assertThat(Math.abs(way - region)).as("%s failed", failed).isGreaterThanOrEqualTo(18);
    }
  }

  @Test
  void aLabelStaysInTheDrawing() {
    assertThat(drawn("unfit", 48, 18).select("text.way").attr("text-anchor")).isEqualTo("end");
    assertThat(drawn("undecided", 40, 6).select("text.way").attr("text-anchor")).isEqualTo("end");
    assertThat(drawn("fit", 20, 0).select("text.way").attr("text-anchor")).isEqualTo("start");
  }

  /// Where labels find no room in the drawing they stand below it; those who listen hear them once.
  @Test
  void theLabelsStandBelowTheDrawingToo() {
    Document drawing = drawn("undecided", 20, 3);

    assertThat(drawing.select(".names li").eachText())
        .containsExactly("UNFIT in here", "so many <failed>", "FIT in here");
    assertThat(drawing.select(".names").attr("aria-hidden")).isEqualTo("true");
    assertThat(drawing.select("svg").attr("aria-label")).isEqualTo("all of it");
  }
}
