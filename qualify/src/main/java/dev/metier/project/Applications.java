package dev.metier.project;

import dev.metier.catalog.Application;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.ProviderKind.Access;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import java.util.List;
import java.util.Optional;

/// Candidates that are applications of the team's own: `use: program` and `use: http`.
final class Applications {
  private Applications() {}

  /// The kind that a word alone is.
  static Optional<ProviderKind> kind(String word) {
    return ProviderKind.named().stream()
        .filter(kind -> kind.access() == Access.OWN && kind.word().equals(word))
        .findFirst();
  }

  /// What is called.
  static Optional<Application> of(ProviderKind kind, Table table) {
    Optional<String> at = table.find(ModelSection.AT);
    if (kind == ProviderKind.PROGRAM) {
      return table.find(ModelSection.COMMAND).map(command -> new Application.Program(command, at));
    }
    return kind == ProviderKind.HTTP
        ? Optional.of(new Application.Endpoint(table.find(ModelSection.BODY), at))
        : Optional.empty();
  }

  /// What reports call it: the command, or the address.
  static Optional<String> id(ProviderKind kind, Table table) {
    return kind == ProviderKind.PROGRAM
        ? table.find(ModelSection.COMMAND).map(command -> String.join(" ", command))
        : kind == ProviderKind.HTTP
            ? table.find(ModelSection.URL).map(List::getFirst)
            : Optional.empty();
  }

  /// Tells what is missing, and what belongs to another kind.
  static void check(ProviderKind kind, Table table, Reading reading) {
    boolean program = kind == ProviderKind.PROGRAM;
    boolean address = kind == ProviderKind.HTTP;
    only(program, ModelSection.COMMAND, "use: program", table, reading);
    only(address, ModelSection.BODY, "use: http", table, reading);
    only(program || address, ModelSection.AT, "use: program` and `use: http", table, reading);
    if (program && !table.has(ModelSection.COMMAND)) {
      reading.problem(
          table.place(),
          "`use: program` needs a `command`.",
          "For example `command: [./my-agent]`.");
    }
    if (address && !table.has(ModelSection.URL)) {
      reading.problem(
          table.place(),
          "`use: http` needs a `url`.",
          "For example `url: http://127.0.0.1:3000/ask`.");
    }
    if ((program || address) && !table.has(ModelSection.HOST)) {
      reading.problem(
          table.place(),
          "Nobody knows from outside where an application has its data read, so that `host` is"
              + " needed.",
          "Declare it by the least trusted machine that reads what it passes on: `hosts: {agent:"
              + " {clearance: internal}}`, and `host: agent` here.");
    }
  }

  private static void only(boolean allowed, Slot<?> key, String use, Table table, Reading reading) {
    if (!allowed && table.has(key)) {
      reading.problem(
          table.place(key), "`" + key.name() + "` is for `" + use + "`.", "Leave it out here.");
    }
  }
}
