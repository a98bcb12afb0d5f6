package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.MemoryLedger;
import dev.metier.qualify.CellResult;
import dev.metier.report.Medium;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrixSource;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.WhyViews;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/// A verdict counts answers up to its decision; what failed is listed from all that are kept. Where
/// the two differ, every medium says so in the same words.
class TwoCountsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  /// What each medium says of a model that was asked 22 cases, in one line each.
  private static List<String> told(IntPredicate passes) {
    CellResult result = SampleResults.result(SampleResults.JOB, "gemma", 22, passes);
    var results = List.of(result);
    FitMatrix matrix =
        new FitMatrixSource(new MemoryLedger(), CLOCK).matrix("p", results, List.of());
    var told = new ArrayList<String>();
    told.add(Jsoup.parse(Screens.why(WhyViews.of(matrix, results, result))).text());
    var report = Jsoup.parse(FrozenReportTest.html(matrix, results, CaseDisclosure.ALL));
    told.add(
        FrozenReportTest.place(
                report,
                FileLinks.whyId(SampleResults.JOB.name().text(), result.model().name().text()))
            .text());
    for (Medium medium : Medium.values()) {
      told.add(medium.render(matrix, RenderOptions.plain("1")).replaceAll("\\s+", " "));
    }
    return told;
  }

  @Test
  void aVerdictWithLaterFailuresSaysWhereItWasDecided() {
    assertThat(told(n -> n > 3 && n != 10 && n != 12))
        .hasSize(5)
        .allSatisfy(text ->
            assertThat(text)
                .contains(
                    "Decided at case 4, with 4 failed by then; of all 22 cases answered 6"
                        + " failed."));
  }

  @Test
  void laterAnswersWithoutAFailureNeedNoWord() {
    assertThat(told(n -> n > 3))
        .allSatisfy(text -> assertThat(text).doesNotContain("Decided at", "Counted up to"));
  }
}
