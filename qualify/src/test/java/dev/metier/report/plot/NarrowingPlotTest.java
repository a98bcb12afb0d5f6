package dev.metier.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.NarrowingPicture;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.WhyViews;
import dev.metier.verdict.Assessor;
import dev.metier.verdict.UnitResult;
import dev.metier.verdict.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/// How the range of a need over repeats or scores narrowed.
class NarrowingPlotTest {
  private static final List<Requirement> NEEDS =
      List.of(new Requirement.Quality(0.8, 0.95, Optional.empty()));

  /// Every case asked twice, and half of each fourth one right.
  private static CellResult twice() {
    CellResult once = SampleResults.result(SampleResults.JOB, "qwen", 50, n -> n % 4 != 3);
    Job job =
        SampleMatrix.job("family", "", DataClass.PUBLIC, NEEDS)
            .withCases(SampleResults.JOB.cases())
            .withRepeats(2);
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 0);
    for (Unit unit : order.units()) {
      Outcome outcome = once.outcomes().get(unit.index());
      assessment.add(
          new UnitResult(unit, List.of(Collections.nCopies(2, outcome))),
          Map.<ModelName, UnitResult>of());
    }
    return new CellResult(
        job,
        once.model(),
        assessment.verdict(Optional.of(Verdict.Doubt.CASES_EXHAUSTED)),
        once.setting(),
        once.grading(),
        100,
        100,
        once.outcomes(),
        once.fingerprint(),
        List.of(),
        Optional.empty(),
        false,
        assessment.boundaries(),
        assessment.counted(),
        assessment.histories());
  }

  private final List<CellResult> results = List.of(twice());
  private final WhyView view =
      WhyViews.of(SampleResults.matrix(results), results, results.getFirst());

  @Test
  void itEndsAtTheRangeThatTheNeedTells() {
    NarrowingPicture picture = view.narrowing().orElseThrow();

    assertThat(view.path()).isEmpty();
    assertThat(picture.steps().getLast().cases()).isEqualTo(50);
    assertThat(picture.steps().getLast().words()).isEqualTo(view.needs().getFirst().interval());
    assertThat(picture.steps())
        .hasSizeBetween(10, 25)
        .allSatisfy(step -> assertThat(picture.bar()).isBetween(step.low(), step.high()));
    double first = picture.steps().getFirst().high() - picture.steps().getFirst().low();
    double last = picture.steps().getLast().high() - picture.steps().getLast().low();
    assertThat(last).isLessThan(first / 2);
  }

  @Test
  void thePageDrawsItAndSaysItInWords() {
    Document page = Jsoup.parse(Screens.why(view));

    assertThat(page.select("svg.narrowing")).hasSize(1);
    assertThat(page.select("svg.narrowing text.limit").text()).isEqualTo("bar 0.80");
    assertThat(page.select("svg.narrowing").attr("aria-label"))
        .contains("After 50 cases it lay in " + view.needs().getFirst().interval());
    assertThat(page.select("figure.chart figcaption").text())
        .startsWith(page.select("svg.narrowing").attr("aria-label"));
    assertThat(page.html()).doesNotContain("style=");
  }
}
