package dev.metier.terminal;

import dev.metier.core.problem.PlainText;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells the user what was wrong; a stack trace only when asked for by METIER_TRACE.
public final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  private static final int WRONG_INPUT = 2;
  private static final int BUG = 70;

  /// The words that an option takes, as they are spelled in Java.
  private static final Pattern CONSTANTS = Pattern.compile("\\[[A-Z_, ]+\\]");

  private final Console console;

  public Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
    if (exception instanceof ProblemsException wrong) {
      var invocation = Invocation.of(command);
      tell(
          wrong.problems().stream().map(problem -> spelled(problem, invocation)).toList(),
          parsed.originalArgs().contains("--json"));
      return WRONG_INPUT;
    }
    console.say("metier: this is a bug in Metier: " + exception);
    console.say("  Please report it; METIER_TRACE=1 prints where it happened.");
    if (console.env().containsKey("METIER_TRACE")) {
      exception.printStackTrace(console.err());
    }
    return BUG;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    String unknown = unknownCommand(exception, command);
    if (!unknown.isEmpty()) {
      var known =
          command.getSubcommands().values().stream()
              .filter(each -> !each.getCommandSpec().usageMessage().hidden())
              .map(CommandLine::getCommandName)
              .toList();
      console.say("metier: There is no command `" + unknown + "`.");
      console.say(
          "  "
              + Nearest.to(unknown, known)
                  .map(near -> "Did you mean `" + near + "`?")
                  .orElse("Commands: " + String.join(", ", known) + "."));
    } else {
      String message = exception.getMessage();
      console.say(
          "metier: "
              + CONSTANTS.matcher(message).replaceAll(m -> m.group().toLowerCase(Locale.ROOT)));
      CommandLine.UnmatchedArgumentException.printSuggestions(
          exception,
          new java.io.PrintWriter(console.err(), true, java.nio.charset.StandardCharsets.UTF_8));
    }
    console.say("  See: " + command.getCommandSpec().qualifiedName() + " --help");
    return WRONG_INPUT;
  }

  /// The word that stands where a command should; empty when something else is wrong.
  private static String unknownCommand(
      CommandLine.ParameterException exception, CommandLine command) {
    return exception instanceof CommandLine.UnmatchedArgumentException unmatched
            && !command.getSubcommands().isEmpty()
            && !unmatched.getUnmatched().getFirst().startsWith("-")
        ? unmatched.getUnmatched().getFirst()
        : "";
  }

  /// The commands in it as they can be typed here.
  private static Problem spelled(Problem problem, Invocation invocation) {
    return new Problem(
        problem.place(), invocation.in(problem.what()), invocation.in(problem.hint()));
  }

  private void tell(List<Problem> problems, boolean json) {
    if (json) {
      problems.forEach(problem -> console.json(asJson(problem)));
    }
    String text = new ProblemText(console.colours(), Path.of("")).of(problems);
    console.err().print(PlainText.ofLines(text));
    if (problems.size() > 1) {
      console.say("\n" + problems.size() + " mistakes.");
    }
  }

  private static ObjectNode asJson(Problem problem) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    problem
        .place()
        .ifPresent(place -> {
          node.put("file", place.file().toString());
          node.put("line", place.line());
          node.put("column", place.column());
        });
    return node.put("problem", problem.what()).put("hint", problem.hint());
  }
}
