package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.catalog.Host;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.ledger.Outcome;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.CellFacts;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class MatrixViewTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static MatrixView of(Map<String, String> parameters) {
    return MatrixViews.of(SampleMatrix.support(), MatrixQuery.of(parameters));
  }

  private static List<String> jobs(Map<String, String> parameters) {
    return of(parameters).rows().stream().map(MatrixView.Row::job).toList();
  }

  @Test
  void showsEachJobWithEveryKindOfVerdict() {
    Golden.check("screen/matrix-view.json", JSON.writeValueAsString(of(Map.of())) + "\n");
  }

  @Test
  void theAddressChoosesJobsByTextPlaceAndClass() {
    assertThat(jobs(Map.of("q", "CONTRACT"))).containsExactly("clause-extraction");
    assertThat(jobs(Map.of("show", "local"))).containsExactly("ticket-triage");
    assertThat(jobs(Map.of("data", "internal"))).containsExactly("ticket-triage", "reply-draft");
    assertThat(jobs(Map.of("q", "nothing has this"))).isEmpty();
  }

  @Test
  void columnsWithoutACandidateAmongTheRowsAreLeftOut() {
    var titles = of(Map.of("q", "commit-titles"));

    assertThat(titles.hosts())
        .singleElement()
        .satisfies(host ->
            assertThat(host.columns())
                .extracting(MatrixView.Column::model)
                .containsExactly("qwen"));
    assertThat(titles.rows().getFirst().cells()).hasSize(1);
    assertThat(of(Map.of()).rows()).allSatisfy(row -> assertThat(row.cells()).hasSize(3));
  }

  @Test
  void whatIsNoChoiceIsLeftOutAndNamed() {
    var view =
        of(Map.of("show", "nonsense", "view", "tiny", "data", "secret", "q", "x".repeat(10_000)));

    assertThat(view.rows()).hasSize(4);
    assertThat(view.selection().ignored())
        .containsExactly("q of 10000 characters", "show=nonsense", "data=secret", "view=tiny");
  }

  @Test
  void aServerOfThisMachineIsTheTeamsOwnWhateverItSpeaks() {
    Model hosted = SampleMatrix.model("opus");
    assertThat(MatrixViews.isOwn(hosted)).isFalse();
    assertThat(MatrixViews.isOwn(on(hosted, Locality.THIS_MACHINE))).isTrue();
    assertThat(MatrixViews.isOwn(on(hosted, "gateway"))).isFalse();
  }

  private static Model on(Model model, String host) {
    return new Model(
        model.name(),
        ProviderKind.OPENAI,
        "good",
        Optional.of("http://127.0.0.1:4000/v1"),
        Optional.empty(),
        new Host(host, DataClass.RESTRICTED),
        model.price(),
        model.settings(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  @Test
  void aProjectWithoutEvidenceHasNoMoment() {
    var empty =
        new FitMatrix(
            "new",
            SampleMatrix.AT,
            List.of(),
            new FitMatrix.Calls(0, 0),
            Optional.empty(),
            List.of());
    MatrixView view = MatrixViews.of(empty, MatrixQuery.ALL);

    assertThat(view.at()).isEmpty();
    assertThat(view.tally().jobs()).isZero();
  }

  @Test
  void manyModelsAreSetDensely() {
    assertThat(MatrixQuery.ALL.densityFor(8)).isEqualTo("roomy");
    assertThat(MatrixQuery.ALL.densityFor(9)).isEqualTo("dense");
    assertThat(MatrixQuery.of(Map.of("view", "compact")).densityFor(9)).isEqualTo("compact");
  }

  private static FitMatrix.JobRow priced(int job, double small, double large, double error) {
    var given = SampleMatrix.support().jobs().get(job).job();
    var fit = new Verdict.Fit(List.of(), "fits");
    return new FitMatrix.JobRow(
        given,
        List.of(
            new FitMatrix.Cell(SampleMatrix.model("qwen"), fit, facts(small, error), List.of()),
            new FitMatrix.Cell(SampleMatrix.model("opus"), fit, facts(large, 0), List.of())));
  }

  private static FitMatrix.Facts facts(double perThousand, double error) {
    return new FitMatrix.Facts(
        10,
        20,
        0,
        Optional.of(Money.usd(perThousand)),
        error,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void costsAreRangesByWhatWasAskedAndOneNumberWhereNothingIsLeftToChance() {
    var matrix =
        new FitMatrix(
            "p",
            SampleMatrix.AT,
            List.of(priced(0, 1, 10, 0.3), priced(1, 2, 20, 0.4)),
            new FitMatrix.Calls(1, 2),
            Optional.empty(),
            List.of());
    var price = MatrixViews.of(matrix, MatrixQuery.ALL).price().orElseThrow();

    // 1.50 +- 1.96 * sqrt(0.3^2 + 0.4^2) / 2
    assertThat(price.routed()).isEqualTo("$1.01..$1.99");
    assertThat(price.single()).isEqualTo("$15.00");
    assertThat(price.model()).isEqualTo("opus");
  }

  @Test
  void theErrorOfACostIsThatOfItsMean() {
    var result = SampleResults.result(SampleResults.JOB, "qwen", 4, _ -> true);
    var outcomes = new ArrayList<Outcome>();
    for (int dollars = 1; dollars <= 4; dollars++) {
      outcomes.add(costing(result.outcomes().get(dollars - 1), dollars));
    }
    var facts = CellFacts.facts(result, outcomes, Optional.empty());

    // the standard error of 1, 2, 3, 4 is sqrt(5 / 3) / 2
    assertThat(facts.perThousandError()).isEqualTo(645.4972243679, within(1e-6));
    assertThat(facts.perThousand().orElseThrow().dollars()).isEqualTo(2500, within(1e-9));
    assertThat(CellFacts.facts(result, outcomes.subList(0, 1), Optional.empty()).perThousandError())
        .isNaN();
  }

  private static Outcome costing(Outcome like, int dollars) {
    return new Outcome(
        like.content(),
        like.repeat(),
        like.score(),
        like.served(),
        like.totalNanos(),
        like.firstTokenNanos(),
        like.tokensPerSecond(),
        Money.usd(dollars).nanos(),
        like.cold(),
        like.finish(),
        like.broken());
  }

  /// A model of which not one answer came is open, and its cell says what kept it.
  @Test
  void whereNothingWasServedTheCellIsUndecidedAndNamesTheCause() {
    var none =
        new Verdict.Undecided(
            List.of(),
            Verdict.Doubt.UNREACHABLE,
            "Not one of 20 answers was served, so nothing is known of the model.",
            Optional.of("nothing served"));
    var row = SampleMatrix.support().jobs().getFirst();
    var known = row.cells().getFirst();
    MatrixView.Cell cell =
        CellViews.of(new FitMatrix.Cell(known.model(), none, known.facts(), List.of()));

    assertThat(cell.mark().orElseThrow().word()).isEqualTo("UNDECIDED");
    assertThat(cell.line()).isEqualTo("nothing served");
    assertThat(cell.picture()).isEmpty();
  }
}
