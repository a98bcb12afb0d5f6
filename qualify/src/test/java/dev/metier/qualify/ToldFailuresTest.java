package dev.metier.qualify;

import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.report.Medium;
import dev.metier.report.matrix.FailureSummary;
import dev.metier.report.matrix.FitMatrixSource;
import dev.metier.report.matrix.RenderOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a terminal says of the cases that made a model UNFIT.
class ToldFailuresTest {
  private static final Job TRIAGE = job("triage", 40, quality(0.8));

  private static String shown(DataClass data, Function<Question, Answer> script) {
    Ledger ledger = new MemoryLedger();
    var results =
        run(
                Workshop.assignment(List.of(model("m")), TRIAGE),
                Map.of("m", new Scripted(script)),
                ledger)
            .cells();
    var matrix = new FitMatrixSource(ledger, Workshop.CLOCK).matrix("p", results, List.of());
    return Medium.TEXT.render(
        FailureSummary.in(matrix, results, ledger, _ -> data), RenderOptions.plain("1"));
  }

  @Test
  void anUnfitModelsFailuresAreToldByTheirCommonestCauses() {
    String text =
        shown(
            DataClass.INTERNAL,
            question -> says(question.caseId().endsWith("7") ? "I am not sure" : "not at all"));
    assertThat(text)
        .contains("UNFIT")
        .containsPattern("\\d+ of \\d+ failed cases: .*not at all.* \\(such as c\\d+\\)\\.")
        .contains("`metier ui` shows the answers, by cause.");
  }

  @Test
  void reasonsThatQuoteConfidentialDataStayOffTheTerminal() {
    String text = shown(DataClass.CONFIDENTIAL, _ -> says("not at all"));
    assertThat(text)
        .doesNotContain("not at all")
        .containsPattern(
            "\\d+ failed cases in all; the reasons quote confidential data: `metier ui`");
  }

  @Test
  void whatIsNotUnfitTellsNoFailures() {
    String text = shown(DataClass.INTERNAL, Workshop.rightIn(0.95, 3));
    assertThat(text).doesNotContain("UNFIT").doesNotContain("failed case");
  }
}
