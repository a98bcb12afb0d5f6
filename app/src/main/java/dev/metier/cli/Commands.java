package dev.metier.cli;

import dev.metier.cli.init.InitCommand;
import dev.metier.core.io.WholeFile;
import dev.metier.terminal.Console;
import dev.metier.terminal.Failures;
import dev.metier.terminal.Invocation;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command line as a whole.
@Command(
    name = "metier",
    mixinStandardHelpOptions = true,
    description = {"Name the job; the evidence names the model.", ""},
    versionProvider = Commands.Version.class)
public final class Commands implements Runnable {
  private static final String NAME = "metier";

  /// Columns of a usage message, where picocli takes at least 55.
  private static final int NARROWEST = 60;

  private static final int USUAL = 80;
  private static final int WIDEST = 120;
  private static final Set<String> VERSION = Set.of("--version", "-V");

  @Spec private CommandSpec spec = CommandSpec.create();

  private Commands() {}

  /// The command line for these arguments.
  ///
  /// Only the command that is named is built, since reading the annotations of all takes longer
  /// than most of them run.
  public static CommandLine line(Workplace workplace, String... args) {
    var line = new CommandLine(new Commands(), factory(workplace));
    Map<String, Supplier<Object>> commands = commands(workplace);
    String first = args.length == 0 ? "" : args[0];
    if (commands.containsKey(first)) {
      line.addSubcommand(commands.get(first).get());
    } else if (!VERSION.contains(first)) {
      commands.values().forEach(command -> line.addSubcommand(command.get()));
    }
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    line.getCommandSpec().usageMessage().footer(footer());
    var failures = new Failures(workplace.console());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setOut(writer(workplace.console().out()))
        .setErr(writer(workplace.console().err()))
        .setUsageHelpWidth(usageWidth(workplace.console()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                workplace.console().colours()
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF));
  }

  private static Map<String, Supplier<Object>> commands(Workplace workplace) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("init", () -> new InitCommand(workplace.console()));
    commands.put("import", () -> ImportCommand.line(workplace));
    commands.put("check", () -> new CheckCommand(workplace));
    commands.put("qualify", () -> new QualifyCommand(workplace));
    commands.put("verdict", () -> new VerdictCommand(workplace));
    commands.put("report", () -> new ReportCommand(workplace));
    commands.put("record", () -> RecordCommand.line(workplace));
    commands.put("ui", () -> new UiCommand(workplace));
    commands.put("judge", () -> JudgeCommand.line(workplace));
    commands.put("frontier", () -> new FrontierCommand(workplace));
    commands.put("label", () -> new LabelCommand(workplace));
    commands.put("draft", () -> new DraftCommand(workplace));
    commands.put("export", () -> new ExportCommand(workplace));
    commands.put("compile", () -> new CompileCommand(workplace));
    commands.put("policy", () -> PolicyCommand.line(workplace));
    commands.put("key", () -> KeyCommand.line(workplace));
    commands.put("serve", () -> new ServeCommand(workplace));
    commands.put("drill", () -> new DrillCommand(workplace));
    commands.put("explain", () -> new ExplainCommand(workplace));
    commands.put("connect", () -> new ConnectCommand(workplace));
    commands.put("rehearse", () -> new Rehearse(workplace));
    commands.put("demo", () -> new DemoCommand(workplace));
    return commands;
  }

  /// How to call it by its name alone, for whoever calls it by a path.
  private static String[] footer() {
    String program = System.getProperty(Invocation.PROGRAM, NAME);
    String home = System.getProperty("metier.home", "");
    return program.equals(NAME) || home.isEmpty()
        ? new String[0]
        : new String[] {
          "",
          "To call it by its name alone, link it into a folder of your PATH:",
          "  ln -s " + home + "/metier ~/.local/bin/metier"
        };
  }

  private static int usageWidth(Console console) {
    return console.terminal() ? Math.clamp(console.width(), NARROWEST, WIDEST) : USUAL;
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

  /// What the build runs once, to note which classes and methods a start needs.
  @Command(name = "rehearse", hidden = true, description = "Run once by the build.")
  static final class Rehearse implements Callable<Integer> {
    private static final String JOB =
        """
        "%1$s": {"purpose": "", "data": "internal", "route": {"single": "%1$s"},
          "verdicts": {"%1$s": {"verdict": "FIT", "reason": "", "trials": 1}}}\
        """;

    private static final String MODEL =
        """
        "%s": {"use": "%s/some", "host": "%s", "addresses": ["http://127.0.0.1:9"],
          "price": {"source": "none",
            "per_million_tokens": {"input": "1 USD", "output": "1 USD", "cached": "1 USD"}}}\
        """;

    /// A job for each of the usual dialects, and a host that may not read everything, so that all
    /// are drilled. Nobody asks these addresses.
    static final String POLICY =
        """
        {"version": 1, "evidence": "%1$s", "project": "%1$s", "compiled": "2026-01-01T00:00:00Z",
        "jobs": {%2$s},
        "models": {%3$s},
        "hosts": {"here": {"clearance": "restricted"}, "there": {"clearance": "internal"}}}
        """
            .formatted(
                "0".repeat(32),
                String.join(
                    ",", JOB.formatted("local"), JOB.formatted("hosted"), JOB.formatted("other")),
                String.join(
                    ",",
                    MODEL.formatted("local", "vllm", "here"),
                    MODEL.formatted("hosted", "anthropic", "here"),
                    MODEL.formatted("other", "openai", "here"),
                    MODEL.formatted("elsewhere", "vllm", "there")));

    /// The least exit code that is not an answer.
    private static final int WRONG = 2;

    @Parameters(arity = "1", paramLabel = "PROJECT", description = "A copy of the demo.")
    private Path project = Path.of(".");

    private final Workplace workplace;
    private volatile boolean failed;

    Rehearse(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() throws InterruptedException {
      String file = project.resolve("metier.yaml").toString();
      run("check", "--file", file);
      run("qualify", "--file", file);
      run("compile", "--file", file);
      run("key", "add", "rehearsal", "--per-day=5 USD", "--per-minute=60", "--file", file);
      Path policy = project.resolve("policy.json");
      WholeFile.write(policy, POLICY);
      var serving =
          Thread.ofPlatform()
              .start(() -> run("serve", "--policy", policy.toString(), "--port", "0"));
      run("drill", "--policy", policy.toString());
      serving.interrupt();
      serving.join();
      return failed ? WRONG : 0;
    }

    private void run(String... args) {
      if (Commands.line(workplace, args).execute(args) >= WRONG) {
        failed = true;
      }
    }
  }
}
