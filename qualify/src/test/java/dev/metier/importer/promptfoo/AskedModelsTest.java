package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests, models and prompts that choose each other, as promptfoo 0.123 lets them.
class AskedModelsTest {
  private static final String HEAD =
      """
      prompts:
        - {label: short, raw: "Short: {{q}}"}
        - {label: "long:a", raw: "Long: {{q}}"}
      providers:
        - {id: ollama:chat:qwen3, label: small}
        - {id: openai:gpt-5, label: big, prompts: [long]}
        - file://own.js
      tests:
      """;

  @TempDir private Path folder;

  private Imported imported(String config, Optional<String> judge) throws IOException {
    Path file = Files.writeString(folder.resolve("promptfooconfig.yaml"), config);
    return PromptfooImport.read(file, PromptfooImport.Options.none(file).withJudge(judge));
  }

  /// By the job's name its models and cases.
  private Map<String, String> jobs(Imported imported) throws IOException {
    Path out = folder.resolve("out");
    for (var each : imported.files().entrySet()) {
      Path to = out.resolve(each.getKey());
      Files.createDirectories(to.getParent());
      Files.writeString(to, each.getValue());
    }
    Map<String, String> jobs = new TreeMap<>();
    for (Job job : ProjectReader.read(out).jobs()) {
      jobs.put(
          job.name().text(),
          job.candidates().stream().map(ModelName::text).toList()
              + " "
              + job.cases().stream().map(Case::id).toList());
    }
    assertThat(jobs).hasSize(imported.jobs());
    return jobs;
  }

  private static String test(String name, String more) {
    return "  - {vars: {q: " + name + "}" + more + ", assert: [{type: contains, value: x}]}\n";
  }

  @Test
  void eachChoiceOfModelsIsAJob() throws IOException {
    var imported =
        imported(
            HEAD
                + test("one", "")
                + test("two", ", providers: [small]")
                + test("three", ", prompts: ['long:*']")
                + test("four", ", providers: ['openai:*', small], prompts: [long]")
                + test("five", ", provider: openai:gpt-5"),
            Optional.empty());
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("provider");
    assertThat(jobs(imported))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "short", "[small] [one, two]",
                "long-a", "[small, big] [one, three, four]",
                "long-a-small", "[small] [two]",
                "long-a-big", "[big] [five]"));
  }

  @Test
  void whatAJudgeGradesIsChosenToo() throws IOException {
    String judged =
        """
          - {vars: {q: a}, providers: [big], assert: [{type: llm-rubric, value: polite}]}
          - {vars: {q: b}, assert: [{type: llm-rubric, value: polite}]}
        """;
    assertThat(jobs(imported(HEAD + judged, Optional.of("ollama/gemma3:12b"))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "short-rubric", "[small] [b]",
                "long-a-rubric", "[small, big] [b]",
                "long-a-rubric-big", "[big] [a]"));
  }

  @Test
  void theChoiceOfAllIsNone() throws IOException {
    String head =
        "prompts: ['{{q}}']\nproviders: [ollama:chat:a, {id: 'ollama:chat:b', label: c}]\n";
    var imported =
        imported(
            head
                + "defaultTest: {providers: ['ollama:*', c]}\ntests:\n"
                + test("one", "")
                + test("two", ", providers: [ollama]"),
            Optional.empty());
    assertThat(imported.losses()).isEmpty();
    assertThat(imported.jobs()).isEqualTo(1);
    assertThat(imported.files().get("metier.yaml")).doesNotContain("    models:");
  }

  @Test
  void modelsThatAreNotCarriedOverAreTold() throws IOException {
    var imported =
        imported(
            HEAD
                + test("one", "")
                + test("two", ", providers: ['file://own.js']")
                + test("three", ", provider: anthropic:messages:x")
                + test("four", ", providers: []"),
            Optional.empty());
    assertThat(imported.losses())
        .extracting(loss -> loss.place().line() + " " + loss.why().replaceAll("[.;].*", ""))
        .containsExactly(
            "7 It is a program, which is not run",
            "10 None of the models that promptfoo asks about this test is carried over",
            "11 promptfoo asks a model about this test that is not among `providers`",
            "12 None of the models that promptfoo asks about this test is carried over");
    assertThat(jobs(imported))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("short", "[small] [one, three]", "long-a", "[small, big] [one, three]"));
  }

  @Test
  void aFileIsAPromptsName() throws IOException {
    Files.createDirectories(folder.resolve("p"));
    Files.writeString(folder.resolve("p/a.txt"), "A {{q}}");
    Files.writeString(folder.resolve("p/b.txt"), "B {{q}}");
    var imported =
        imported(
            "prompts: [file://p/a.txt, p/b.txt]\n"
                + "providers: [file://own.js, file://other.js]\n"
                + "tests:\n"
                + test("one", ", prompts: [p/a.txt]")
                + test("two", ", prompts: [p/b.txt], providers: [file://own.js]"),
            Optional.empty());
    assertThat(imported.losses())
        .extracting(Loss::why)
        .contains(
            "promptfoo asks only some of the models about this test, and none is carried over.");
    assertThat(jobs(imported).values()).containsExactlyInAnyOrder("[local] [one]", "[local] [two]");
  }

  /// As promptfoo wrote it: a model that was not asked has no row, one that failed has one.
  @Test
  void recordedAnswersAreExpectedOfThoseWhoWereAsked() throws IOException {
    String row =
        "{\"testIdx\": %d, \"promptIdx\": %d, \"success\": true, \"gradingResult\": {\"pass\":"
            + " true, \"componentResults\": [{\"pass\": true}]}, \"response\": {\"output\":"
            + " \"x\"}}";
    String failed = "{\"testIdx\": 1, \"promptIdx\": 0, \"error\": \"out of tokens\"}";
    String results =
        "{\"results\": {\"prompts\": [{\"id\": \"p\", \"provider\": \"a\"}, {\"id\": \"p\","
            + " \"provider\": \"b\"}], \"results\": ["
            + String.join(
                ",", row.formatted(0, 0), row.formatted(0, 1), failed, row.formatted(2, 1))
            + "]}}";
    Path file =
        Files.writeString(
            folder.resolve("promptfooconfig.yaml"),
            "prompts: ['{{q}}']\nproviders: [{id: echo, label: a}, {id: echo, label: b}]\ntests:\n"
                + test("one", "")
                + test("two", ", providers: [a]")
                + test("three", ", providers: [b]"));
    Path recorded = Files.writeString(folder.resolve("results.json"), results);
    var imported =
        PromptfooImport.read(
            file, PromptfooImport.Options.none(file).withResults(Optional.of(recorded)));
    assertThat(imported.losses()).isEmpty();
    assertThat(jobs(imported))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("job", "[a, b] [one]", "job-a", "[a] [two]", "job-b", "[b] [three]"));
  }
}
