package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.metier.qualify.CellResult;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.CellFacts;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.WhyViews;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TermsTest {
  @Test
  void aWordIsExplainedWhereItStands() {
    assertThat(Terms.of("every [[need|needs]] of a [[data-class]].", PageLinks.SCREENS))
        .extracting(Terms.Piece::text)
        .containsExactly("every ", "needs", " of a ", "data class", ".");
    assertThat(Terms.of("[[bar]]", PageLinks.SCREENS).getFirst().address()).contains("/words#bar");
  }

  @Test
  void everyWordThatIsExplainedOnAScreenIsKnown() throws ReflectiveOperationException {
    for (Record words : List.of(MatrixTexts.ENGLISH, WhyTexts.ENGLISH)) {
      for (var part : words.getClass().getRecordComponents()) {
        String text = (String) part.getAccessor().invoke(words);
        assertThatCode(() -> Terms.of(text, PageLinks.SCREENS)).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void matrixAndReasonExplainTheirWordsByLinksThatWorkWithoutAScript() {
    var all = SampleResults.all();
    var matrix =
        Jsoup.parse(Screens.matrix(MatrixViews.of(SampleMatrix.support(), MatrixQuery.ALL)));
    var why = Jsoup.parse(Screens.why(WhyViews.of(SampleResults.matrix(all), all, all.getFirst())));

    assertThat(matrix.select("a.word-of").eachAttr("href"))
        .contains("/words#need", "/words#route", "/words#bar", "/words#verdict");
    assertThat(why.select("a.word-of").eachAttr("href"))
        .contains("/words#need", "/words#finding", "/words#evidence");
    assertThat(matrix.text()).doesNotContain("[[");
    assertThat(why.text()).doesNotContain("[[");
  }

  private static FitMatrix matrix(CellResult result) {
    var cell =
        new FitMatrix.Cell(
            result.model(),
            result.verdict(),
            CellFacts.facts(result, result.outcomes(), Optional.empty()),
            List.of());
    return new FitMatrix(
        "kin",
        SampleMatrix.AT,
        List.of(new FitMatrix.JobRow(result.job(), List.of(cell), List.of())),
        new FitMatrix.Calls(0, 0),
        Optional.empty(),
        List.of());
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonForAnOpenVerdictHasAWayOnAtItsPage(Verdict.Doubt doubt) {
    CellResult asked = SampleResults.result(SampleResults.JOB, "qwen", 12, n -> n % 4 != 0);
    var result =
        new CellResult(
            asked.job(),
            asked.model(),
            new Verdict.Undecided(asked.verdict().findings(), doubt, "It is open."),
            asked.setting(),
            asked.grading(),
            asked.kept(),
            asked.possible(),
            asked.outcomes(),
            asked.fingerprint(),
            asked.notes(),
            asked.fitAlone(),
            asked.cutShort(),
            asked.boundaries(),
            asked.counted());
    var page = Jsoup.parse(Screens.why(WhyViews.of(matrix(result), List.of(result), result)));

    assertThat(page.select(".ways li b").eachText()).isNotEmpty();
    assertThat(page.select(".banner a").attr("href"))
        .isEqualTo("/words#doubt-" + doubt.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
