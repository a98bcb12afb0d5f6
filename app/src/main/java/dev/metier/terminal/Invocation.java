package dev.metier.terminal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;

/// How the next command is typed from where the user stands: the program as it was called, and the
/// project that was named.
///
/// @param program what to type for the program, such as `./metier`
/// @param project the project as it was named, when it is not the one in this folder
public record Invocation(String program, Optional<Path> project) {
  /// The system property in which the launcher says how it was called.
  public static final String PROGRAM = "metier.program";

  private static final String NAME = "metier";
  private static final Pattern QUOTED = Pattern.compile("`" + NAME + " ([a-z][^`]*)`");
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}@%+=:,./_~-]+");

  /// Commands that work on a project.
  private static final Set<String> WITH_PROJECT =
      Set.of(
          "check",
          "qualify",
          "verdict",
          "report",
          "ui",
          "export",
          "compile",
          "policy",
          "key",
          "serve",
          "drill",
          "explain",
          "connect",
          "label",
          "draft",
          "judge",
          "frontier");

  /// Something in a command line that names a project.
  public interface Placed {
    /// The project as it was named; empty when it is the one in this folder.
    Optional<Path> project();
  }

  /// For a project.
  public static Invocation of(Optional<Path> project) {
    return new Invocation(
        System.getProperty(PROGRAM, NAME),
        project.filter(path -> !path.toString().isEmpty() && !path.equals(Path.of("."))));
  }

  /// For the project that a command line names.
  static Invocation of(CommandLine command) {
    return of(
        command.getMixins().values().stream()
            .filter(Placed.class::isInstance)
            .map(Placed.class::cast)
            .findFirst()
            .flatMap(Placed::project));
  }

  /// What to type for a command.
  ///
  /// @param words without the program's name, such as `check`
  public String command(String words) {
    String first = words.split(" ", 2)[0];
    String typed = program + " " + words;
    if (project.isEmpty()) {
      return typed;
    }
    String named = quoted(project.get().toString());
    if (words.equals("init")) {
      return typed + " " + named;
    }
    boolean said = words.matches(".* (-f|--file|-p|--policy|--help)( .*)?");
    return WITH_PROJECT.contains(first) && !said ? typed + " -f " + named : typed;
  }

  /// A text in which each command in backquotes can be typed as it stands.
  public String in(String text) {
    return QUOTED
        .matcher(text)
        .replaceAll(
            found -> java.util.regex.Matcher.quoteReplacement("`" + command(found.group(1)) + "`"));
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
