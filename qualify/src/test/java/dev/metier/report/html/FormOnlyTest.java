package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.MemoryLedger;
import dev.metier.qualify.CellResult;
import dev.metier.report.Medium;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrixSource;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.WhyViews;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// FIT by the form of answers alone never looks like any other FIT.
class FormOnlyTest {
  private static final String SAID =
      CellResult.FORM_ONLY + ": no grader looks at what is right for a case.";

  private static CellResult fit(String model, List<String> notes) {
    CellResult all = SampleResults.result(SampleResults.JOB, model, 19, _ -> true);
    return new CellResult(
        all.job(),
        all.model(),
        all.verdict(),
        all.setting(),
        all.grading(),
        all.kept(),
        all.possible(),
        all.outcomes(),
        all.fingerprint(),
        notes,
        all.fitAlone(),
        all.cutShort(),
        all.boundaries(),
        all.counted());
  }

  private final CellResult form = fit("gemma", List.of(SAID));
  private final CellResult proved = fit("opus", List.of());
  private final List<CellResult> results = List.of(form, proved);
  private final FitMatrix matrix =
      new FitMatrixSource(new MemoryLedger(), Clock.systemUTC()).matrix("p", results, List.of());

  private Document screen() {
    return Jsoup.parse(Screens.matrix(MatrixViews.of(matrix, MatrixQuery.ALL)));
  }

  @Test
  void theMatrixHasAShapeAndAWordForIt() {
    for (Document page :
        List.of(
            screen(), Jsoup.parse(FrozenReportTest.html(matrix, results, CaseDisclosure.ALL)))) {
      var marks = page.select("table.matrix .cell .mark");
      assertThat(marks.eachText()).containsExactlyInAnyOrder("FIT by form", "FIT");
      assertThat(marks.select("use").eachAttr("href")).containsExactlyInAnyOrder("#form", "#fit");
      assertThat(page.select("table.matrix .cell a").eachAttr("aria-label"))
          .anyMatch(name -> name.startsWith("gemma for") && name.contains(": FIT by form."));
      assertThat(page.text()).contains("FIT by form alone: gemma for family.");
    }
  }

  @Test
  void whereTheJobWouldGoSaysItToo() {
    var alone = List.of(form);
    var own =
        new FitMatrixSource(new MemoryLedger(), Clock.systemUTC()).matrix("p", alone, List.of());
    assertThat(
            Jsoup.parse(Screens.matrix(MatrixViews.of(own, MatrixQuery.ALL)))
                .select("td.route")
                .text())
        .contains("gemma", "by form alone");
    assertThat(
            Jsoup.parse(FrozenReportTest.html(own, alone, CaseDisclosure.ALL))
                .select("table.routes")
                .text())
        .contains("gemma, by form alone");
  }

  @Test
  void everySentenceThatCountsJobsCountsItApart() {
    CellResult elsewhere =
        SampleResults.result(
            SampleMatrix.job("other", "", SampleResults.JOB.data(), SampleResults.JOB.needs())
                .withCases(SampleResults.JOB.cases()),
            "gemma",
            19,
            _ -> true);
    var results = List.of(form, elsewhere);
    var matrix =
        new FitMatrixSource(new MemoryLedger(), Clock.systemUTC()).matrix("p", results, List.of());
    MatrixView view = MatrixViews.of(matrix, MatrixQuery.ALL);
    var asked =
        new MatrixView(
            view.project(),
            Optional.of("today"),
            view.tally(),
            view.price(),
            view.hosts(),
            view.rows(),
            view.selection(),
            view.notes());
    assertThat(headline(Screens.matrix(asked)))
        .isEqualTo("All 2 jobs can stay on your own machines, 1 of them by form alone.");
    assertThat(Jsoup.parse(FrozenReportTest.html(matrix, results, CaseDisclosure.ALL)).text())
        .contains("2 of 2 jobs have a FIT model, 1 of them by form alone.");
  }

  private static String headline(String page) {
    return Jsoup.parse(page).select("h1").text();
  }

  @Test
  void thePageOfTheVerdictSaysWhatIsProved() {
    assertThat(
            Jsoup.parse(Screens.why(WhyViews.of(matrix, results, form))).select(".banner").text())
        .contains("FIT by form")
        .contains("That is proved of the form of its answers alone");
    assertThat(
            Jsoup.parse(Screens.why(WhyViews.of(matrix, results, proved))).select(".banner").text())
        .contains("That is proved.")
        .doesNotContain("form");
  }

  @Test
  void terminalAndProgramsReadIt() {
    assertThat(Medium.TEXT.render(matrix, RenderOptions.plain("1")))
        .containsOnlyOnce("  by form alone  ");
    var models =
        JsonMapper.shared()
            .readTree(Medium.JSON.render(matrix, RenderOptions.plain("1")))
            .at("/jobs/0/models");
    assertThat(models.get(0).path("form_only").asBoolean(false)).isTrue();
    assertThat(models.get(1).has("form_only")).isFalse();
    assertThat(Medium.JUNIT.render(matrix, RenderOptions.plain("1")))
        .contains("gemma: FIT. " + SAID);
  }
}
