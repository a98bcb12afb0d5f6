package dev.metier.importer.git;

import dev.metier.core.problem.ProblemsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Reads the history of a repository with the program `git`. Nothing of the repository is changed,
/// and none of its hooks, drivers of diffs or other programs are run, whatever its settings say.
final class GitLog {
  /// Settings under which a repository could name a program of its own, or change the form of the
  /// output.
  private static final List<String> SETTINGS =
      List.of(
          "core.hooksPath=/dev/null",
          "core.fsmonitor=false",
          "core.pager=cat",
          "core.quotePath=false",
          "log.showSignature=false",
          "log.mailmap=false",
          "diff.submodule=short",
          "diff.noprefix=false",
          "diff.mnemonicPrefix=false",
          "diff.renames=true");

  private final Path folder;
  private final int longest;
  private final String mark = "commit-" + UUID.randomUUID();

  /// @param longest the most characters of a diff that are kept
  GitLog(Path folder, int longest) {
    this.folder = folder;
    this.longest = longest;
  }

  /// Hands over the last commits, the newest first.
  ///
  /// @throws ProblemsException when there is no such history
  void read(int last, Consumer<Commit> commits) {
    var builder = new ProcessBuilder(command(last));
    var env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("GIT_"));
    env.put("GIT_OPTIONAL_LOCKS", "0");
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GIT_NO_LAZY_FETCH", "1");
    env.put("LC_ALL", "C");
    Process git = start(builder);
    var said =
        CompletableFuture.supplyAsync(() -> text(git), task -> Thread.ofVirtual().start(task));
    try {
      git.getOutputStream().close();
      try (var out =
          new BufferedReader(new InputStreamReader(git.getInputStream(), StandardCharsets.UTF_8))) {
        read(out, commits);
      }
      int exit = git.waitFor();
      if (exit != 0) {
        throw failed(said.join());
      }
    } catch (IOException e) {
      throw new ProblemsException("git cannot be read: " + e.getMessage() + ".", "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      git.destroyForcibly();
    }
  }

  private List<String> command(int last) {
    var command = new ArrayList<>(List.of("git", "--no-pager", "-C", folder.toString()));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    command.addAll(
        List.of(
            "log",
            "--max-count=" + last,
            "--patch",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-notes",
            "--no-diff-merges",
            "--unified=3",
            "--encoding=UTF-8",
            "--format=" + mark + "%n%H%n%P%n%an <%ae>%n%B%n" + mark));
    return command;
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ProblemsException(
          "The program git cannot be started: " + e.getMessage() + ".",
          "Install git, or see that it is in the PATH.");
    }
  }

  private static String text(Process git) {
    try {
      return new String(git.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private ProblemsException failed(String said) {
    String first = said.lines().findFirst().orElse("it gave no reason");
    return new ProblemsException(
        "git cannot read the history of " + folder + ": " + first + ".",
        "Name the folder of a repository with commits.");
  }

  private void read(BufferedReader out, Consumer<Commit> commits) throws IOException {
    String line = out.readLine();
    while (line != null) {
      if (!line.equals(mark)) {
        throw new IOException("its output has another form");
      }
      String hash = out.readLine();
      String parents = out.readLine();
      String author = out.readLine();
      if (hash == null || parents == null || author == null) {
        return;
      }
      var message = new StringBuilder();
      for (line = out.readLine(); line != null && !line.equals(mark); line = out.readLine()) {
        message.append(line).append('\n');
      }
      var diff = new StringBuilder();
      for (line = out.readLine(); line != null && !line.equals(mark); line = out.readLine()) {
        if (diff.length() <= longest) {
          diff.append(line, 0, Math.min(line.length(), longest)).append('\n');
        }
      }
      int count = parents.isBlank() ? 0 : parents.strip().split(" ", -1).length;
      commits.accept(
          new Commit(hash, count, author, message.toString().strip(), diff.toString().strip()));
    }
  }
}
