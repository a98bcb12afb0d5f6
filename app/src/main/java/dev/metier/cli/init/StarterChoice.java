package dev.metier.cli.init;

import dev.metier.core.problem.ProblemsException;
import dev.metier.starter.StarterJob;
import dev.metier.terminal.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Which starter jobs somebody wants: named on the command line, or asked for.
final class StarterChoice {
  private static final List<StarterJob> USUAL =
      List.of(StarterJob.TICKET_TRIAGE, StarterJob.INVOICE_EXTRACTION);

  private static final String USUAL_NUMBERS =
      USUAL.stream().map(job -> "" + number(job)).collect(Collectors.joining(","));

  private StarterChoice() {}

  static List<StarterJob> of(List<String> named, Console console) {
    if (!named.isEmpty()) {
      return chosen(named);
    }
    return console.terminal() ? asked(console) : USUAL;
  }

  private static List<StarterJob> asked(Console console) {
    lines().forEach(console::line);
    while (true) {
      String answer =
          console.asks(
              "Numbers or names, with commas between, or all (Enter: " + USUAL_NUMBERS + "):");
      if (answer.isEmpty()) {
        return USUAL;
      }
      try {
        return chosen(Arrays.asList(answer.split("[,\\s]+")));
      } catch (ProblemsException e) {
        e.problems().forEach(problem -> console.say(problem.what() + " " + problem.hint()));
      }
    }
  }

  /// Its number in the list that people are shown.
  private static int number(StarterJob job) {
    return List.of(StarterJob.values()).indexOf(job) + 1;
  }

  /// All there are, by what they are about.
  static List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("Which chores shall models do? Each has a prompt, graders and made-up cases.");
    for (StarterJob.Area area : StarterJob.Area.values()) {
      lines.add(area.title());
      for (StarterJob job : StarterJob.values()) {
        if (job.area() == area) {
          lines.add("  %2d  %-19s %s".formatted(number(job), job.word(), job.purpose()));
        }
      }
    }
    return lines;
  }

  /// Those that are named, by number or by name.
  static List<StarterJob> chosen(List<String> named) {
    List<StarterJob> all = List.of(StarterJob.values());
    var chosen = new LinkedHashSet<StarterJob>();
    for (String each : named) {
      String word = each.strip();
      if (word.equals("all")) {
        chosen.addAll(all);
      } else if (word.matches("\\d{1,2}")
          && Integer.parseInt(word) >= 1
          && Integer.parseInt(word) <= all.size()) {
        chosen.add(all.get(Integer.parseInt(word) - 1));
      } else if (!word.isEmpty()) {
        chosen.add(StarterJob.named(word).orElseThrow(() -> unknown(word)));
      }
    }
    if (chosen.isEmpty()) {
      throw new ProblemsException("No starter job is named.", hint(""));
    }
    return new ArrayList<>(chosen);
  }

  private static ProblemsException unknown(String word) {
    return new ProblemsException(
        "There is no starter job `" + word + "`; nothing was written.", hint(word));
  }

  private static String hint(String word) {
    String all =
        Arrays.stream(StarterJob.values()).map(StarterJob::word).collect(Collectors.joining(", "));
    return StarterJob.near(word).map(near -> "Did you mean " + near + "? ").orElse("")
        + "There are: "
        + all
        + ".";
  }
}
