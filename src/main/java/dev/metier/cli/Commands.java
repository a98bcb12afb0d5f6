package dev.metier.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line as a whole.
@Command(
    name = "metier",
    mixinStandardHelpOptions = true,
    description = {"Name the job; the evidence names the model.", ""},
    versionProvider = Commands.Version.class)
public final class Commands implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Commands() {}

  /// All commands, ready to be executed.
  public static CommandLine line(Workplace workplace) {
    var line =
        new CommandLine(new Commands(), factory(workplace))
            .addSubcommand(new InitCommand(workplace))
            .addSubcommand(new CheckCommand(workplace.console()))
            .addSubcommand(new QualifyCommand(workplace))
            .addSubcommand(new VerdictCommand(workplace))
            .addSubcommand(new ReportCommand(workplace))
            .addSubcommand(new ExportCommand(workplace))
            .addSubcommand(new DemoCommand(workplace));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    var failures = new Failures(workplace.console());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setOut(writer(workplace.console().out()))
        .setErr(writer(workplace.console().err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                workplace.console().colours()
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static CommandLine.IFactory factory(Workplace workplace) {
    return new CommandLine.IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == Version.class
            ? type.cast(new Version(workplace.version()))
            : CommandLine.defaultFactory().create(type);
      }
    };
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// The version, as `--version` prints it.
  record Version(String number) implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"metier " + number};
    }
  }
}
