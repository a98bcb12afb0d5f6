package dev.metier.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.DataClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseScreeningTest {
  private static final String TOKEN = "ghp_" + "a1B2c3D4e5F6".repeat(3);

  private static ImportedCase given(int number, String text, String... slices) {
    return new ImportedCase(
        "c" + number,
        Map.of("text", text),
        Optional.empty(),
        List.of(slices),
        Optional.empty(),
        Optional.empty(),
        "a.csv:" + number);
  }

  @Test
  void personalDataRaisesTheClass() {
    var found =
        CaseScreening.of(
            List.of(given(2, "Hello"), given(3, "Pay to DE89 3704 0044 0532 0130 00")), false);
    assertThat(found.personal()).isEqualTo(1);
    assertThat(found.data(DataClass.INTERNAL)).isEqualTo(DataClass.CONFIDENTIAL);
    assertThat(found.data(DataClass.RESTRICTED)).isEqualTo(DataClass.RESTRICTED);
    assertThat(found.why()).isEqualTo("1 of 2 cases holds personal data: IBAN");
    assertThat(CaseScreening.of(List.of(given(2, "Hello")), false).data(DataClass.PUBLIC))
        .isEqualTo(DataClass.PUBLIC);
  }

  @Test
  void keysStopTheImportAndAreNotQuoted() {
    var cases = List.of(given(2, "Hello"), given(3, "use " + TOKEN + " there"));
    var told = catchThrowableOfType(ProblemsException.class, () -> CaseScreening.of(cases, false));
    assertThat(told.problems()).hasSize(1);
    assertThat(told.problems().getFirst().what()).startsWith("a.csv:3: ").doesNotContain(TOKEN);
    assertThat(told.problems().getFirst().hint()).contains("--redact");
  }

  @Test
  void keysAreTakenOutOnRequest() {
    var found = CaseScreening.of(List.of(given(3, "use " + TOKEN + " there")), true);
    assertThat(found.redacted()).isEqualTo(1);
    assertThat(found.cases().getFirst().vars().get("text")).isEqualTo("use [removed] there");
  }

  @Test
  void keysInNamesSlicesAndClustersAreTakenOutToo() {
    var cases = new ArrayList<ImportedCase>();
    for (String end : List.of("", "7")) {
      cases.add(
          new ImportedCase(
              "row " + TOKEN + end,
              Map.of("text", "Hello"),
              Optional.empty(),
              List.of("of " + TOKEN),
              Optional.of("by " + TOKEN),
              Optional.empty(),
              "a.csv:2"));
    }
    var found = CaseScreening.of(cases, true).cases();
    assertThat(found)
        .extracting(ImportedCase::id)
        .containsExactly("row [removed]", "row [removed] (2)");
    assertThat(found.getFirst().slices()).containsExactly("of [removed]");
    assertThat(found.getFirst().cluster()).contains("by [removed]");
    var told =
        catchThrowableOfType(
            ProblemsException.class,
            () -> CaseScreening.of(List.of(given(3, "Hello", "of " + TOKEN)), false));
    assertThat(told.problems()).hasSize(1);
  }

  @Test
  void samplesKeepTheSharesOfSlicesAndAreDrawnAgain() {
    var cases = new ArrayList<ImportedCase>();
    for (int i = 0; i < 100; i++) {
      cases.add(given(i, "Text " + i, i < 70 ? "en" : i < 99 ? "de" : "fr"));
    }
    var drawn = SliceSample.of(cases, 20, 1);
    assertThat(drawn).hasSize(20);
    assertThat(drawn.stream().filter(c -> c.slices().contains("fr"))).hasSize(1);
    assertThat(drawn.stream().filter(c -> c.slices().contains("de")).count()).isBetween(5L, 6L);
    assertThat(SliceSample.of(cases, 20, 1)).isEqualTo(drawn);
    assertThat(SliceSample.of(cases, 20, 2)).isNotEqualTo(drawn);
    assertThat(SliceSample.of(cases, 200, 1)).isEqualTo(cases);
    assertThat(SliceSample.of(cases, 2, 1)).hasSize(2);
  }
}
