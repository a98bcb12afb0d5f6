package dev.metier.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.cli.Shell;
import dev.metier.core.problem.ProblemsException;
import dev.metier.starter.StarterJob;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  @TempDir Path folder;

  private Shell init(String... more) {
    var args = new ArrayList<>(List.of("init", folder.resolve("p").toString()));
    args.addAll(List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void writesTheJobsThatAreNamedAndNoOthers() {
    var shell = init("--jobs", "log-diagnosis,commit-message");
    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("2 starter jobs (log-diagnosis, commit-message)");
    Path project = folder.resolve("p");
    assertThat(project.resolve("cases")).isDirectoryNotContaining("glob:**ticket*");
    var check = Shell.run("check", "-f", project.toString());
    assertThat(check.err()).isEmpty();
    assertThat(check.out()).contains("is fine: 2 jobs");
  }

  @Test
  void whoHasAHistoryIsOfferedItsCommitsAsCases() throws IOException {
    assertThat(init("--jobs", "commit-message").out()).doesNotContain("import git");
    Files.createDirectories(folder.resolve("q/.git"));
    var there = Shell.run("init", folder.resolve("q").toString(), "--jobs", "commit-message");
    assertThat(there.out())
        .contains("Your own commits as cases: `metier import git --last 40", "init --commits");
  }

  private void commit(String file, String text, String message) throws Exception {
    Shell.write(folder, "repo/" + file, text);
    git("add", "-A");
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", message);
  }

  private void git(String... args) throws Exception {
    var command = new ArrayList<>(List.of("git", "-C", folder.resolve("repo").toString()));
    command.addAll(List.of(args));
    var git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(said).isZero();
  }

  @Test
  void ownCommitsTakeThePlaceOfMadeUpOnes() throws Exception {
    Files.createDirectories(folder.resolve("repo"));
    git("init", "-q");
    commit("a.txt", "one\n", "Say one");
    commit("a.txt", "two\n", "Say two rather than one");
    Path project = folder.resolve("repo/jobs");
    var shell = Shell.run("init", project.toString(), "--commits", "--jobs", "ticket-triage");
    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("2 starter jobs (ticket-triage, commit-message)", "are your commits")
        .contains("2 commits make cases; left out: nothing", "metier label commit-message");
    assertThat(Shell.read(project, "cases/commit-message.jsonl"))
        .contains("Say two rather than one", "+two")
        .doesNotContain("template");
    assertThat(Shell.read(project, "metier.yaml")).contains("data: confidential");
    var check = Shell.run("check", "-f", project.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("2 jobs");
    Path alone = folder.resolve("repo/alone");
    var only = Shell.run("init", alone.toString(), "--commits", "--jobs", "commit-message");
    assertThat(only.out()).contains("prompts and your commits as cases");
    assertThat(Shell.run("check", "-f", alone.toString()).exit()).isZero();
  }

  @Test
  void commitsWithAKeyInThemAreNotWritten() throws Exception {
    Files.createDirectories(folder.resolve("repo"));
    git("init", "-q");
    commit("a.txt", "aws_secret = \"AKIA" + "IOSFODNN7EXAMPLZ\"\n", "Add the key");
    Path project = folder.resolve("repo/jobs");
    var shell = Shell.run("init", project.toString(), "--commits");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("looks like a key or password", "--redact");
    assertThat(project).doesNotExist();
    var without = Shell.run("init", project.toString(), "--commits", "--redact");
    assertThat(without.exit()).as(without.err()).isZero();
    assertThat(Shell.read(project, "cases/commit-message.jsonl"))
        .contains("[removed]")
        .doesNotContain("AKIA");
  }

  @Test
  void withoutARepositoryThereAreNoCommits() {
    var shell = init("--commits");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("No git repository is at", "Leave out --commits");
    assertThat(folder.resolve("p")).doesNotExist();
  }

  @Test
  void modelsThatAreLeftOutAreNamedWithTheReason() {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      var ids = List.of("qwen:7b", "qwen-7b", "nomic-embed-text", "c", "d", "gpt-5-5", "e");
      String data =
          ids.stream().map(id -> "{\"id\": \"" + id + "\"}").collect(Collectors.joining(", "));
      vendor.serves("/v1/models", "{\"data\": [" + data + "]}");
      var shell = init("--url", vendor.address());
      assertThat(shell.exit()).as(shell.err()).isZero();
      assertThat(shell.out())
          .contains("Left out: d, gpt-5-5, e. A first run tries 3 models of a server. To try one")
          .contains("Left out: nomic-embed-text. By the name, no text comes from there.");
      assertThat(Shell.read(folder, "p/metier.yaml"))
          .contains("\n  qwen-7b:\n", "\n  qwen-7b-2:\n", "\n  c:\n", "\n  # d:\n")
          .contains("\n  # nomic-embed-text:\n  #   use: \"openai/nomic-embed-text\"");
      var check = Shell.run("check", "-f", folder.resolve("p").toString());
      assertThat(check.exit()).as(check.err()).isZero();
    }
  }

  @Test
  void aKeyThatIsEmptyIsToldAndNotTried() {
    var shell =
        Shell.run(
            Map.of("ANTHROPIC_API_KEY", " "),
            "init",
            folder.resolve("p").toString(),
            "--jobs",
            "meeting-title");
    assertThat(shell.out())
        .contains("Left out: ANTHROPIC_API_KEY is in the environment, but empty");
    assertThat(Shell.read(folder, "p/metier.yaml")).contains("#   key: env:ANTHROPIC_API_KEY");
  }

  @Test
  void theListFitsATerminalOfEightyColumns() {
    assertThat(StarterChoice.lines())
        .hasSizeLessThan(24)
        .allMatch(line -> line.length() <= 80)
        .contains("Documents", "  16  log-diagnosis       find the root cause in a server's log");
  }

  @Test
  void twoJobsAreWrittenWhereNobodyCanBeAsked() {
    assertThat(init().out()).contains("2 starter jobs (ticket-triage, invoice-extraction)");
  }

  @Test
  void aJobThatIsNoneIsToldAndNothingIsWritten() {
    var shell = init("--jobs", "ticket-triage,log-diagnostic");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err())
        .contains("no starter job `log-diagnostic`", "Did you mean log-diagnosis?");
    assertThat(folder.resolve("p")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNeverReplaced() throws IOException {
    Path own = Shell.write(folder, "p/cases/ticket-triage.jsonl", "mine\n");
    var shell = init();
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("is there already; nothing was changed");
    assertThat(Files.readString(own)).isEqualTo("mine\n");
    assertThat(folder.resolve("p/metier.yaml")).doesNotExist();
    assertThat(folder.resolve("p/prompts")).doesNotExist();
  }

  @Test
  void jobsAreChosenByNumberByNameOrAll() {
    assertThat(StarterChoice.chosen(List.of("6", "ticket-triage", "6")))
        .containsExactly(StarterJob.INVOICE_EXTRACTION, StarterJob.TICKET_TRIAGE);
    assertThat(StarterChoice.chosen(List.of("all"))).containsExactly(StarterJob.values());
    for (String wrong : List.of("0", "99", "-1", "")) {
      Assertions.assertThatThrownBy(() -> StarterChoice.chosen(List.of(wrong)))
          .isInstanceOf(ProblemsException.class);
    }
  }
}
