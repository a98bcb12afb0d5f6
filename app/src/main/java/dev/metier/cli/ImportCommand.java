package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.GradeComparison;
import dev.metier.importer.Imported;
import dev.metier.importer.promptfoo.PromptfooImport;
import dev.metier.project.ProjectReader;
import dev.metier.terminal.Console;
import dev.metier.terminal.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Projects from other tools' files.
@Command(name = "import", description = "Make a project of another tool's file.")
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The command with its own commands.
  static CommandLine line(Workplace workplace) {
    var line = new CommandLine(new ImportCommand());
    line.addSubcommand(new Promptfoo(workplace.console()));
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

    @Option(
        names = "--results",
        paramLabel = "FILE",
        description =
            "promptfoo's results (`promptfoo eval -o FILE.json`): their answers become recorded"
                + " models, and their grades are compared with ours, assertion by assertion.")
    private Optional<Path> results = Optional.empty();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    private final Console console;

    Promptfoo(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Path folder = to.orElseGet(() -> file.resolveSibling("metier"));
      Imported imported = PromptfooImport.read(file, results);
      imported.files().keySet().stream()
          .map(folder::resolve)
          .filter(Files::exists)
          .findFirst()
          .ifPresent(there -> {
            throw new ProblemsException(
                there + " is there already; nothing was changed.",
                "Name another folder: `--to FOLDER`.");
          });
      var compared = new GradeComparison.Compared(0, List.of());
      if (imported.cases() > 0 && imported.jobs() > 0) {
        imported.files().forEach((path, text) -> WholeFile.write(folder.resolve(path), text));
        if (!imported.outcomes().isEmpty()) {
          compared = GradeComparison.of(ProjectReader.read(folder), imported);
        }
      }
      var report = new ImportReport(file, folder, imported, compared);
      if (json) {
        console.line(report.json().toPrettyString());
      } else {
        report.lines().forEach(console::line);
      }
      return imported.losses().isEmpty() && compared.differences().isEmpty() && imported.cases() > 0
          ? 0
          : LOST;
    }
  }
}
