package dev.metier.cli.imports;

import dev.metier.core.text.NumberText;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the gateway's journal.
@Command(
    name = "journal",
    description =
        "Make a job of what clients asked the gateway for: each request of a job, where its texts"
            + " were kept (`serve: {keep_content: true}`), is a case; the answer is a draft, which"
            + " is no answer key. Requests with tools are left out.")
public final class ImportJournal implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "JOB", description = "The job that was asked for.")
  private String job = "";

  @Option(
      names = "--journal",
      paramLabel = "FOLDER",
      description = "The journal's folder. Default: .metier/requests.")
  private Path journal = Path.of(".metier/requests");

  @Mixin private ImportOptions options = new ImportOptions();

  private final Console console;
  private final Supplier<String> head;

  /// @param head what a new metier.yaml has above its jobs
  public ImportJournal(Console console, Supplier<String> head) {
    this.console = console;
    this.head = head;
  }

  @Override
  public Integer call() {
    JournalCases found = JournalCases.read(journal, job);
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    ObjectNode left = told.putObject("left_out");
    found.left().forEach((why, count) -> left.put(why.name().toLowerCase(Locale.ROOT), count));
    String words =
        String.format(
            Locale.ROOT,
            "%s; left out: %s.",
            NumberText.count(found.cases().size(), "request makes a case", "requests make cases"),
            found.leftInWords());
    return new DraftedImport(
            job + "-asked", "answer what the job " + job + " was asked", found.cases(), told, words)
        .write(console, options, head);
  }
}
