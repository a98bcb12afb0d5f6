package dev.metier.core.problem;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Problems as text for a terminal: place, sentence, the source line with carets, hint.
///
/// @param colour whether to colour with ANSI codes
/// @param base files below this folder are named relative to it
public record ProblemText(boolean colour, Path base) {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing((Problem p) -> p.place().map(at -> at.file().toString()).orElse(""))
          .thenComparing(p -> p.place().map(Place::line).orElse(0))
          .thenComparing(p -> p.place().map(Place::column).orElse(0));

  /// Without colour, relative to the folder this process runs in.
  public static ProblemText plain() {
    return new ProblemText(false, Path.of(""));
  }

  /// All problems, by file, line and column, with an empty line between two.
  public String of(List<Problem> problems) {
    return problems.stream().sorted(ORDER).map(this::of).collect(Collectors.joining("\n"));
  }

  /// All problems in one line: place, sentence, hint.
  public String line(List<Problem> problems) {
    return problems.stream()
        .sorted(ORDER)
        .map(problem ->
            problem.place().map(at -> named(at) + ": ").orElse("")
                + (problem.what() + " " + problem.hint()).strip())
        .collect(Collectors.joining(" "));
  }

  /// One problem; ends in a line break.
  public String of(Problem problem) {
    var text = new StringBuilder();
    problem.place().ifPresent(place -> text.append(paint("1", named(place))).append(": "));
    text.append(problem.what()).append('\n');
    problem
        .place()
        .flatMap(SourceLine::at)
        .ifPresent(line -> {
          String number = String.format("%5d | ", problem.place().orElseThrow().line());
          String gutter = "      | ";
          text.append(paint("2", number)).append(line.text()).append('\n');
          text.append(paint("2", gutter))
              .append(line.before())
              .append(paint("31;1", "^".repeat(line.width())))
              .append('\n');
        });
    if (!problem.hint().isEmpty()) {
      text.append("      ").append(paint("36", "hint: " + problem.hint())).append('\n');
    }
    return text.toString();
  }

  /// `file`, `file:line` or `file:line:column`.
  private String named(Place place) {
    String text = relative(place.file()).toString();
    if (place.line() > 0) {
      text += ":" + place.line();
    }
    return place.column() > 0 ? text + ":" + place.column() : text;
  }

  private Path relative(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    Path folder = base.toAbsolutePath().normalize();
    return whole.startsWith(folder) ? folder.relativize(whole) : file;
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
