package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key anywhere in another tool's file is neither copied nor printed.
class ImportKeysTest {
  private static final String KEY = "sk-proj-" + "aB3".repeat(16);
  private static final String EVAL =
      """
      {"object": "list", "data": [
      {"object": "eval", "id": "eval_1", "name": "Labels", "testing_criteria": [
        {"type": "string_check", "name": "label", "input": "{{ sample.output_text }}",
         "operation": "eq", "reference": "{{ item.label }}"}]},
      {"object": "eval.run", "id": "run_1", "eval_id": "eval_1", "model": "small", "data_source": {
        "type": "responses", "model": "small", "input_messages": {"type": "template", "template": [
          {"role": "developer", "content": "Label it."}, {"role": "user", "content": "{{item.text}}"}]},
        "source": {"type": "file_content", "content": [
          {"item": {"text": "The screen stays black", "label": "hardware"}},
          {"item": {"text": "It asks for a licence", "label": "software"}}]}}}]}
      """;
  private static final String LOG =
      """
      {"eval": {"task": "sums", "model": "vendor/big"}, "samples": [
        {"id": "one", "epoch": 1, "input": "What is 2 and 2?", "target": "4", "scores": {"match": {"value": "C"}}},
        {"id": "two", "epoch": 1, "input": "What is 3 and 1?", "target": "four", "scores": {"match": {"value": "I"}}}]}
      """;
  private static final String CONFIG =
      """
      description: about tickets
      prompts:
        - id: p
          label: short
          raw: '[{"role": "system", "content": "Label it."}, {"role": "user", "content": "{{text}}"}]'
      providers: [{id: "ollama:chat:q", label: own}]
      tests:
        - description: a black screen
          vars: {text: hello}
          assert: [{type: contains, value: hard}, {type: no-such-assertion, value: x}]
      """;

  @TempDir private Path folder;

  private Shell imported(String kind, String text, String... options) throws IOException {
    Path file = folder.resolve(kind.equals("promptfoo") ? "c.yaml" : "c.json");
    Files.writeString(file, text);
    String to = folder.resolve("made").toString();
    return Shell.run(
        Stream.concat(Stream.of("import", kind, file.toString(), "--to", to), Stream.of(options))
            .toArray(String[]::new));
  }

  private String made() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(folder.resolve("made"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file).append('\n').append(Files.readString(file));
      }
    }
    return all.toString();
  }

  /// Without `--redact` nothing is written; with it the project is whole, and can be checked.
  private void stopsAndIsTakenOut(String kind, String with, int exit) throws IOException {
    Shell refused = imported(kind, with);
    assertThat(refused.exit()).as(refused.out()).isEqualTo(2);
    assertThat(refused.err()).contains("key or password", "--redact");
    assertThat(folder.resolve("made")).doesNotExist();
    Shell made = imported(kind, with, "--redact");
    assertThat(made.exit()).as(made.err()).isEqualTo(exit);
    assertThat(made()).contains("[removed]").doesNotContainIgnoringCase("sk-proj");
    assertThat(refused.out() + refused.err() + made.out() + made.err()).doesNotContain("sk-proj");
    Shell check = Shell.run("check", "-f", folder.resolve("made").toString());
    assertThat(check.exit()).as(check.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Label it.", "The screen stays black", "hardware"})
  void ofOpenAisEvals(String text) throws IOException {
    stopsAndIsTakenOut("openai-evals", EVAL.replace(text, text + " " + KEY), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "What is 2 and 2?", "four"})
  void ofOutcomes(String text) throws IOException {
    stopsAndIsTakenOut(
        "outcomes", LOG.replace("\"" + text + "\"", "\"" + text + " " + KEY + "\""), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"about tickets", "Label it.", "a black screen", "hello"})
  void ofPromptfoo(String text) throws IOException {
    stopsAndIsTakenOut("promptfoo", CONFIG.replace(text, text + " " + KEY), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"label: short", "label: own", "type: no-such-assertion"})
  void namesAndWhatIsToldAreWithoutIt(String text) throws IOException {
    Shell made = imported("promptfoo", CONFIG.replace(text, text + "-" + KEY));
    assertThat(made.exit()).as(made.err()).isEqualTo(1);
    assertThat(made() + made.out() + made.err()).doesNotContainIgnoringCase("sk-proj");
  }

  @Test
  void aVariableThatIsCalledSoCannotBeRenamed() throws IOException {
    String config = CONFIG.replace("{text: hello}", "{text: hello, " + KEY + ": 1}");
    assertThat(imported("promptfoo", config).exit()).isEqualTo(2);
    Shell refused = imported("promptfoo", config, "--redact");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("c.yaml:10: test 1", "change the text").doesNotContain(KEY);
  }

  @Test
  void casesThatDifferedInTheKeyAloneStayTwo() throws IOException {
    String line = LOG.lines().skip(1).findFirst().orElseThrow();
    String second =
        "{\"id\": \"one " + KEY + "\"" + line.strip().substring("{\"id\": \"one\"".length());
    String log = LOG.replace(line, second + "\n" + second.replace(KEY, KEY + "x"));
    stopsAndIsTakenOut("outcomes", log, 0);
    assertThat(made()).contains("\"id\":\"one [removed]\"", "\"id\":\"one [removed] (2)\"");
    assertThat(Files.readString(folder.resolve("made/outcomes.csv")))
        .contains("sums,one [removed],big", "sums,one [removed] (2),big");
  }

  @Test
  void personalDataInAPromptThatStandsInTheProjectCountsToo() throws IOException {
    String text = EVAL.replace("Label it.", "Label it, or write to jane.miller@firma.de");
    assertThat(imported("openai-evals", text).exit()).isZero();
    assertThat(made()).contains("data: confidential");
  }
}
