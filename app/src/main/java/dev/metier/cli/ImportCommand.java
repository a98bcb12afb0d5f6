package dev.metier.cli;

import dev.metier.cli.imports.ImportCases;
import dev.metier.cli.imports.ImportGit;
import dev.metier.cli.imports.ImportJournal;
import dev.metier.cli.imports.ImportTraces;
import dev.metier.cli.imports.ImportTranscripts;
import dev.metier.cli.imports.WholeProject;
import dev.metier.cli.init.StarterYaml;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.evals.EvalsImport;
import dev.metier.importer.outcome.OutcomeImport;
import dev.metier.importer.promptfoo.PromptfooImport;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
    line.addSubcommand(
        new ImportCases(workplace.console(), () -> StarterYaml.here(workplace.console())));
    line.addSubcommand(
        new ImportGit(workplace.console(), () -> StarterYaml.here(workplace.console())));
    line.addSubcommand(
        new ImportTranscripts(workplace.console(), () -> StarterYaml.here(workplace.console())));
    line.addSubcommand(
        new ImportJournal(workplace.console(), () -> StarterYaml.here(workplace.console())));
    line.addSubcommand(
        new ImportTraces(workplace.console(), () -> StarterYaml.here(workplace.console())));
    line.addSubcommand(new Outcomes(workplace.console()));
    line.addSubcommand(new OpenAiEvals(workplace.console()));
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
    @Parameters(arity = "1", paramLabel = "FILE", description = "A promptfooconfig.yaml.")
    private Path file = Path.of("promptfooconfig.yaml");

    @Option(
        names = "--results",
        paramLabel = "FILE",
        description =
            "promptfoo's results (`promptfoo eval -o FILE.json`): their answers become recorded"
                + " models, and their grades are compared with ours, assertion by assertion.")
    private Optional<Path> results = Optional.empty();

    @Option(
        names = "--judge",
        paramLabel = "USE",
        description =
            "The model that judges what tests ask a model about, as `use` has it:"
                + " `ollama/gemma3:12b`. Without it such assertions are not carried over.")
    private Optional<String> judge = Optional.empty();

    @Option(
        names = "--root",
        paramLabel = "FOLDER",
        description =
            "A folder above the file whose files may be read too. Default: only its own folder.")
    private Optional<Path> root = Optional.empty();

    @Option(
        names = "--allow-code",
        description =
            "Carry over what runs programs: assertions and providers in Python, and `exec:`. They"
                + " are not run while importing, but by `metier qualify`, unconfined.")
    private boolean code;

    @Mixin private WholeProject project = new WholeProject();

    private final Console console;

    Promptfoo(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      if (results.isPresent() && judge.isPresent()) {
        throw new ProblemsException(
            "`--judge` and `--results` do not go together: recorded answers are not judged anew.",
            "Import twice: with --results what rules grade, and with --judge --to OTHER-FOLDER"
                + " what a model judges.");
      }
      Path folder = project.folder(file);
      return new ImportOutput(console, file, folder, project.json())
          .write(
              project.screened(
                  PromptfooImport.read(
                      file, new PromptfooImport.Options(results, judge, root, code, folder))));
    }
  }

  /// From what OpenAI's Evals leave behind.
  @Command(
      name = "openai-evals",
      description =
          "Make a project of files of OpenAI's Evals: evals, runs, output items and rows as the API"
              + " tells them, or a YAML file of the open registry. Files that belong together are"
              + " named together. Nothing is executed and nobody is asked. What is not carried over"
              + " is listed, and then the exit code is 1.")
  static final class OpenAiEvals implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON, JSON lines or YAML.")
    private List<Path> files = List.of();

    @Option(
        names = "--judge",
        paramLabel = "USE",
        description =
            "The model that judges what evals ask a model about, as `use` has it:"
                + " `ollama/gemma3:12b`. Without it such graders are not carried over.")
    private Optional<String> judge = Optional.empty();

    @Mixin private WholeProject project = new WholeProject();

    private final Console console;

    OpenAiEvals(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Path first = files.getFirst();
      return new ImportOutput(console, first, project.folder(first), project.json())
          .write(project.screened(EvalsImport.read(files, judge)));
    }
  }

  /// From what another evaluation found.
  @Command(
      name = "outcomes",
      description =
          "Make a project of what another evaluation found: logs of Inspect (.eval, .json) and"
              + " samples of lm-evaluation-harness (samples_*.jsonl). Its samples are cases, its"
              + " scores recorded outcomes; verdicts then need no call.")
  static final class Outcomes implements Callable<Integer> {
    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "Logs; those of a task go together.")
    private List<Path> files = List.of();

    @Mixin private WholeProject project = new WholeProject();

    private final Console console;

    Outcomes(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Path first = files.getFirst();
      return new ImportOutput(console, first, project.folder(first), project.json())
          .write(project.screened(OutcomeImport.read(files)));
    }
  }
}
