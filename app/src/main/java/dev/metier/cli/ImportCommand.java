package dev.metier.cli;

import dev.metier.cli.imports.ImportCases;
import dev.metier.cli.imports.ImportGit;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.importer.promptfoo.PromptfooImport;
import dev.metier.terminal.Console;
import dev.metier.terminal.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Projects and jobs from what people have.
@Command(
    name = "import",
    description = "Make jobs of what is there: tables, a git history, another tool's file.")
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The command with its own commands.
  static CommandLine line(Workplace workplace) {
    var line = new CommandLine(new ImportCommand());
    line.addSubcommand(new Promptfoo(workplace.console()));
    line.addSubcommand(new ImportCases(workplace.console(), () -> StarterYaml.here(workplace)));
    line.addSubcommand(new ImportGit(workplace.console(), () -> StarterYaml.here(workplace)));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// From a configuration of promptfoo.
  @Command(
      name = "promptfoo",
      description =
          "Make a project of a promptfoo configuration: a job for each prompt, its tests as cases"
              + " with graders of their own. Nothing in it is executed. What is not carried over is"
              + " listed, and then the exit code is 1.")
  static final class Promptfoo implements Callable<Integer> {
    private static final int LOST = 1;

    @Parameters(arity = "1", paramLabel = "FILE", description = "A promptfooconfig.yaml.")
    private Path file = Path.of("promptfooconfig.yaml");

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        description = "Where to write the project. Default: the folder metier beside the file.")
    private Optional<Path> to = Optional.empty();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    private final Console console;

    Promptfoo(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Path folder = to.orElseGet(() -> file.resolveSibling("metier"));
      Imported imported = PromptfooImport.read(file);
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
        console.line(told(imported, folder).toPrettyString());
      } else {
        tell(imported, folder);
      }
      return imported.losses().isEmpty() && imported.cases() > 0 ? 0 : LOST;
    }

    private void tell(Imported imported, Path folder) {
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
      Path folder = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(file);
      Path named = loss.place().file();
      Path shown =
          named.isAbsolute() && named.startsWith(folder)
              ? file.resolveSibling(folder.relativize(named).toString())
              : named;
      return shown + ":" + Math.max(1, loss.place().line());
    }

    private ObjectNode told(Imported imported, Path folder) {
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
}
