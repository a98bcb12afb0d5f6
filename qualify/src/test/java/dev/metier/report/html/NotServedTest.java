package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.metier.grade.Grade;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.Unserved;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleEvidence;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.CellFacts;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.WhyViews;
import dev.metier.report.view.cases.CasesQuery;
import dev.metier.report.view.cases.CasesView;
import dev.metier.report.view.cases.CasesViews;
import dev.metier.report.view.cases.OwnLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/// What was not served is told by cause, and so is how often the cases were tried, on the screen of
/// one model as in the report.
class NotServedTest {
  private static final String TRIED =
      "This is the 3rd prompt or setting tried on these cases: a FIT now is luck with a chance of"
          + " up to 14 %; confirm it on fresh cases.";
  private static final List<String> STATUSES =
      List.of("TOTAL_TIMEOUT", "RATE_LIMITED", "FIRST_TOKEN_TIMEOUT", "REPLY", "TOTAL_TIMEOUT");
  private static final List<String> WHYS =
      List.of(
          "nothing after 20 s",
          "HTTP 429: <slow down>",
          "nothing after 20 s",
          "the answer was empty",
          "no end after 60 s");

  private final CellResult result = result();
  private final List<CellResult> results = List.of(result);
  private final FitMatrix matrix = matrix();

  private static CellResult result() {
    CellResult all = SampleResults.result(SampleResults.JOB, "qwen", 50, n -> n >= 5);
    List<Outcome> first = all.outcomes().subList(0, STATUSES.size());
    return new CellResult(
        all.job(),
        all.model(),
        all.verdict(),
        all.setting(),
        all.grading(),
        all.kept(),
        all.possible(),
        IntStream.range(0, all.outcomes().size())
            .mapToObj(
                n -> n < first.size() ? notServed(all.outcomes().get(n)) : all.outcomes().get(n))
            .toList(),
        all.fingerprint(),
        List.of(TRIED),
        all.fitAlone(),
        all.cutShort(),
        all.boundaries(),
        all.counted(),
        all.histories(),
        IntStream.range(0, first.size())
            .mapToObj(n -> new Unserved(first.get(n).content(), 0, STATUSES.get(n), WHYS.get(n)))
            .toList());
  }

  private static Outcome notServed(Outcome outcome) {
    return new Outcome(outcome.content(), 0, 0, false, 0, 0, 0, 0, false, Optional.empty(), false);
  }

  private FitMatrix matrix() {
    var facts = CellFacts.facts(result, result.outcomes(), Optional.of(SampleMatrix.AT));
    var cell = new FitMatrix.Cell(result.model(), result.verdict(), facts, result.notes());
    return new FitMatrix(
        "p",
        SampleMatrix.AT,
        List.of(new FitMatrix.JobRow(result.job(), List.of(cell))),
        new FitMatrix.Calls(1, 2),
        Optional.empty(),
        List.of());
  }

  private Document screen() {
    return Jsoup.parse(Screens.why(WhyViews.of(matrix, results, result)));
  }

  private Document report() {
    return Jsoup.parse(FrozenReportTest.html(matrix, results, CaseDisclosure.ALL));
  }

  /// What graders say where there is no answer, which says no more than why it did not come.
  private List<FailedGrade> graded() {
    return result.unserved().stream()
        .map(each -> new FailedGrade(each.content(), Grade.fail("Not served: " + each.why())))
        .toList();
  }

  @Test
  void everyCauseHasItsCountAndTheServersWords() {
    assertThat(WhyViews.of(matrix, results, result).tested().unserved())
        .extracting(WhyView.Unserved::cause, WhyView.Unserved::calls, WhyView.Unserved::why)
        .containsExactly(
            tuple("timed out", 3, "nothing after 20 s"),
            tuple("empty answers", 1, "the answer was empty"),
            tuple("rate limited", 1, "HTTP 429: <slow down>"));
    for (Document page : List.of(screen(), report())) {
      assertThat(page.select("ul.unserved li").eachText())
          .containsExactly(
              "timed out: 3 calls. nothing after 20 s",
              "empty answers: 1 call. the answer was empty",
              "rate limited: 1 call. HTTP 429: <slow down>");
    }
  }

  @Test
  void aCauseOfTheScreenLeadsToItsCasesAlone() {
    assertThat(screen().select("ul.unserved a").eachAttr("href"))
        .contains("/job/family/cases?a=qwen&only=unserved&cause=Not%20served%3A%20timed%20out");
    CasesView lab =
        CasesViews.of(
            matrix,
            results,
            CasesQuery.of(
                Map.of("a", "qwen", "only", "unserved", "cause", "Not served: timed out")),
            new SampleEvidence(_ -> List.of()).failed(graded()),
            OwnLabels.NONE);

    assertThat(lab.items()).hasSize(3);
    assertThat(lab.causal().causes())
        .extracting(CasesView.Cause::text, CasesView.Cause::count)
        .containsExactly(
            tuple("Not served: timed out", 3),
            tuple("Not served: rate limited", 1),
            tuple("Not served: empty answers", 1));
    assertThat(Jsoup.parse(Screens.cases(lab, "t")).select("#causes summary").text())
        .startsWith("Why qwen was not served, as its server says");
  }

  @Test
  void everyLinkOfTheReportLeadsToAPlaceInIt() {
    Document page = report();

    assertThat(page.select("ul.unserved a"))
        .hasSize(3)
        .allSatisfy(link -> {
          Element place = page.getElementById(link.attr("href").substring(1));
          assertThat(place).as(link.attr("href")).isNotNull();
        });
  }

  @Test
  void howOftenTheCasesWereTriedIsToldInBoth() {
    assertThat(screen().select("p.note").eachText()).contains(TRIED);
    assertThat(report().select("details.why p.note").eachText()).contains(TRIED);
  }
}
