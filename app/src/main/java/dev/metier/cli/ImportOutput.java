package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.terminal.Console;
import dev.metier.terminal.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
    if (json) {
      console.line(told(imported).toPrettyString());
    } else {
      tell(imported);
    }
    return imported.losses().isEmpty() && imported.cases() > 0 ? 0 : LOST;
  }

  private void tell(Imported imported) {
    for (Loss loss : imported.losses()) {
      console.line(
          "%s: %s: %s %s"
              .formatted(place(loss), loss.type(), loss.why(), loss.instead())
              .stripTrailing());
    }
    imported.notes().forEach(note -> console.line("Note: " + note));
    if (!imported.losses().isEmpty() || !imported.notes().isEmpty()) {
      console.line("");
    }
    console.line(
        "Assertions that became graders: %d. Not carried over: %d."
            .formatted(imported.carried(), imported.losses().size()));
    if (imported.cases() == 0 || imported.jobs() == 0) {
      console.line(
          "Nothing was written: there is "
              + (imported.jobs() == 0 ? "no prompt" : "no test with a grader")
              + " left.");
      return;
    }
    console.line(
        "Wrote %s with %d %s and %d %s."
            .formatted(
                folder.resolve("metier.yaml"),
                imported.jobs(),
                imported.jobs() == 1 ? "job" : "jobs",
                imported.cases(),
                imported.cases() == 1 ? "case" : "cases"));
    console.line("Look at its models, data classes and bars, then:");
    console.line("  " + Invocation.of(Optional.of(folder)).command("check"));
  }

  /// The place from where the user stands.
  private String place(Loss loss) {
    Path above = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(file);
    Path named = loss.place().file();
    Path shown =
        named.isAbsolute() && named.startsWith(above)
            ? file.resolveSibling(above.relativize(named).toString())
            : named;
    return shown + ":" + Math.max(1, loss.place().line());
  }

  private ObjectNode told(Imported imported) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("folder", folder.toString());
    node.put("jobs", imported.jobs()).put("cases", imported.cases());
    node.put("carried", imported.carried());
    var losses = node.putArray("not_carried");
    for (Loss loss : imported.losses()) {
      losses
          .addObject()
          .put("type", loss.type())
          .put("place", place(loss))
          .put("why", loss.why())
          .put("instead", loss.instead());
    }
    imported.notes().forEach(node.putArray("notes")::add);
    return node;
  }
}
