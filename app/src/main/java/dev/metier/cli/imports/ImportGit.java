package dev.metier.cli.imports;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.ImportedJob;
import dev.metier.importer.git.GitImport;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the history of a git repository.
@Command(
    name = "git",
    description =
        "Make a job that writes commit messages of a repository's history: a change is the input,"
            + " its message a draft, which is no answer key. Merges, reverts, bots, binary and huge"
            + " changes are left out. The repository is only read; none of its programs are run.")
public final class ImportGit implements Callable<Integer> {
  private static final int SHOWN = 3;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "A folder of the repository. Default: this one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many commits to look at, the newest first. Default: 200.")
  private int last = 200;

  @Mixin private ImportOptions options = new ImportOptions();

  private final Console console;
  private final Supplier<String> head;

  /// @param head what a new metier.yaml has above its jobs
  public ImportGit(Console console, Supplier<String> head) {
    this.console = console;
    this.head = head;
  }

  @Override
  public Integer call() {
    if (last < 1) {
      throw new ProblemsException("`--last` is at least 1.", "For example `--last 200`.");
    }
    GitImport found = GitImport.read(folder, last);
    CaseScreening screening = options.screened(found.cases());
    var job =
        GitImport.job(options.job("commit-message"), options.purpose(), options.data(), screening);
    var notes = new ArrayList<>(screening.notes());
    notes.add(
        "The messages are drafts, which no grader sees: only the form is graded until somebody has"
            + " said what is right.");
    var ending = new ImportEnding(console, options, head);
    Path target = options.folder(folder.resolve("metier"));
    if (options.json()) {
      return ending.write(job, target, false, told(found, notes));
    }
    show(found, job);
    notes.forEach(note -> console.line("Note: " + note));
    console.line("");
    return ending.write(job, target, false);
  }

  private void show(GitImport found, ImportedJob job) {
    console.line(found.words());
    console.line("");
    job.cases().stream()
        .limit(SHOWN)
        .forEach(given -> console.line("  %s  %s".formatted(given.id(), subject(given))));
  }

  private static String subject(ImportedCase given) {
    return given.draft().map(d -> d.answer().lines().findFirst().orElse("")).orElse("");
  }

  private static ObjectNode told(GitImport found, List<String> notes) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode left = node.putObject("left_out");
    found.left().forEach((why, count) -> left.put(why.name().toLowerCase(Locale.ROOT), count));
    notes.forEach(node.putArray("notes")::add);
    return node;
  }
}
