package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.qualify.CellResult;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.view.WhyViews;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class WhyScreenTest {
  private static final List<CellResult> ALL = SampleResults.all();

  private static String html(int which) {
    return Screens.why(WhyViews.of(SampleResults.matrix(ALL), ALL, ALL.get(which)));
  }

  @Test
  void thePageIsTheSameForTheSameEvidence() {
    Golden.check("screen/why.html", html(0));
  }

  @Test
  void theSentenceSaysWhatWasSeenAskedForAndProved() {
    assertThat(Jsoup.parse(html(0)).select(".says").text())
        .isEqualTo(
            "It passed 42 of 50 cases. You asked for at least 0.80, with 95 % confidence."
                + " 42 of 50 is too close to 0.80 to say yes or no, and all cases are used.");
    assertThat(Jsoup.parse(html(1)).select(".says b").text()).isEqualTo("That is proved.");
    assertThat(Jsoup.parse(html(2)).select(".says b").text())
        .isEqualTo("It is proved to be below that.");
  }

  @Test
  void everyRingOfThePathLeadsToItsCase() {
    Document page = Jsoup.parse(html(0));

    assertThat(page.select("svg.path a"))
        .hasSize(8)
        .allSatisfy(ring -> {
          assertThat(ring.attr("href"))
              .isEqualTo("/job/family/cases?a=qwen&only=all&case=" + ring.attr("aria-label"));
        });
    assertThat(page.select(".list tbody th a").eachAttr("href"))
        .containsExactlyElementsOf(page.select("svg.path a").eachAttr("href"));
  }

  @Test
  void whatARowNamesIsNotSaidAgainInIt() {
    assertThat(Jsoup.parse(html(1)).select(".needs .evidence .caption").text())
        .startsWith("Met with 95 % confidence");
  }

  @Test
  void thatNothingWasMeasuredStandsOnceAndNoTagIsCountedOfNothing() {
    CellResult none = SampleResults.result(SampleResults.JOB, "new", 0, _ -> true);
    var all = List.of(ALL.getFirst(), none);
    Document page = Jsoup.parse(Screens.why(WhyViews.of(SampleResults.matrix(all), all, none)));

    assertThat(page.select(".needs .evidence").text()).isEqualTo("Nothing measured yet.");
    assertThat(page.select(".facts").text()).doesNotContain("0 of 0");
  }

  @Test
  void linesOfAFileKeepTheirColumnsAndTheWordsAroundThemWrap() {
    String told = "metier.yaml:1:2: Unknown key.\n   1 | a: b\n     | ^\n     hint: Write it.";
    Document page = Jsoup.parse(Screens.problems("p", List.of(told)));

    assertThat(page.select("pre.code").eachText()).containsExactly("1 | a: b\n     | ^");
    assertThat(page.select("pre:not(.code)").eachText())
        .containsExactly("metier.yaml:1:2: Unknown key.", "hint: Write it.");
  }

  /// The evidence of the job is told where this model has none of today's.
  @Test
  void anExpiredVerdictSaysItsReasonOnceAndCommandsAsCode() {
    var matrix = SampleMatrix.support();
    var results = SampleResults.of(matrix);
    CellResult expired =
        results.stream()
            .filter(each -> each.verdict() instanceof Verdict.Expired)
            .findFirst()
            .orElseThrow();
    Document page = Jsoup.parse(Screens.why(WhyViews.of(matrix, results, expired)));
    String reason = expired.verdict().reason();

    assertThat(page.select("main").text().split(Pattern.quote(reason.replace("`", "")), -1))
        .hasSize(2);
    assertThat(page.select(".says").text()).doesNotContain("`");
    assertThat(page.select("#state").text()).startsWith("Evidence of");
  }

  @Test
  void theNextModelIsOneKeyAway() {
    Document page = Jsoup.parse(html(0));

    assertThat(page.select("a[data-key=next]").attr("href")).isEqualTo("/job/family/opus");
    assertThat(page.select("a[data-key=before]")).isEmpty();
  }
}
