package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.GradeComparison;
import dev.metier.importer.GradeComparison.Difference;
import dev.metier.importer.Imported;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// promptfoo's own results, beside a configuration.
class RecordedResultsTest {
  private static final String CONFIG =
      """
      prompts: ['Say {{x}}', 'Tell {{x}}']
      providers: [file://own.py]
      tests:
      - vars: {x: [a, b]}
        assert:
        - {type: contains, value: '{{x}}'}
        - {type: llm-rubric, value: polite}
        - {type: assert-set, assert: [{type: contains, value: h}, {type: contains, value: i}]}
        - {type: equals, value: hi a}
      - vars: {x: c}
        assert: [{type: icontains, value: HI}]
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
    Files.writeString(folder.resolve("promptfooconfig.yaml"), CONFIG);
  }

  private static String column(String prompt, String provider) {
    return "{\"id\":\""
        + prompt
        + "\",\"label\":\""
        + prompt
        + "\",\"provider\":\""
        + provider
        + "\"}";
  }

  private static String component(String type, boolean pass) {
    return "{\"pass\":" + pass + ",\"assertion\":{\"type\":\"" + type + "\"}}";
  }

  private static String row(
      int test, int column, String output, boolean pass, String... components) {
    return "{\"testIdx\":%d,\"promptIdx\":%d,\"success\":%s,\"latencyMs\":12,\"response\":{\"output\":\"%s\"},\"gradingResult\":{\"componentResults\":[%s]}}"
        .formatted(test, column, pass, output, String.join(",", components));
  }

  private Imported imported(String... rows) throws IOException {
    String columns =
        String.join(
            ",",
            column("p", "openai:gpt-5"),
            column("q", "openai:gpt-5"),
            column("p", "openai:gpt-5"),
            column("q", "openai:gpt-5"));
    Path results =
        Files.writeString(
            folder.resolve("out.json"),
            "{\"results\":{\"prompts\":["
                + columns
                + "],\"results\":["
                + String.join(",", rows)
                + "]}}");
    Path config = folder.resolve("promptfooconfig.yaml");
    var options = PromptfooImport.Options.none(config).withResults(Optional.of(results));
    return PromptfooImport.read(config, options);
  }

  private GradeComparison.Compared compared(Imported imported) throws IOException {
    for (var each : imported.files().entrySet()) {
      Path file = folder.resolve("out").resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    return GradeComparison.of(ProjectReader.read(folder.resolve("out")), imported);
  }

  private static String set(boolean pass) {
    return "{\"pass\":" + pass + ",\"componentResults\":[{},{}]}";
  }

  @Test
  void gradesAreComparedAssertionByAssertion() throws IOException {
    String member = component("contains", true);
    Imported imported =
        imported(
            row(
                0,
                0,
                "hi a",
                true,
                component("contains", true),
                component("llm-rubric", true),
                set(true),
                member,
                member,
                component("equals", true)),
            row(
                1,
                0,
                "hi a",
                false,
                component("contains", true),
                component("llm-rubric", true),
                set(true),
                member,
                member,
                component("equals", false)),
            row(2, 2, "Hi", true, component("icontains", true)),
            row(2, 1, "Ha", true, component("icontains", true)));
    var compared = compared(imported);
    assertThat(compared.grades()).isEqualTo(10);
    assertThat(compared.differences())
        .extracting(Difference::type, Difference::id, Difference::there)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("contains", "b", true),
            org.assertj.core.groups.Tuple.tuple("equals", "b", false),
            org.assertj.core.groups.Tuple.tuple("icontains", "c", true),
            org.assertj.core.groups.Tuple.tuple("test", "c", true));
    assertThat(compared.differences().getFirst().place().line()).isEqualTo(6);
  }

  @Test
  void answersBecomeRecordedModelsOfTheirJobs() throws IOException {
    Imported imported =
        imported(
            row(0, 0, "one", true),
            row(1, 1, "two", true),
            row(2, 2, "three", true),
            row(2, 3, "", true));
    compared(imported);
    var project = ProjectReader.read(folder.resolve("out"));
    assertThat(project.models().stream().map(m -> m.name().text()))
        .containsExactly(
            "openai-gpt-5-job", "openai-gpt-5-2-job", "openai-gpt-5-job-2", "openai-gpt-5-2-job-2");
    assertThat(imported.files().get("recorded/job.jsonl"))
        .isEqualTo(
            """
            {"case_id":"a","model":"openai-gpt-5","text":"one","latency_ms":12.0}
            {"case_id":"c","model":"openai-gpt-5-2","text":"three","latency_ms":12.0}
            """);
    assertThat(imported.losses()).extracting(l -> l.type()).containsExactly("llm-rubric");
  }

  /// promptfoo asks a test's combinations one after the other, and then all of them again.
  @Test
  void repeatsAreAnswersToTheSameTest() throws IOException {
    var rows = new java.util.ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      rows.add(row(i, 0, "answer " + i, true));
    }
    assertThat(imported(rows.toArray(String[]::new)).outcomes())
        .extracting(o -> o.id() + " " + o.text())
        .containsExactly(
            "a answer 0", "b answer 1", "a answer 2", "b answer 3", "c answer 4", "c answer 5");
  }

  @Test
  void whatPromptfooCouldNotJudgeIsCounted() throws IOException {
    Imported imported =
        imported(
            "{\"testIdx\":0,\"promptIdx\":0,\"error\":\"boom\",\"gradingResult\":null}",
            row(2, 0, "hi", true));
    assertThat(imported.outcomes()).hasSize(1);
    assertThat(imported.notes())
        .contains("1 result has no answer or no judgement, and is left out.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"results\": {\"table\": {}}}", "not json"})
  void otherFilesAreRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("no.json"), text);
    Path config = folder.resolve("promptfooconfig.yaml");
    for (Path each : List.of(file, folder.resolve("absent.json"))) {
      assertThatThrownBy(() ->
              PromptfooImport.read(
                  config, PromptfooImport.Options.none(config).withResults(Optional.of(each))))
          .isInstanceOf(ProblemsException.class);
    }
  }
}
