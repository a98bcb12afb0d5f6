package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A person labels answers, in a pipe and in a real terminal.
class LabelCommandTest {
  @TempDir private Path folder = Path.of("");

  /// Twenty-four tickets, which a model that learns has answered.
  @BeforeEach
  void answers() {
    var cases = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      String label = List.of("billing", "bug", "shipping").get(i % 3);
      cases.append(
          "{\"id\": \"t%d\", \"text\": \"ticket %d about %s\", \"expected\": \"%s\"}\n"
              .formatted(i, i, label, label));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          words: {use: baseline/ngrams}
        jobs:
          triage:
            data: internal
            prompt: "{{text}}"
            cases: cases.jsonl
            graders: [{equals: "{{expected}}"}]
            needs:
              quality: {at_least: 0.50}
            models: [words]
        """);
    assertThat(Shell.run("qualify", "-f", folder.toString(), "--full").exit()).isLessThan(2);
  }

  private List<String> command(String... more) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.metier.Metier",
            "label",
            "-f",
            folder.toString()));
    command.addAll(List.of(more));
    return command;
  }

  private String run(List<String> command, String keys) throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write(keys.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(said);
  }

  private List<String> labels() throws IOException {
    return Files.readAllLines(folder.resolve("labels/triage.jsonl")).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .map(node -> node.path("label").asString() + node.path("note").asString(""))
        .toList();
  }

  @Test
  void keysFromAPipeLabelUndoAndNote() throws IOException, InterruptedException {
    String said = run(command("triage", "--as", "anna"), "1\n2\nu\n3\nn the date is off\n2\nxq");
    assertThat(labels())
        .containsExactly("pass", "fail", "undo", "cannot_tell", "failthe date is off");
    assertThat(said)
        .contains(
            "There is no terminal",
            "triage: 3 of 50; 1 pass, 1 fail, 1 cannot tell",
            "Taken back: fail.",
            "The keys are 1, 2, 3, u, n and q.",
            "Labelled 3 of 50; 1 pass, 1 fail, 1 cannot tell.",
            "Kept in labels/triage.jsonl.");
    // blind: neither the model nor the grade nor that an error was made up
    assertThat(said).doesNotContain("words", "made up", "another case", "score");
  }

  @Test
  void aSittingWithoutAKeyKeepsNothingAndNamesNoFile() throws IOException, InterruptedException {
    assertThat(run(command("triage", "--as", "anna"), "q"))
        .contains("Labelled 0 of 50")
        .doesNotContain("Kept in");
    assertThat(folder.resolve("labels/triage.jsonl")).doesNotExist();
  }

  @Test
  void aTerminalIsGivenBackAsItWas() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script of util-linux");
    String quoted = "'" + String.join("' '", command("triage", "--as", "anna")) + "'";
    String said = run(List.of("script", "-qec", quoted, "/dev/null"), "12n\u001b1q");
    assertThat(said).contains("\u001b[?1049h", "\u001b[?1049l", "1 pass", "Labelled 3 of 50");
    assertThat(labels()).containsExactly("pass", "fail", "pass");
  }

  @Test
  void theReportSaysHowFarPeopleAgree() throws IOException, InterruptedException {
    run(command("triage", "--as", "anna"), "1".repeat(12) + "q");
    run(command("triage", "--as", "ben"), "2".repeat(12) + "q");
    var report = Shell.run("label", "triage", "-f", folder.toString(), "--report");
    assertThat(report.exit()).isZero();
    assertThat(report.out())
        .contains("anna and ben, on", "Cohen's kappa", "anna pass", "Labelled differently");
    var json = Shell.run("label", "triage", "-f", folder.toString(), "--report", "--json");
    assertThat(JsonMapper.shared().readTree(json.out()).path("pairs")).hasSize(1);
  }

  @Test
  void labelsOfAnEditedCaseAreToldAndCountNoMore() throws IOException, InterruptedException {
    run(command("triage", "--as", "anna"), "1".repeat(5) + "q");
    Shell.write(
        folder, "cases.jsonl", Shell.read(folder, "cases.jsonl").replace("ticket", "Ticket"));
    var report = Shell.run("label", "triage", "-f", folder.toString(), "--report");
    assertThat(report.err()).contains("Set aside: 5 labels: the case was edited since.");
    assertThat(report.out()).contains("None yet");
  }

  @Test
  void withoutAnswersItSaysWhereTheyComeFrom() throws IOException {
    Files.delete(folder.resolve(".metier/ledger.db"));
    var said = Shell.run("label", "triage", "-f", folder.toString(), "--as", "anna");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("no answers of triage to label yet", "metier qualify triage");
  }
}
