package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class MatrixScreenTest {
  private static String html(Map<String, String> parameters) {
    return Screens.matrix(MatrixViews.of(SampleMatrix.support(), MatrixQuery.of(parameters)));
  }

  @Test
  void thePageIsTheSameForTheSameEvidence() {
    Golden.check("screen/matrix.html", html(Map.of()));
  }

  @Test
  void everyVerdictHasItsShapeItsWordAndItsNameForScreenReaders() {
    Document page = Jsoup.parse(html(Map.of()));

    assertThat(page.select(".cell .word").eachText())
        .contains("FIT", "UNFIT", "UNDECIDED", "FORBIDDEN", "EXPIRED");
    assertThat(page.select(".cell a").eachAttr("aria-label"))
        .contains("opus for clause-extraction: FORBIDDEN. host reads up to internal");
    assertThat(page.select(".cell use").eachAttr("href")).contains("#fit", "#forbidden");
  }

  @Test
  void noPageHasStylesOrScriptsInside() {
    Document page = Jsoup.parse(html(Map.of()));

    assertThat(page.select("[style], style, script:not([src])")).isEmpty();
    assertThat(page.getAllElements().stream().flatMap(e -> e.attributes().asList().stream()))
        .noneMatch(attribute -> attribute.getKey().startsWith("on"));
  }

  @Test
  void noColumnHasATotal() {
    assertThat(Jsoup.parse(html(Map.of())).select("tfoot")).isEmpty();
  }

  @Test
  void whatIsSearchedForIsTextHoweverItLooks() {
    String page = html(Map.of("q", "<img src=x onerror=alert(1)>\u202e"));

    assertThat(page).doesNotContain("<img").contains("[U+202E]");
  }

  @Test
  void aProjectWithoutJobsSaysSo() {
    var empty =
        new FitMatrix(
            "new",
            SampleMatrix.AT,
            List.of(),
            new FitMatrix.Calls(0, 0),
            Optional.empty(),
            List.of());
    Document page = Jsoup.parse(Screens.matrix(MatrixViews.of(empty, MatrixQuery.ALL)));

    assertThat(page.select("h1").text()).isEqualTo(MatrixTexts.ENGLISH.noJobs());
    assertThat(page.select("table")).isEmpty();
  }
}
