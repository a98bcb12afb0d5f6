package dev.metier.cli.imports;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.ImportedJob;
import dev.metier.importer.transcript.TranscriptImport;
import dev.metier.importer.transcript.TranscriptProgram;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
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
  private static final int SHOWN = 5;
  private static final int WIDE = 90;

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
    CaseScreening screening = options.screened(found.cases());
    String purpose = options.purpose();
    var job =
        new ImportedJob(
            options.job("questions"),
            purpose.isBlank() ? "answer what " + read.word() + " was asked" : purpose,
            screening.data(options.data()),
            screening.why(),
            TranscriptImport.prompt(),
            TranscriptImport.graders(),
            "they look at the form only: none knows whether an answer is right",
            screening.cases());
    var notes = new ArrayList<>(screening.notes());
    notes.add(
        "The answers are drafts, which no grader sees: only the form is graded until somebody has"
            + " said what is right.");
    var ending = new ImportEnding(console, options, head);
    // never into the program's own folder
    Path target = options.folder(Path.of("metier"));
    if (options.json()) {
      return ending.write(job, target, false, told(found, notes));
    }
    show(found, job, from);
    notes.forEach(note -> console.line("Note: " + note));
    console.line("");
    return ending.write(job, target, false);
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

  private void show(TranscriptImport found, ImportedJob job, Path from) {
    console.line(
        String.format(
            Locale.ROOT,
            "%s: %,d sessions, %,d cases; left out: %s.",
            from,
            found.sessions(),
            found.cases().size(),
            found.leftInWords()));
    console.line("");
    job.cases().stream().limit(SHOWN).forEach(given -> console.line("  " + brief(given)));
  }

  private static String brief(ImportedCase given) {
    var messages = JsonMapper.shared().readTree(given.vars().getOrDefault("messages", "[]"));
    String last = messages.path(messages.size() - 1).path("content").asString("");
    String line = last.replaceAll("\\s+", " ").strip();
    return given.id() + "  " + (line.length() > WIDE ? line.substring(0, WIDE) + "..." : line);
  }

  private static ObjectNode told(TranscriptImport found, List<String> notes) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("sessions", found.sessions());
    ObjectNode left = node.putObject("left_out");
    found.left().forEach((why, count) -> left.put(why.name().toLowerCase(Locale.ROOT), count));
    notes.forEach(node.putArray("notes")::add);
    return node;
  }
}
