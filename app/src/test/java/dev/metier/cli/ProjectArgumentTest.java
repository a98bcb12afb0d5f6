package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every command takes a project alike, and what it prints can be typed as it stands.
class ProjectArgumentTest {
  @TempDir private Path folder;

  private static String with(String command, String project) {
    return command.replace("PROJECT", project);
  }

  private static Shell run(String command) {
    return Shell.run(command.split(" "));
  }

  private Path project(String name) throws IOException {
    Path project = folder.resolve(name);
    Files.createDirectories(project);
    return Shell.recorded(project);
  }

  private static void served(String project) throws IOException {
    run("qualify -m good -f " + project);
    Files.copy(
        Path.of("qualify/src/test/golden/policy/policy.json"), Path.of(project, "policy.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check PROJECT",
        "check -f PROJECT",
        "check PROJECT/metier.yaml",
        "check PROJECT triage",
        "check triage PROJECT",
        "qualify PROJECT -m good",
        "verdict PROJECT triage -m good",
        "report PROJECT",
        "export PROJECT",
        "compile PROJECT",
        "key list PROJECT",
        "key list -f PROJECT",
        "key add ana PROJECT",
        "drill PROJECT",
        "connect codex PROJECT --job ticket-triage",
        "connect codex -f PROJECT --job ticket-triage",
      })
  void aProjectIsNamedByAnArgumentOrAnOption(String command) throws IOException {
    String at = project("jobs").toString();
    served(at);
    var shell = run(with(command, at));
    // recorded models get no route
    assertThat(shell.exit()).as(shell.err()).isEqualTo(command.startsWith("compile") ? 1 : 0);
  }

  @Test
  void serveAndExplainFindThePolicyOfAProject() throws IOException {
    String at = project("jobs").toString();
    for (String place : List.of(at, "-f " + at, "-f " + at + "/metier.yaml")) {
      assertThat(run("serve " + place).err()).contains("There is no " + at + "/policy.json");
      assertThat(run("explain 0123456789abcdefghjk " + place).err()).contains(at);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check -f PROJECT",
        "qualify -f PROJECT",
        "verdict -f PROJECT",
        "compile -f PROJECT",
        "serve -f PROJECT",
        "drill -f PROJECT",
        "key list -f PROJECT",
        "policy list -f PROJECT",
        "connect codex -f PROJECT",
        "explain 0123456789abcdefghjk -f PROJECT"
      })
  void whatCannotBeAProjectIsToldAsWhatItIs(String command) throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    var shell = run(with(command, device.toString()));
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).startsWith("/dev/null is not a file that can be read as a project.");
  }

  @Test
  void aFolderWithoutAProjectStaysAsItIs() {
    for (String command : List.of("check", "qualify", "compile", "serve", "key list")) {
      var shell = run(command + " -f " + folder);
      assertThat(shell.exit()).isEqualTo(2);
      assertThat(shell.err()).contains("There is no ", folder.toString(), "hint: ");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEmptyFileIsToldWithWhatItNeeds() {
    Path empty = Shell.write(folder, "metier.yaml", "");
    for (String place : List.of(folder.toString(), empty.toString())) {
      var shell = run("check -f " + place);
      assertThat(shell.exit()).isEqualTo(2);
      assertThat(shell.err()).contains("The file is empty.", "`models` and `jobs`");
    }
  }

  @Test
  void aGraderThatIsNotThereIsToldBeforeACallIsMade() throws IOException {
    String at = project("jobs").toString();
    Path yaml = Path.of(at, "metier.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replace("    needs:", "    graders: [{program: [no-such-grader]}]\n    needs:"));
    for (String command : List.of("check -f ", "qualify -f ")) {
      var shell = run(command + at);
      assertThat(shell.exit()).isEqualTo(2);
      assertThat(shell.err()).contains("program no-such-grader is in no folder", "hint: ");
    }
    assertThat(Path.of(at, ".metier")).doesNotExist();
  }

  @Test
  void twoProjectsAreOneTooMany() throws IOException {
    String at = project("one").toString();
    String other = project("two").toString();
    assertThat(run("serve " + at + " -f " + other).err()).contains("Two projects are named");
    assertThat(run("check " + at + " " + other).err()).contains("no job", "-f FOLDER");
  }

  @Test
  void eachNextStepThatInitPrintsRuns() {
    Path fresh = folder.resolve("my jobs");
    System.setProperty("metier.home", Path.of("").toAbsolutePath().toString());
    var steps =
        Shell.run("init", fresh.toString())
            .out()
            .lines()
            .filter(line -> line.startsWith("  metier "))
            .map(String::strip)
            .toList();
    assertThat(steps)
        .containsExactly("metier check -f '" + fresh + "'", "metier qualify -f '" + fresh + "'");
    assertThat(Shell.run("check", "-f", fresh.toString()).exit()).isZero();
  }

  @Test
  void theHintOfAMistakeNamesTheProject() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run("check " + empty).err()).contains("`metier init " + empty + "` writes one");
    String at = project("jobs").toString();
    assertThat(run("serve " + at).err()).contains("`metier compile -f " + at + "`");
  }

  @Test
  void theReasonOfAVerdictNamesTheProjectToo() throws IOException {
    String at = project("jobs").toString();
    run("qualify -m good -f " + at);
    Path yaml = Path.of(at, "metier.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("\"{{prompt}}\"", "\"{{prompt}} again\""));
    Path outcomes = Path.of(at, "outcomes.csv");
    Files.writeString(outcomes, Files.readString(outcomes).replace("c0,good,1", "c0,good,0"));
    String shown = run("verdict -m good -f " + at).out().replaceAll("\\s+", " ");
    assertThat(shown).contains("EXPIRED", "`metier qualify -f " + at + "`");
    assertThat(run("compile -f " + at).out()).contains("`metier qualify triage -f " + at + "`");
  }

  @Test
  void aKeyIsMadeOnlyWhereThereIsAProjectAndForJobsThatThereAre() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (String place : List.of(folder + "/nowhere", empty.toString())) {
      var shell = run("key add ana -f " + place);
      assertThat(shell.exit()).isEqualTo(2);
      assertThat(shell.out()).isEmpty();
    }
    String at = project("jobs").toString();
    assertThat(run("key add ana -f " + at + " --jobs triag").err())
        .contains("Did you mean `triage`?");
    try (var files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.endsWith("keys.json"));
    }
    assertThat(run("key add ana -f " + at + " --jobs triage").exit()).isZero();
  }

  @Test
  void whereNoKeysAreGivenConnectSaysWhatToPutInTheirPlace() throws IOException {
    String at = project("jobs").toString();
    served(at);
    assertThat(run("connect openai-sdk --job ticket-triage " + at).out())
        .contains("export METIER_KEY=none");
    run("key add ana -f " + at);
    assertThat(run("connect openai-sdk --job ticket-triage " + at).out()).doesNotContain("=none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port 80000", "--port -1", "--drain -1", "--drain 100000000"})
  void aNumberOutOfRangeIsToldAtOnce(String option) throws IOException {
    Path policy = folder.resolve("policy.json");
    Files.copy(Path.of("qualify/src/test/golden/policy/policy.json"), policy);
    var shell = run("serve -p " + policy + " " + option);
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains(option.substring(0, option.indexOf(' ')), "hint:");
  }
}
