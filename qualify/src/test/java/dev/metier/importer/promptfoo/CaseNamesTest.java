package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.importer.Imported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What the cases of a promptfoo configuration are called.
class CaseNamesTest {
  @TempDir Path folder;

  private Imported imported(String tests) throws IOException {
    Files.writeString(folder.resolve("long.txt"), "words of a file");
    Path file = folder.resolve("promptfooconfig.yaml");
    Files.writeString(file, "prompts: ['{{role}} {{x}}']\nproviders: [ollama:chat:q]\n" + tests);
    var options = PromptfooImport.Options.none(file).withJudge(Optional.of("ollama/judge"));
    return PromptfooImport.read(file, options);
  }

  private static java.util.List<String> ids(String lines) {
    return lines
        .lines()
        .map(line -> JsonMapper.shared().readTree(line).path("id").asString())
        .toList();
  }

  @Test
  void theFirstVariableThatDiffersNamesThemUniquely() throws IOException {
    Imported imported =
        imported(
            """
            defaultTest: {vars: {role: the same everywhere}, assert: [{type: is-json}]}
            tests:
            - {vars: {x: short}}
            - {vars: {x: short}}
            - {vars: {x: "a text of many words, longer\\n than anybody wants to read"}}
            - {vars: {x: file://long.txt}}
            - {description: said so, vars: {x: short}}
            - {vars: {x: ''}}
            """);
    assertThat(ids(imported.files().getOrDefault("cases/promptfoo.jsonl", "")))
        .containsExactly(
            "short",
            "short (2)",
            "a text of many words, longer than…",
            "long.txt",
            "said so",
            "test 6");
  }

  @Test
  void aCaseThatIsJudgedIsCalledTheSame() throws IOException {
    Imported imported =
        imported(
            """
            tests:
            - {vars: {x: one}, assert: [{type: is-json}, {type: llm-rubric, value: polite}]}
            - {vars: {x: two}, assert: [{type: llm-rubric, value: polite}]}
            """);
    assertThat(ids(imported.files().getOrDefault("cases/promptfoo.jsonl", "")))
        .containsExactly("one");
    assertThat(ids(imported.files().getOrDefault("cases/promptfoo-rubric.jsonl", "")))
        .containsExactly("one", "two");
  }
}
