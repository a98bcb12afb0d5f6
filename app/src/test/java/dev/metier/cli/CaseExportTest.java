package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `metier export` of cases: other tools read them, and each keeps its name.
class CaseExportTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models: {m: {use: "ollama/m"}}
        jobs:
          sort:
            data: internal
            purpose: sort mail
            scope: suite
            prompt: "Sort: {{text}}"
            cases:
              - {id: a, text: "My bill", label: billing, slices: [en], labels: [billing, refund]}
              - {id: b, text: "It fails", label: bug, labels: [bug]}
            graders:
              - equals: "{{label}}"
              - one_of: {expected: "{{labels}}", ignore_case: true}
              - not_contains: sorry
              - length: {at_most: 9}
            needs: {quality: {at_least: 0.5}}
        """);
  }

  private Shell export(String format) {
    return Shell.run("export", "sort", "--format", format, "-f", folder.toString());
  }

  @Test
  void promptfooGetsTestsWithTheNamesOfTheCases() {
    Shell told = export("promptfoo");
    assertThat(told.exit()).as(told.err()).isZero();
    assertThat(told.err()).contains("no such assertion: length, 2 times.");
    JsonNode config = JsonMapper.shared().readTree(told.out());
    assertThat(config.path("prompts").path(0).stringValue()).isEqualTo("Sort: {{text}}");
    JsonNode first = config.path("tests").path(0);
    assertThat(first.path("metadata").path("caseId").stringValue()).isEqualTo("a");
    assertThat(first.path("vars").path("text").stringValue()).isEqualTo("My bill");
    assertThat(first.path("assert").toString())
        .isEqualTo(
            "[{\"type\":\"equals\",\"value\":\"billing\"},{\"type\":\"javascript\",\"value\":\"[\\\"billing\\\",\\\"refund\\\"].includes(output.trim().toLowerCase())\"},"
                + "{\"type\":\"not-contains-any\",\"value\":[\"sorry\"]}]");
  }

  @Test
  void whatPromptfooGetsComesBackAsItWas() {
    Path file = Shell.write(folder, "promptfooconfig.json", export("promptfoo").out());
    Shell back =
        Shell.run(
            "import", "promptfoo", file.toString(), "--to", folder.resolve("back").toString());
    assertThat(back.out()).contains("1 job and 2 cases");
  }

  @Test
  void inspectGetsSamplesWithATarget() {
    var samples =
        export("inspect").out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    assertThat(samples).hasSize(2);
    assertThat(samples.getFirst().path("input").stringValue()).isEqualTo("Sort: My bill");
    assertThat(samples.getFirst().path("target").stringValue()).isEqualTo("billing");
    assertThat(samples.getFirst().path("metadata").path("caseId").stringValue()).isEqualTo("a");
  }

  @Test
  void oneJobAtATime() {
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml")
            .replace(
                "jobs:\n",
                "jobs:\n  other: {data: internal, scope: suite, prompt: hi, cases: [{id: a, expected: b}], graders: equals, needs: {quality: {at_least: 0.5}}}\n"));
    Shell refused = Shell.run("export", "--format", "inspect", "-f", folder.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("one job");
  }
}
