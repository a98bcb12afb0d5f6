package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.qualify.CellResult;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class WhyViewTest {
  private static final List<CellResult> ALL = SampleResults.all();

  static WhyView view(int which) {
    return WhyViews.of(SampleResults.matrix(ALL), ALL, ALL.get(which));
  }

  @Test
  void showsWhatWasSeenAndWhatWouldSettleIt() {
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Golden.check("screen/why-view.json", json.writeValueAsString(view(0)) + "\n");
  }

  @Test
  void theCountsAreThoseOfTheFinding() {
    WhyView open = view(0);

    assertThat(open.count().orElseThrow().passed()).isEqualTo(42);
    assertThat(open.path().orElseThrow().failures()).hasSize(8);
    assertThat(open.failed()).isEqualTo(8);
    assertThat(open.reason()).contains("42 of 50 cases passed");
  }

  @Test
  void theBordersAreThoseThatDecide() {
    var path = view(0).path().orElseThrow();
    var decides = ExactBoundary.of(50, 0.8, 0.05, 0.05, Scope.TRAFFIC);

    assertThat(path.fitAt()).isEqualTo(50 - decides.fitAtLeast(50)).isEqualTo(4);
    assertThat(path.unfitAt()).isEqualTo(50 - decides.unfitAtMost(50)).isEqualTo(16);
    for (int n = 1; n <= 50; n++) {
      int cases = n;
      Optional<PathPicture.Step> step =
          path.fit().stream().filter(s -> s.from() <= cases).reduce((_, last) -> last);
      assertThat(step.map(PathPicture.Step::failures).orElse(-1))
          .isEqualTo(n - decides.fitAtLeast(n));
    }
  }

  @Test
  void whatIsDecidedEndsBehindItsBorder() {
    var fit = view(1).path().orElseThrow();
    var unfit = view(2).path().orElseThrow();

    assertThat(fit.failures().size()).isLessThanOrEqualTo(fit.fit().getFirst().failures());
    assertThat(fit.seen()).isGreaterThanOrEqualTo(fit.fit().getFirst().from());
    assertThat(unfit.failures().size()).isGreaterThanOrEqualTo(unfit.unfit().getFirst().failures());
  }

  @Test
  void modelsThatAreFitAreTheFirstWayOn() {
    assertThat(view(0).ways().fit()).extracting(WhyView.Other::model).containsExactly("opus");
    assertThat(view(1).ways().fit()).isEmpty();
  }

  @Test
  void chanceIsToldOnlyWhereEnoughPassedAndItIsStillNotProved() {
    assertThat(view(0).luck()).isPresent();
    assertThat(view(0).luck().orElseThrow().teams()).isBetween(5, 9);
    assertThat(view(1).luck()).isEmpty();
    assertThat(view(2).luck()).isEmpty();
  }

  @Test
  void tagsAreCountedApart() {
    assertThat(view(0).slices())
        .singleElement()
        .satisfies(slice -> {
          assertThat(slice.name()).isEqualTo("hard");
          assertThat(slice.cases()).isEqualTo(10);
          assertThat(slice.seen()).isEqualTo(10);
        });
  }

  @Test
  void nothingIsForetoldOfFewerThanTenCases() {
    var few = List.of(SampleResults.result(SampleResults.JOB, "qwen", 9, n -> n != 0));
    WhyView view = WhyViews.of(SampleResults.matrix(few), few, few.getFirst());

    assertThat(view.ways().more()).isEmpty();
    assertThat(view.luck()).isEmpty();
  }

  @Test
  void everyKindOfVerdictHasAPage() {
    FitMatrix matrix = SampleMatrix.support();
    for (FitMatrix.JobRow row : matrix.jobs()) {
      var results =
          row.cells().stream()
              .map(cell ->
                  new CellResult(
                      row.job(),
                      cell.model(),
                      cell.verdict(),
                      "s",
                      "g",
                      0,
                      0,
                      List.of(),
                      Optional.empty(),
                      cell.notes(),
                      Optional.empty(),
                      false))
              .toList();
      for (CellResult result : results) {
        WhyView view = WhyViews.of(matrix, results, result);
        assertThat(view.mark().word()).isEqualTo(result.verdict().word());
        assertThat(view.reason()).isNotBlank();
      }
    }
  }
}
