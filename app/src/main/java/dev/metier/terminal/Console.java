package dev.metier.terminal;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.PlainText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where commands print: what was asked for goes to `out`, what is said about it to `err`. Names
/// and messages of others that stand in it cannot steer the terminal.
///
/// @param terminal whether a person watches `out`
/// @param env environment variables: NO_COLOR, TERM, LANG, COLUMNS
public record Console(PrintStream out, PrintStream err, boolean terminal, Map<String, String> env) {
  private static final int UNDELIVERED = 2;
  private static final int USUAL_WIDTH = 100;
  static final int LEAST_WIDTH = 40;

  public Console {
    env = Map.copyOf(env);
  }

  /// The process's own streams, in UTF-8.
  public static Console ofSystem() {
    return new Console(
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        isTerminal(),
        System.getenv());
  }

  @SuppressWarnings(
      "SystemConsoleNull") // it still is null without any console, whatever the checker says
  private static boolean isTerminal() {
    var system = System.console();
    return system != null && system.isTerminal();
  }

  public boolean colours() {
    return terminal && !env.containsKey("NO_COLOR") && !"dumb".equals(env.get("TERM"));
  }

  /// Whether signs beyond ASCII are shown; files and pipes are UTF-8.
  public boolean unicode() {
    String locale =
        env.getOrDefault("LC_ALL", env.getOrDefault("LC_CTYPE", env.getOrDefault("LANG", "")));
    String upper = locale.toUpperCase(java.util.Locale.ROOT);
    return !terminal || upper.isEmpty() || upper.contains("UTF");
  }

  /// Columns to fill: those of the window, as the live view does; where there is none, what COLUMNS
  /// says.
  public int width() {
    OptionalInt window = terminal ? WindowSize.columns() : OptionalInt.empty();
    String said = env.getOrDefault("COLUMNS", "");
    int asked = said.matches("\\d{1,4}") ? Integer.parseInt(said) : USUAL_WIDTH;
    return Math.max(LEAST_WIDTH, window.orElse(asked));
  }

  public void print(String text) {
    out.print(PlainText.ofLines(text));
    out.flush();
  }

  public void line(String text) {
    out.println(PlainText.ofLines(text));
  }

  /// The exit code of a command that ended with this one, once it is known whether its output
  /// arrived. A reader that went away (`| head`) is no mistake.
  public int delivered(int exit) {
    Optional<IOException> failure =
        out instanceof Output output ? output.failure() : Optional.empty();
    if (failure.isEmpty() || String.valueOf(failure.get().getMessage()).contains("Broken pipe")) {
      return exit;
    }
    say("The output cannot be written: " + WholeFile.cause(failure.get()) + ".");
    return Math.max(exit, UNDELIVERED);
  }

  /// Something about what happens, not part of the result.
  public void say(String text) {
    err.println(PlainText.ofLines(text));
  }

  /// Asks a person a question; anything but yes is no.
  @SuppressWarnings("SystemConsoleNull") // as above
  public boolean confirms(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    var system = System.console();
    String answer = system == null ? "" : system.readLine();
    return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes");
  }

  /// Asks a person for a line; empty when nobody answers.
  @SuppressWarnings("SystemConsoleNull") // as above
  public String asks(String question) {
    err.print(question + " ");
    err.flush();
    var system = System.console();
    String answer = system == null ? "" : system.readLine();
    return answer == null ? "" : answer.strip();
  }

  /// One JSON document on one line.
  public void json(JsonNode node) {
    out.println(JsonMapper.shared().writeValueAsString(node));
  }
}
