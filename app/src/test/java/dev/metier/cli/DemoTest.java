package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a newcomer sees first.
class DemoTest {
  /// Verdicts that do not hang on the order of the cases (examples/demo/README.md).
  private static final Map<String, String> STABLE =
      Map.of(
          "triage-templated x tiny", "FIT",
          "triage-paraphrased x tiny", "UNFIT",
          "needle_haystack x qwq-32b", "FIT",
          "needle_haystack x gemma-3-27b", "UNFIT",
          "number_format x mistral-small-24b", "UNFIT",
          "string_manipulation x claude-3.5-sonnet", "UNFIT",
          "gsm_symbolic x claude-sonnet-4", "FIT",
          "triage-templated x claude-sonnet-4", "FORBIDDEN",
          "bf x claude-sonnet-4", "FIT",
          "numbers x gemma-3-27b", "UNFIT");

  @Test
  void theDemoDecidesWhatItPromisesForFewerCallsThanTheFullGrid() {
    var shell = Shell.run("demo", "--json");
    assertThat(shell.exit()).isZero();
    JsonNode result = new JsonMapper().readTree(shell.out());
    var verdicts = new HashMap<String, String>();
    for (JsonNode job : result.path("jobs")) {
      for (JsonNode model : job.path("models")) {
        verdicts.put(
            job.path("job").asString() + " x " + model.path("model").asString(),
            model.path("verdict").asString());
      }
    }
    assertThat(verdicts).hasSize(73).containsAllEntriesOf(STABLE);
    assertThat(verdicts.values())
        .contains("FIT", "UNFIT", "UNDECIDED", "FORBIDDEN", "EXPIRED")
        .filteredOn(List.of("FIT", "UNFIT")::contains)
        .hasSizeGreaterThan(38);
    assertThat(verdicts).containsEntry("triage-paraphrased x paraphrased-words", "EXPIRED");
    assertThat(cell(result, "family_relationships", "qwq-32b").path("reason").asString())
        .startsWith(
            "All cases are used. quality >= 0.80: undecided after 50 of 50 cases; 41 of 50");
    assertThat(result.path("spent").asDouble(-1)).as("nobody is paid for a recording").isZero();
    int made = result.path("calls").path("made").asInt();
    assertThat(made).isLessThan(result.path("calls").path("grid").asInt() * 2 / 3);
    assertThat(Path.of(result.path("report").asString())).isNotEmptyFile();
    endsWithWhatTheTextEndsWith(result.path("preview"));
  }

  private static JsonNode cell(JsonNode result, String job, String model) {
    return result
        .path("jobs")
        .valueStream()
        .filter(each -> each.path("job").asString().equals(job))
        .flatMap(each -> each.path("models").valueStream())
        .filter(each -> each.path("model").asString().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private static void endsWithWhatTheTextEndsWith(JsonNode preview) {
    var kinds = new HashMap<String, String>();
    var costs = new HashMap<String, Double>();
    for (JsonNode job : preview.path("jobs")) {
      kinds.put(job.path("job").asString(), job.path("kind").asString());
      costs.put(job.path("job").asString(), job.path("per_thousand").asDouble(-1));
      assertThat(job.path("reason").asString()).isNotBlank();
      assertThat(job.path("route").isNull())
          .isEqualTo(job.path("kind").asString().equals("closed"));
    }
    assertThat(kinds)
        .hasSize(16)
        .containsEntry("triage-templated", "static")
        .containsEntry("numbers", "cascade")
        .containsEntry("triage-paraphrased", "closed");
    assertThat(costs)
        .containsEntry("triage-templated", 0.0)
        .containsEntry("triage-paraphrased", -1.0);
    assertThat(preview.path("one_model"))
        .filteredOn(each -> each.path("model").asString().equals("claude-sonnet-4"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.path("fit").asInt()).isEqualTo(9);
          assertThat(each.path("forbidden").asInt()).isEqualTo(2);
          assertThat(each.path("per_thousand").asDouble())
              .isGreaterThan(4 * each.path("policy_per_thousand").asDouble());
        });
  }

  @Test
  void theDemoEndsWithARouteOfEachKindAndItsReasonAndItsCost() {
    var shell = Shell.run("demo");
    assertThat(shell.out())
        .contains(
            "triage-templated: ticket-words in this process ($0.000 per 1,000 requests)",
            "No language model is needed. The fastest of 2 that are FIT.",
            "nothing is sent to claude-sonnet-4",
            "word_sorting: qwq-32b on workstation",
            "bf: claude-sonnet-4 on vendor",
            "numbers: cascade: gemma-3-27b on workstation, complete + graders + agree",
            "With 90 % confidence at most",
            "triage-paraphrased: nothing would answer",
            "are recordings, which answer nobody")
        .containsPattern("claude-sonnet-4 +9 of 16 +2 forbidden +\\$3\\.[12].. +\\$0\\.5.. +11");
  }

  /// Two demos at once: the later one leaves the folder to the other.
  @Test
  void asLongAsAnotherDemoRunsThisOneKeepsToAFolderOfItsOwn() throws IOException {
    Path usual = Path.of("examples/demo/.metier");
    Files.createDirectories(usual);
    Path lock = usual.resolve(DemoFolder.LOCK);
    try (var other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = other.lock()) {
      var shell = Shell.run("demo");
      assertThat(held.isValid()).isTrue();
      assertThat(shell.exit()).isZero();
      assertThat(shell.err()).contains("Another demo is running: this one keeps what it finds in ");
      assertThat(shell.out())
          .doesNotContain(usual.toString())
          .containsPattern("Report: .*metier-demo.*/report.html")
          .doesNotContain("spent $2", "calls for $2", "your own cases")
          .contains("answers were not served", "metier init", "metier check", "metier qualify");
    }
  }
}
