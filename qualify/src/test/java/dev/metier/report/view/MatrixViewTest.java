package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.FitMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
