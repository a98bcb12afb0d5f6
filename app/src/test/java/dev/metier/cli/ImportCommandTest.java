package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `metier import`: a project that can be checked at once, and what is not carried over.
class ImportCommandTest {
  private static final String WHOLE =
      """
      prompts: ["Say {{x}}"]
      providers: [ollama:qwen3]
      tests: [{vars: {x: [a, b]}, assert: [{type: contains, value: "{{x}}"}]}]
      """;

  @TempDir private Path folder;

  private Shell imported(String config, String... more) {
    Path file = Shell.write(folder, "promptfooconfig.yaml", config);
    var args = new ArrayList<>(List.of("import", "promptfoo", file.toString()));
    args.addAll(List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void whatWasMadeCanBeCheckedAtOnce() {
    Shell made = imported(WHOLE);
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).contains("with 1 job and 2 cases");
    Shell check = Shell.run("check", "-f", folder.resolve("metier").toString());
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
  }

  @Test
  void aKeyInATestStopsTheImportUnlessItIsTakenOut() throws IOException {
    String key = "sk-ant-api03-" + "a".repeat(86);
    String config =
        "prompts: ['{{x}}']\nproviders: [ollama:chat:q]\ntests:\n- {vars: {x: 'use "
            + key
            + " now, a@firma.de'}, assert: [{type: contains, value: a}]}\n";
    Shell refused = imported(config);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("key or password", "--redact").doesNotContain("sk-ant");
    assertThat(folder.resolve("metier")).doesNotExist();
    Shell made = imported(config, "--redact");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(Files.readString(folder.resolve("metier/cases/promptfoo.jsonl")))
        .contains("use [removed] now")
        .doesNotContain("sk-ant");
    assertThat(Files.readString(folder.resolve("metier/metier.yaml")))
        .contains("data: confidential");
  }

  @Test
  void whatIsNotCarriedOverIsListedAndFailsTheCommand() {
    Shell made =
        imported(WHOLE.replace("value: \"{{x}}\"}", "value: \"{{x}}\"}, {type: python, value: x}"));
    assertThat(made.exit()).isEqualTo(1);
    assertThat(made.out())
        .contains("promptfooconfig.yaml:3: python: It runs a program.")
        .contains("Assertions that became graders: 1 of 2. Named above: 1.");
    assertThat(folder.resolve("metier/metier.yaml")).exists();
  }

  @Test
  void whatIsLostInManyPlacesIsToldOnce() {
    var tests = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      tests
          .append("  - vars: {x: a")
          .append(i)
          .append("}\n    assert:\n")
          .append("      - {type: contains, value: a}\n      - {type: python, value: x}\n");
    }
    Shell made = imported("prompts: [\"Say {{x}}\"]\nproviders: [ollama:qwen3]\ntests:\n" + tests);
    assertThat(made.out().lines().filter(line -> line.contains("python")))
        .containsExactly(
            folder
                + "/promptfooconfig.yaml:7: python: It runs a program. `--allow-code` lets python3"
                + " run it, unconfined, when answers are graded.");
    assertThat(made.out())
        .contains("  and the same in 39 more places, up to line 163.")
        .contains("Named above: 40.");
  }

  @Test
  void recordedAnswersAreNotJudgedAnewWhichIsSaid() {
    Shell made = imported(WHOLE, "--results", "out.json", "--judge", "ollama/gemma3");
    assertThat(made.exit()).isEqualTo(2);
    assertThat(made.err()).contains("`--judge` and `--results` do not go together");
    assertThat(folder.resolve("metier")).doesNotExist();
  }

  @Test
  void aFileOfProvidersIsReadAndAProgramIsNot() throws Exception {
    Shell.write(folder, "providers.yaml", "- id: openai:chat:qwen3\n- file://providers.yaml\n");
    Shell made = imported(WHOLE.replace("[ollama:qwen3]", "[file://providers.yaml]"));
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(Files.readString(folder.resolve("metier/metier.yaml")))
        .contains("use: openai/qwen3");
    Shell program =
        imported(
            WHOLE.replace("[ollama:qwen3]", "[file://p.js]"),
            "--to",
            folder.resolve("none").toString());
    assertThat(program.out()).contains("It is a program, which is not run.");
  }

  @Test
  void promptfoosOwnResultsAreComparedAndNeedNoModel() {
    String row =
        "{\"testIdx\":%d,\"promptIdx\":0,\"success\":true,\"response\":{\"output\":\"b\"},"
            + "\"gradingResult\":{\"componentResults\":[{\"pass\":true,\"assertion\":{\"type\":\"contains\"}}]}}";
    Path results =
        Shell.write(
            folder,
            "out.json",
            "{\"results\":{\"prompts\":[{\"id\":\"p\",\"provider\":\"mine\"}],\"results\":["
                + row.formatted(0)
                + ","
                + row.formatted(1)
                + "]}}");
    Shell made = imported(WHOLE, "--results", results.toString());
    assertThat(made.exit()).as(made.out() + made.err()).isEqualTo(1);
    assertThat(made.out())
        .contains("promptfooconfig.yaml:3: contains: the answer of mine to \"a\" passed there.")
        .contains("Grades of 2 recorded answers that were compared: 4. Equal: 2. Different: 2.");
    Shell run = Shell.run("qualify", "-f", folder.resolve("metier").toString());
    assertThat(run.out() + run.err()).contains("1 of 2 cases passed");
  }

  @Test
  void nothingIsOverwritten() {
    imported(WHOLE);
    Shell again = imported(WHOLE.replace("Say", "Tell"));
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is there already; nothing was changed");
    assertThat(Shell.read(folder, "metier/prompts/job.md")).contains("Say");
    assertThat(imported(WHOLE, "--to", folder.resolve("other").toString()).exit()).isZero();
  }

  @Test
  void nothingIsWrittenWhereNothingIsLeft() {
    Shell made = imported("prompts: [a]\nproviders: [ollama:q]\ntests: [{vars: {x: 1}}]\n");
    assertThat(made.exit()).isEqualTo(1);
    assertThat(made.out()).contains("Nothing was written");
    assertThat(Files.exists(folder.resolve("metier"))).isFalse();
  }

  @Test
  void programsGetJson() {
    var told = JsonMapper.shared().readTree(imported(WHOLE, "--json").out());
    assertThat(told.path("cases").intValue()).isEqualTo(2);
    assertThat(told.path("not_carried")).isEmpty();
  }

  @Test
  void evalsOfTheRegistryCanBeCheckedAtOnce() {
    Shell.write(
        folder,
        "samples.jsonl",
        """
        {"input": [{"role": "user", "content": "Grass"}], "ideal": ["green", "Green"]}
        {"input": "Snow", "ideal": "white"}
        """);
    Path file =
        Shell.write(
            folder,
            "colours.yaml",
            """
            colours.dev.v0:
              class: evals.elsuite.basic.match:Match
              args: {samples_jsonl: samples.jsonl}
            """);
    Shell made = Shell.run("import", "openai-evals", file.toString());
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).contains("with 1 job and 2 cases");
    Shell check = Shell.run("check", "-f", folder.resolve("metier").toString());
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
  }
}
