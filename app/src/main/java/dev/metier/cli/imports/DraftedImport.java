package dev.metier.cli.imports;

import dev.metier.core.text.ShortText;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.ImportedJob;
import dev.metier.importer.transcript.TranscriptImport;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What was asked and answered somewhere becomes a job: conversations are the inputs, answers are
/// drafts.
///
/// @param name of the job, unless the user gives one
/// @param purpose of the job, unless the user gives one
/// @param told what was found, for programs
/// @param words what was found, in a line
record DraftedImport(
    String name, String purpose, List<ImportedCase> cases, ObjectNode told, String words) {
  private static final int SHOWN = 5;
  private static final int WIDE = 90;

  /// Shows it, asks, and writes.
  ///
  /// @param head what a new metier.yaml has above its jobs
  int write(Console console, ImportOptions options, Supplier<String> head) {
    CaseScreening screening = options.screened(cases);
    var job =
        new ImportedJob(
            options.job(name),
            options.purpose().isBlank() ? purpose : options.purpose(),
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
    // never into the folder of what is imported
    Path target = options.folder(Path.of("metier"));
    if (options.json()) {
      notes.forEach(told.putArray("notes")::add);
      return ending.write(job, target, false, told);
    }
    console.line(words);
    console.line("");
    job.cases().stream().limit(SHOWN).forEach(given -> console.line("  " + brief(given)));
    notes.forEach(note -> console.line("Note: " + note));
    console.line("");
    return ending.write(job, target, false);
  }

  private static String brief(ImportedCase given) {
    JsonNode messages = JsonMapper.shared().readTree(given.vars().getOrDefault("messages", "[]"));
    String last = messages.path(messages.size() - 1).path("content").asString("");
    String line = last.replaceAll("\\s+", " ").strip();
    return given.id() + "  " + ShortText.dotted(line, WIDE);
  }
}
