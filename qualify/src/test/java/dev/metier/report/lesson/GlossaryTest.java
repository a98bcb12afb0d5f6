package dev.metier.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlossaryTest {
  private static Map<String, String[]> glossary() throws IOException {
    Map<String, String[]> rows = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("docs/glossary.md"))) {
      String[] parts = line.split(" *\\| *", -1);
      if (parts.length == 5) {
        rows.put(parts[1], new String[] {parts[2], parts[3].replace("`", "")});
      }
    }
    return rows;
  }

  @Test
  void theScreensAndTheGlossarySayTheSame() throws IOException {
    var glossary = glossary();

    assertThat(Glossary.words()).hasSize(20);
    for (Glossary.Word word : Glossary.words()) {
      assertThat(glossary).containsKey(word.name());
      assertThat(glossary.get(word.name())).containsExactly(word.field(), word.meaning());
    }
  }

  @Test
  void everyVerdictHasASentenceAndAWayOn() {
    assertThat(Glossary.verdicts())
        .extracting(Glossary.Sense::name)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Verdict.class.getPermittedSubclasses())
                .map(kind -> kind.getSimpleName().toUpperCase(Locale.ROOT))
                .toList());
    assertThat(Glossary.verdicts())
        .allSatisfy(sense -> {
          assertThat(sense.meaning()).endsWith(".");
          assertThat(sense.way()).endsWith(".");
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonForAnOpenVerdictHasASentenceAndAWayOn(Verdict.Doubt doubt) {
    var sense = Glossary.doubt(doubt);

    assertThat(sense.name()).isNotBlank();
    assertThat(sense.meaning()).endsWith(".");
    assertThat(sense.way()).endsWith(".");
  }

  @Test
  void nothingIsExplainedByAWordThatIsNotThere() {
    assertThat(Glossary.meaning("need"))
        .contains(
            "one requirement of a job: quality, latency," + " cost, ... (Requirement in code)");
    assertThat(Glossary.meaning("verdict-undecided")).isPresent();
    assertThat(Glossary.meaning("winner")).isEmpty();
  }
}
