package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.ProblemsException;
import dev.metier.starter.StarterJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  @TempDir Path folder;

  private Shell init(String... more) {
    var args = new java.util.ArrayList<>(List.of("init", folder.resolve("p").toString()));
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
    assertThat(there.out()).contains("Your own commits as cases: `metier import git --last 40`.");
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
    assertThat(StarterChoice.chosen(List.of("2", "ticket-triage", "2")))
        .containsExactly(StarterJob.INVOICE_EXTRACTION, StarterJob.TICKET_TRIAGE);
    assertThat(StarterChoice.chosen(List.of("all"))).containsExactly(StarterJob.values());
    for (String wrong : List.of("0", "99", "-1", "")) {
      Assertions.assertThatThrownBy(() -> StarterChoice.chosen(List.of(wrong)))
          .isInstanceOf(ProblemsException.class);
    }
  }
}
