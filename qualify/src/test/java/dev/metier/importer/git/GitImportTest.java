package dev.metier.importer.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.git.GitImport.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real repository, made by the program git.
class GitImportTest {
  @TempDir private Path folder;

  private void git(String... words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
    command.addAll(Arrays.asList(words));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void commit(String file, String text, String message, String... more)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve(file), text);
    git("add", "-A");
    var words = new ArrayList<>(List.of("commit", "-q", "-m", message));
    words.addAll(Arrays.asList(more));
    git(words.toArray(String[]::new));
  }

  @Test
  void aChangeIsTheInputAndItsMessageADraft() throws Exception {
    git("init", "-q", "-b", "main");
    commit("a.txt", "one\n", "Add a list\n\nIt was missing.\n\nSigned-off-by: Ada <a@example.org>");
    commit("a.txt", "one\ntwo\n", "Say two\n\nCo-Authored-By: Claude Opus <x@example.org>");
    commit("b.txt", "x\n", "Bump b", "--author=dependabot[bot] <bot@example.org>");
    commit("b.txt", "y\n", "Revert \"Bump b\"");
    commit("c.txt", "long line\n".repeat(2000), "Add much");
    Files.write(folder.resolve("d.bin"), new byte[] {0, 1, 2, 0});
    commit("d.txt", "x", "Add a picture");
    git("checkout", "-q", "-b", "side", "HEAD~1");
    commit("e.txt", "side\n", "fixup! Say two");
    git("checkout", "-q", "main");
    git("merge", "-q", "--no-ff", "-m", "Merge side", "side");
    var found = GitImport.read(folder, 200);
    assertThat(found.cases())
        .extracting(given -> given.draft().orElseThrow().answer())
        .containsExactly("Say two", "Add a list\n\nIt was missing.");
    assertThat(found.cases().getFirst().vars().get("diff")).contains("a.txt", "+two");
    assertThat(found.cases().getFirst().expected()).isEmpty();
    assertThat(found.cases().getFirst().draft().orElseThrow().model()).contains("Claude Opus");
    assertThat(found.cases().getLast().draft().orElseThrow().model()).isEqualTo(Optional.empty());
    assertThat(found.left())
        .containsEntry(Reason.MERGE, 1)
        .containsEntry(Reason.BOT, 1)
        .containsEntry(Reason.REVERT, 1)
        .containsEntry(Reason.HUGE, 1)
        .containsEntry(Reason.BINARY, 1)
        .containsEntry(Reason.FIXUP, 1);
  }

  @Test
  void noProgramOfTheRepositoryIsRun() throws Exception {
    git("init", "-q", "-b", "main");
    Path trace = folder.resolve("ran");
    Path program =
        Files.writeString(folder.resolve("program"), "#!/bin/sh\ntouch " + trace + "\ncat\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve(".gitattributes"), "*.txt diff=own\n");
    commit("a.txt", "one\n", "Add one");
    commit("a.txt", "two\n", "Say two");
    for (String key :
        List.of(
            "diff.external",
            "diff.own.command",
            "diff.own.textconv",
            "core.fsmonitor",
            "core.pager",
            "gpg.program")) {
      git("config", key, program.toString());
    }
    git("config", "log.showSignature", "true");
    git("config", "diff.noprefix", "true");
    var found = GitImport.read(folder, 10);
    assertThat(found.cases()).hasSize(2);
    assertThat(found.cases().getFirst().vars().get("diff")).contains("diff --git a/a.txt b/a.txt");
    assertThat(trace).doesNotExist();
  }

  @Test
  void aFolderWithoutHistoryIsTold() {
    var told =
        catchThrowableOfType(
            ProblemsException.class, () -> GitImport.read(folder.resolve("none"), 10));
    assertThat(told.problems().getFirst().what()).startsWith("git cannot read the history of ");
  }
}
