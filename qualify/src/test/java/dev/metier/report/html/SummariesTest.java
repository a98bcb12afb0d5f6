package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.metier.catalog.Price;
import dev.metier.chat.Settings;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.Facts;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SummariesTest {
  private static final Verdict FIT = new Verdict.Fit(List.of(), "fits");
  private static final Verdict UNFIT = new Verdict.Unfit(List.of(), "does not");

  private static Cell cell(String model, Verdict verdict, double perThousand) {
    var facts =
        new Facts(
            10,
            20,
            0,
            Optional.of(Money.usd(perThousand)),
            Double.NaN,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMillis(900)),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty());
    return new Cell(SampleMatrix.model(model), verdict, facts, List.of());
  }

  private static FitMatrix matrix(JobRow... rows) {
    return new FitMatrix(
        "p",
        SampleMatrix.AT,
        List.of(rows),
        new FitMatrix.Calls(1, 2),
        Optional.empty(),
        List.of());
  }

  private static JobRow row(int job, Cell... cells) {
    var given = SampleMatrix.support().jobs().get(job).job();
    return new JobRow(given, List.of(cells));
  }

  @Test
  void oneJobHasAndSeveralHave() {
    assertThat(Figures.share(0, 1, "job")).isEqualTo("0 of 1 job has");
    assertThat(Figures.share(1, 3, "job")).isEqualTo("1 of 3 jobs has");
    assertThat(Figures.share(0, 3, "job")).isEqualTo("0 of 3 jobs have");
  }

  @Test
  void theHeadlineCountsJobsWithAndWithoutAFitModel() {
    var open = new Verdict.Undecided(List.of(), Verdict.Doubt.CASES_EXHAUSTED, "not yet");
    var summary =
        Summaries.of(
            matrix(
                row(0, cell("qwen", FIT, 1)),
                row(1, cell("qwen", UNFIT, 1)),
                row(2, cell("qwen", open, 1))));
    assertThat(summary.headline())
        .isEqualTo(
            "1 of 3 jobs has a FIT model. For 1 it is not decided yet."
                + " For 1 no model that was tried is FIT.");
    assertThat(summary.routes().get(1).model()).isEqualTo("none: 1 UNFIT");
  }

  @Test
  void aMixOfModelsIsComparedWithOneModelForEverything() {
    var summary =
        Summaries.of(
            matrix(
                row(0, cell("qwen", FIT, 0.5), cell("opus", FIT, 15)),
                row(1, cell("qwen", UNFIT, 0.5), cell("opus", FIT, 20))));
    assertThat(summary.costs())
        .extracting(ReportView.CostRow::way, ReportView.CostRow::cost, ReportView.CostRow::fit)
        .containsExactly(
            tuple("the first FIT model of each job", "$20.50", "2 of 2"),
            tuple("qwen for everything", "$1.00", "1 of 2"),
            tuple("opus for everything", "$35.00", "2 of 2"));
  }

  @Test
  void whatIsFreeIsNotBilledRatherThanNoDollars() {
    var summary = Summaries.of(matrix(row(0, cell("qwen", FIT, 0), cell("opus", FIT, 15))));
    assertThat(summary.routes().getFirst().cost()).isEqualTo("nothing billed");
    assertThat(summary.costs())
        .extracting(ReportView.CostRow::cost)
        .containsExactly("nothing billed", "nothing billed", "$15.00");
  }

  @Test
  void theFirstModelIsTheOneThatTheJobPrefers() {
    var job = SampleMatrix.support().jobs().getFirst().job();
    var cells = List.of(cell("qwen", FIT, 9), cell("opus", FIT, 1));
    var preferred = List.of(new ModelName("opus"), new ModelName("qwen"));
    var summary = Summaries.of(matrix(new JobRow(job, cells, preferred)));
    assertThat(summary.routes().getFirst().model()).isEqualTo("opus");
    assertThat(summary.routes().getFirst().others()).isEqualTo("qwen");
    assertThat(summary.routes().getFirst().tail()).isEqualTo("900 ms");
  }

  @Test
  void pricesAndSettingsReadAsTheyAreWritten() {
    var tokens =
        new Price.PerToken(
            Money.usd(4), Money.usd(20), Money.usd(0.4), Optional.empty(), "price list");
    assertThat(Setups.price(tokens))
        .isEqualTo("$4.00 in, $20.00 out, $0.40 cached, for a million tokens (price list)");
    assertThat(Setups.price(new Price.Unknown())).isEqualTo("not known");
    var settings =
        new Settings(
            OptionalDouble.of(0),
            OptionalInt.of(1400),
            OptionalLong.of(7),
            List.of("\n"),
            Optional.of("{}"),
            Optional.empty(),
            Map.of("top_k", "40"));
    assertThat(Setups.settings(settings))
        .isEqualTo(
            "temperature 0, max_tokens 1,400, seed 7, stop \\n, with a response schema, top_k 40");
  }
}
