package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.GradeComparison;
import dev.metier.importer.Imported;
import dev.metier.project.ProjectReader;
import dev.metier.terminal.Console;
import dev.metier.terminal.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes what was made of another tool's file, and tells what is not carried over.
///
/// @param file that was read, as the user named it
/// @param folder where the project is written
record ImportOutput(Console console, Path file, Path folder, boolean json) {
  private static final int LOST = 1;

  /// Writes the project and tells of it; the exit code.
  ///
  /// @throws ProblemsException when a file of that name is there; then nothing is written
  int write(Imported imported) {
    imported.files().keySet().stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .ifPresent(there -> {
          throw new ProblemsException(
              there + " is there already; nothing was changed.",
              "Name another folder: `--to FOLDER`.");
        });
    if (imported.cases() > 0 && imported.jobs() > 0) {
      imported.files().forEach((path, text) -> WholeFile.write(folder.resolve(path), text));
    }
    GradeComparison.Compared compared = compared(imported);
    var report = new ImportReport(file, folder, imported, compared);
    if (json) {
      console.line(report.json().toPrettyString());
    } else {
      report.lines().forEach(console::line);
    }
    boolean whole = imported.losses().isEmpty() && compared.differences().isEmpty();
    return whole && imported.cases() > 0 ? 0 : LOST;
  }

  private GradeComparison.Compared compared(Imported imported) {
    return imported.outcomes().isEmpty() || imported.cases() == 0 || imported.jobs() == 0
        ? new GradeComparison.Compared(0, 0, List.of())
        : GradeComparison.of(ProjectReader.read(folder), imported);
  }
}
