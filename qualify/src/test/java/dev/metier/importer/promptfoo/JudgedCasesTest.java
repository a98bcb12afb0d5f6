package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.importer.Imported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tests of promptfoo ask a model about becomes jobs of a judge that the user names.
class JudgedCasesTest {
  private static final String CONFIG =
      """
      prompts: ["Answer {{q}}"]
      providers: [ollama:qwen3]
      tests:
        - vars: {q: the letter of Ada}
          assert:
            - {type: contains, value: Ada}
            - {type: llm-rubric, value: "It is polite to {{q}}"}
            - {type: llm-rubric, value: It is short}
        - vars: {q: how many}
          description: count
          assert: [{type: factuality, value: There are 12}]
        - vars: {q: later}
          assert: [{type: not-llm-rubric, value: It is rude}]
      """;

  @TempDir private Path folder;

  private Imported read(Optional<String> judge) throws IOException {
    Path file = Files.writeString(folder.resolve("promptfooconfig.yaml"), CONFIG);
    return PromptfooImport.read(file, PromptfooImport.Options.none(file).withJudge(judge));
  }

  @Test
  void withoutAJudgeTheRemedyIsNamed() throws IOException {
    assertThat(read(Optional.empty()).losses())
        .filteredOn(loss -> loss.type().equals("llm-rubric"))
        .hasSize(2)
        .allSatisfy(loss -> assertThat(loss.instead()).contains("--judge ollama/NAME"));
  }

  @Test
  void rubricsAndFactsAreJobsOfTheirOwn() throws IOException {
    Imported made = read(Optional.of("ollama/gemma3:12b"));
    String yaml = made.files().getOrDefault("metier.yaml", "");
    assertThat(yaml)
        .contains("judge: {use: \"ollama/gemma3:12b\"}")
        .contains("graders: [{rubric: {text: \"{{rubric}}\", judge: judge}}]")
        .contains("graders: [{factuality: {expected: \"{{reference}}\", judge: judge}}]")
        .containsPattern("job-rubric:[\\s\\S]*models: \\[qwen3]");
    assertThat(made.files().get("cases/promptfoo-rubric.jsonl"))
        .contains(
            "\"rubric\":\"All of these:\\n1. It is polite to the letter of Ada\\n2. It is short\"");
    assertThat(made.files().get("cases/promptfoo-factuality.jsonl"))
        .contains("\"id\":\"count\"", "\"reference\":\"There are 12\"");
    assertThat(made.files().get("cases/promptfoo.jsonl"))
        .contains("contains")
        .doesNotContain("polite");
    assertThat(made.jobs()).isEqualTo(3);
    assertThat(made.cases()).isEqualTo(3);
    assertThat(made.carried()).isEqualTo(4);
    assertThat(made.losses()).as("a judge is not turned round").hasSize(1);
    assertThat(made.losses().getFirst().type()).isEqualTo("not-llm-rubric");
  }

  @Test
  void whatAsksForNothingElseLeavesNoEmptyJob() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("only.yaml"),
            """
            prompts: ["Answer {{q}}"]
            tests: [{vars: {q: a}, assert: [{type: llm-rubric, value: Be kind}]}]
            """);
    Imported made =
        PromptfooImport.read(
            file, PromptfooImport.Options.none(file).withJudge(Optional.of("openai/judge-x")));
    assertThat(made.jobs()).isEqualTo(1);
    assertThat(made.files()).doesNotContainKey("cases/promptfoo.jsonl");
    assertThat(made.files().get("metier.yaml"))
        .contains("judge: {use: \"openai/judge-x\", host: vendor}", "vendor: {clearance: internal}")
        .contains("  job-rubric:")
        .doesNotContain("  job:\n");
  }
}
