package dev.metier.cli.imports;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.importer.ImportedJob;
import dev.metier.importer.JobWriting;
import dev.metier.terminal.Console;
import dev.metier.terminal.Invocation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// How an import of cases ends, once it has shown what it found: asks, writes, tells what is next.
///
/// @param head what a new metier.yaml has above its jobs
record ImportEnding(Console console, ImportOptions options, Supplier<String> head) {
  private static final int NOT_CONFIRMED = 2;

  /// Asks where there is somebody to ask, and writes.
  ///
  /// @param sure whether the user has named what would else be guessed
  int write(ImportedJob job, Path folder, boolean sure) {
    var writing = new JobWriting(folder);
    boolean adds = writing.adds();
    String what =
        String.format(
            Locale.ROOT,
            "job %s with %s to %s%s",
            job.name(),
            NumberText.count(job.cases().size(), "case"),
            adds ? "" : "a new ",
            folder.resolve("metier.yaml"));
    if (!sure && !options.yes() && !confirmed("Write the " + what + "? [Y/n] ")) {
      console.line("Nothing was written.");
      return NOT_CONFIRMED;
    }
    writing.write(job, adds ? "" : head.get());
    console.line("Wrote the " + what + ".");
    console.line(
        "Say in "
            + folder.resolve("prompts/" + job.name() + ".md")
            + " what the work is, look at the bar and the models in metier.yaml, then:");
    var next = Invocation.of(Optional.of(folder).filter(f -> !f.toString().isEmpty()));
    console.line("  " + next.command("check"));
    if (job.cases().stream().anyMatch(each -> each.draft().isPresent())) {
      console.line(
          "  " + next.command("label " + job.name()) + "    to accept, mend or drop the drafts");
    }
    console.line("  " + next.command("qualify " + job.name()));
    return 0;
  }

  /// The same for programs, which are told and not asked.
  int write(ImportedJob job, Path folder, boolean sure, ObjectNode told) {
    boolean written = sure || options.yes();
    if (written) {
      var writing = new JobWriting(folder);
      writing.write(job, writing.adds() ? "" : head.get());
    }
    told.put("folder", folder.toString()).put("job", job.name().text());
    told.put("cases", job.cases().size());
    told.put("data", job.data().name().toLowerCase(Locale.ROOT));
    told.put("written", written);
    console.line(told.toPrettyString());
    return written ? 0 : NOT_CONFIRMED;
  }

  @SuppressWarnings("SystemConsoleNull") // it still is null without any console
  private boolean confirmed(String question) {
    var keyboard = System.console();
    if (!console.terminal() || keyboard == null) {
      throw new ProblemsException(
          "Nothing was written: this has to be confirmed, and nobody can be asked here.",
          "Add `--yes`.");
    }
    console.print(question);
    String answer = keyboard.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("|y|yes|j|ja");
  }
}
