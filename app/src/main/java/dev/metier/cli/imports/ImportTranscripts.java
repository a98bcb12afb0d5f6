package dev.metier.cli.imports;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.importer.transcript.TranscriptImport;
import dev.metier.importer.transcript.TranscriptProgram;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the sessions of a coding agent.
@Command(
    name = "transcripts",
    description =
        "Make a job of what you asked a coding agent: each question that it answered without tools"
            + " is a case, with the conversation before it; the answer is a draft, which is no"
            + " answer key. The files are only read, and nothing leaves this machine.")
public final class ImportTranscripts implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "PROGRAM",
      description = "claude-code, codex, opencode or qwen-code.")
  private String program = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PLACE",
      description = "A file or folder of its sessions. Default: where the program keeps them.")
  private Optional<Path> place = Optional.empty();

  @Mixin private ImportOptions options = new ImportOptions();

  private final Console console;
  private final Supplier<String> head;

  /// @param head what a new metier.yaml has above its jobs
  public ImportTranscripts(Console console, Supplier<String> head) {
    this.console = console;
    this.head = head;
  }

  @Override
  public Integer call() {
    TranscriptProgram read = program();
    Path from =
        place.orElseGet(
            () -> read.place(System.getenv(), Path.of(System.getProperty("user.home", "."))));
    TranscriptImport found = TranscriptImport.read(read, from);
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("sessions", found.sessions());
    ObjectNode left = told.putObject("left_out");
    found.left().forEach((why, count) -> left.put(why.name().toLowerCase(Locale.ROOT), count));
    String words =
        String.format(
            Locale.ROOT,
            "%s: %s, %s; left out: %s.",
            from,
            NumberText.count(found.sessions(), "session"),
            NumberText.count(found.cases().size(), "case"),
            found.leftInWords());
    return new DraftedImport(
            "questions", "answer what " + read.word() + " was asked", found.cases(), told, words)
        .write(console, options, head);
  }

  private TranscriptProgram program() {
    return Arrays.stream(TranscriptProgram.values())
        .filter(each -> each.word().equals(program.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new ProblemsException(
                "`" + program + "` is no program whose sessions are known.",
                "There are "
                    + Arrays.stream(TranscriptProgram.values())
                        .map(TranscriptProgram::word)
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}
