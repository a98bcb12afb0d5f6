package dev.metier.importer.evals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every rule of what becomes of evals of OpenAI's API and of its open registry.
class EvalsImportTest {
  private static final String EVAL =
      """
      {"object": "eval", "id": "eval_1", "name": "Ticket labels", "testing_criteria": [%s]}
      """;
  private static final String EXACT =
      """
      {"type": "string_check", "name": "label", "input": "{{ sample.output_text }}",
       "operation": "eq", "reference": "{{ item.correct_label }}"}
      """;
  private static final String RUN =
      """
      {"object": "eval.run", "id": "run_1", "eval_id": "eval_1", "model": "gpt-x-mini", "data_source": {
        "type": "responses", "model": "gpt-x-mini", "sampling_params": {"temperature": 0, "max_completion_tokens": 64},
        "input_messages": {"type": "template", "template": [
          {"role": "developer", "content": {"type": "input_text", "text": "Label the ticket."}},
          {"role": "user", "content": "{{item.ticket.text}}"}]},
        "source": {"type": "file_content", "content": [
          {"item": {"ticket": {"text": "The screen stays black"}, "correct_label": "hardware"}},
          {"item": {"ticket": {"text": "The screen stays black"}, "correct_label": "hardware"}},
          {"item": {"ticket": {"text": "It asks for a licence"}, "correct_label": "software"}}]}}}
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Imported whole(String criteria) throws IOException {
    return EvalsImport.read(
        List.of(
            file("eval.json", EVAL.formatted(criteria)),
            file("runs.json", "{\"object\": \"list\", \"data\": [" + RUN + "]}")));
  }

  @Test
  void anEvalAndItsRunBecomeAJobWithItsPromptItemsAndModel() throws IOException {
    Imported made = whole(EXACT);
    assertThat(made.losses()).isEmpty();
    assertThat(made.jobs()).isEqualTo(1);
    assertThat(made.cases()).as("the same item counts once").isEqualTo(2);
    assertThat(made.carried()).isEqualTo(1);
    assertThat(made.files().get("metier.yaml"))
        .contains(
            "gpt-x-mini: {use: \"openai/gpt-x-mini\", host: openai, temperature: 0, max_tokens:"
                + " 64}")
        .contains("- {\"role\":\"system\",\"text\":\"Label the ticket.\"}")
        .contains("- {\"role\":\"user\",\"text\":\"{{ticket_text}}\"}")
        .contains("- {\"equals\":{\"expected\":\"{{correct_label}}\",\"exact\":true}}");
    assertThat(made.files().get("cases/ticket-labels.jsonl"))
        .contains("\"ticket_text\":\"It asks for a licence\"", "\"correct_label\":\"software\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eq    | {"equals":{"expected":"{{correct_label}}","exact":true}}
          ne    | {"not_equals":{"expected":"{{correct_label}}","exact":true}}
          like  | {"contains":{"text":"{{correct_label}}","strict":true}}
          ilike | {"contains":{"text":"{{correct_label}}","ignore_case":true}}
          """)
  void eachOperationHasItsGrader(String operation, String grader) throws IOException {
    assertThat(whole(EXACT.replace("\"eq\"", "\"" + operation + "\"")).files().get("metier.yaml"))
        .contains("- " + grader);
  }

  @Test
  void aFieldOfTheAnswerIsLookedAt() throws IOException {
    assertThat(
            whole(EXACT.replace("sample.output_text", "sample.output_json.answer.label"))
                .files()
                .get("metier.yaml"))
        .contains("\"exact\":true},\"at\":\"answer.label\"}");
  }

  @Test
  void aMeasureThatIsAlikeIsToldSo() throws IOException {
    Imported made =
        whole(
            """
            {"type": "text_similarity", "name": "near", "input": "{{sample.output_text}}",
             "reference": "{{item.correct_label}}", "evaluation_metric": "rouge_l", "pass_threshold": 0.8}
            """);
    assertThat(made.files().get("metier.yaml"))
        .contains("{\"rouge_l\":{\"expected\":\"{{correct_label}}\",\"at_least\":0.8}}");
    assertThat(made.notes()).anyMatch(note -> note.contains("alike, not equal"));
  }

  private Imported judged(String criteria) throws IOException {
    return EvalsImport.read(
        List.of(file("eval.json", EVAL.formatted(criteria)), file("run.json", RUN)),
        Optional.of("ollama/gemma3:12b"));
  }

  private static final String LABELLED =
      """
      {"type": "label_model", "name": "Tone", "model": "gpt-x", "labels": ["kind", "rude"], "passing_labels": ["kind"],
       "input": [{"role": "developer", "content": "Which tone has it?"},
                 {"role": "user", "content": {"type": "input_text", "text": "Ticket: {{item.ticket.text}} Answer: {{ sample.output_text }}"}}]}
      """;

  @Test
  void whatAModelIsAskedIsForTheJudgeThatIsNamedHere() throws IOException {
    Imported made = judged(EXACT + ", " + LABELLED);
    assertThat(made.losses()).isEmpty();
    assertThat(made.jobs()).isEqualTo(2);
    assertThat(made.files().get("metier.yaml"))
        .contains(
            "  judge: {use: \"ollama/gemma3:12b\"}",
            "-tone:",
            "{\"labels\":{\"question\":\"Which tone has it?\\n\\nTicket: {{ticket_text}} Answer:"
                + " (the answer below)\","
                + "\"labels\":[\"kind\",\"rude\"],\"passing\":[\"kind\"],\"judge\":\"judge\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "pass_threshold": 0.75                   | "anchors":{"0":"the lowest score","10":"the highest score"},"threshold":8
          "pass_threshold": 5.5, "range": [1, 7]   | "anchors":{"1":"the lowest score","7":"the highest score"},"threshold":6
          """)
  void aScoreThatPassesIsOneOfWholeSteps(String threshold, String ours) throws IOException {
    Imported made =
        judged(
            """
            {"type": "score_model", "name": "good", %s, "input": [{"role": "user", "content": "How good?"}]}
            """
                .formatted(threshold));
    assertThat(made.losses()).isEmpty();
    assertThat(made.files().get("metier.yaml")).contains(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "output_text, output_json.x, read more of the answer",
    "passing_labels, other_labels, has no `labels`"
  })
  void whatAJudgeCannotBeAskedIsTold(String part, String instead, String why) throws IOException {
    Imported made = judged(EXACT + ", " + LABELLED.replace(part, instead));
    assertThat(made.losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.why()).contains(why));
  }

  @ParameterizedTest
  @CsvSource({
    "label_model, asks a model",
    "score_model, asks a model",
    "python, is a program",
    "multi, computes with other",
    "string-check, No grader of this type"
  })
  void whatIsNotCarriedIsNamedWithItsReason(String type, String why) throws IOException {
    Imported made = whole(EXACT + ", {\"type\": \"" + type + "\", \"name\": \"other\"}");
    assertThat(made.losses()).hasSize(1);
    Loss loss = made.losses().getFirst();
    assertThat(loss.type()).isEqualTo(type + " `other`");
    assertThat(loss.why()).contains(why);
    assertThat(made.cases()).as("the rest is carried").isEqualTo(2);
  }

  @Test
  void whatIsMissingIsToldWithTheFileThatBringsIt() throws IOException {
    Path eval = file("eval.json", EVAL.formatted(EXACT));
    Imported alone = EvalsImport.read(List.of(eval));
    assertThat(alone.jobs()).isZero();
    assertThat(alone.losses().getFirst().instead()).contains("/v1/evals/eval_1/runs");
    Path run =
        file("run.json", RUN.replaceFirst("(?s)\"content\": \\[.*\\]}}}", "\"id\": \"file-1\"}}}"));
    assertThat(EvalsImport.read(List.of(eval, run)).losses().getFirst().why()).contains("items");
    Path rows =
        file(
            "rows.jsonl",
            """
            {"item": {"ticket": {"text": "No sound"}, "correct_label": "hardware"}}
            {"item": half
            """);
    Imported rest = EvalsImport.read(List.of(eval, run, rows));
    assertThat(rest.cases()).isEqualTo(1);
    assertThat(rest.losses())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.place().line()).isEqualTo(2);
          assertThat(loss.why()).contains("no JSON");
        });
  }

  @Test
  void outputItemsBringTheirRows() throws IOException {
    Path eval = file("eval.json", EVAL.formatted(EXACT));
    Path run =
        file("run.json", RUN.replaceFirst("(?s)\"content\": \\[.*\\]}}}", "\"id\": \"file-1\"}}}"));
    Path items =
        file(
            "items.json",
            """
            {"object": "list", "data": [{"object": "eval.run.output_item", "eval_id": "eval_1",
              "datasource_item": {"ticket": {"text": "No sound"}, "correct_label": "hardware"}}]}
            """);
    assertThat(EvalsImport.read(List.of(eval, run, items)).cases()).isEqualTo(1);
  }

  @Test
  void anotherKindOfFileIsRefused() throws IOException {
    Path other = file("other.json", "{\"a\": 1}");
    assertThatThrownBy(() -> EvalsImport.read(List.of(other)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("There is no eval in");
  }

  private Imported registry(String name, String args) throws IOException {
    file(
        "registry/data/colours/samples.jsonl",
        """
        {"input": [{"role": "system", "content": "Name the colour."}, {"role": "user", "content": "Grass"}], "ideal": ["green", "Green"]}
        {"input": "Snow", "ideal": "white"}
        {"input": "Coal"}
        """);
    return EvalsImport.read(
        List.of(
            file(
                "registry/evals/colours.yaml",
                """
                colours:
                  id: colours.dev.v0
                  metrics: [accuracy]
                colours.dev.v0:
                  class: %s
                  args: {samples_jsonl: colours/samples.jsonl%s}
                """
                    .formatted(name, args))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          evals.elsuite.basic.match:Match         |                     | {"starts_with":{"text":"{{ideal}}","strict":true}}
          evals.elsuite.basic.includes:Includes   |                     | {"contains_any":{"texts":"{{ideal}}","strict":true}}
          evals.elsuite.basic.includes:Includes   | , ignore_case: true | {"contains_any":{"texts":"{{ideal}}","ignore_case":true}}
          evals.elsuite.basic.fuzzy_match:FuzzyMatch |                  | {"contains_any":{"texts":"{{ideal}}","ignore_case":true}}
          """)
  void aClassOfTheRegistryHasItsGrader(String name, String args, String grader) throws IOException {
    Imported made = registry(name, args == null ? "" : args);
    assertThat(made.files().get("metier.yaml")).contains("  colours:", "- " + grader);
    assertThat(made.cases()).isEqualTo(2);
    assertThat(made.losses()).as("the sample without an ideal answer").hasSize(1);
    assertThat(made.losses().getFirst().place().line()).isEqualTo(3);
    assertThat(made.files().get("cases/colours.jsonl")).contains("[\\\"green\\\",\\\"Green\\\"]");
  }

  @Test
  void aClassThatAsksAModelIsNamedWithItsLine() throws IOException {
    Imported made = registry("evals.elsuite.modelgraded.classify:ModelBasedClassify", "");
    assertThat(made.jobs()).isZero();
    assertThat(made.losses().getFirst().place().line()).isEqualTo(4);
    assertThat(made.losses().getFirst().why()).contains("asks a model");
  }
}
