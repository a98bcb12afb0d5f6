package dev.metier.learn;

import java.util.List;

/// What programs add to every request of theirs, whatever is asked: surroundings, reminders,
/// attributions, lists of skills. Whoever learns from requests must not learn it.
final class ClientBoilerplate {
  /// Elements that are taken out with all that stands in them.
  private static final List<String> ELEMENTS =
      List.of(
          "system-reminder",
          "environment_context",
          "environment_details",
          "env",
          "permissions instructions",
          "skills_instructions",
          "available_skills",
          "context name=\"gitStatus\"",
          "context name=\"commitSignature\"",
          "total_tokens");

  /// Beginnings of lines that are taken out.
  private static final List<String> LINES =
      List.of(
          "x-anthropic-billing-header:",
          "CWD:",
          "Date:",
          "Working directory:",
          "Is directory a git repo:",
          "Platform:",
          "Today's date",
          "My operating system is:",
          "I'm currently working in the directory:",
          "You are powered by the model named");

  /// A heading whose section is taken out, up to the next heading of its level.
  private static final String SECTION = "# Environment";

  private ClientBoilerplate() {}

  /// The text of a system message without it.
  static String inSystem(String text) {
    return withoutLines(withoutSection(inUser(text))).strip();
  }

  /// What a person said, without it: lines are the person's own, elements are not.
  static String inUser(String text) {
    String rest = text;
    if (rest.indexOf('<') >= 0) {
      for (String element : ELEMENTS) {
        rest = without(rest, element);
      }
    }
    return rest.strip();
  }

  private static String without(String text, String element) {
    String start = "<" + element + ">";
    int space = element.indexOf(" name=");
    String end = "</" + (space < 0 ? element : element.substring(0, space)) + ">";
    int from = text.indexOf(start);
    if (from < 0) {
      return text;
    }
    var rest = new StringBuilder(text.length());
    int done = 0;
    while (from >= 0) {
      int to = text.indexOf(end, from);
      if (to < 0) {
        break;
      }
      rest.append(text, done, from);
      done = to + end.length();
      from = text.indexOf(start, done);
    }
    return rest.append(text, done, text.length()).toString();
  }

  private static String withoutSection(String text) {
    int from = text.startsWith(SECTION + "\n") ? 0 : text.indexOf("\n" + SECTION + "\n");
    if (from < 0) {
      return text;
    }
    int to = text.indexOf("\n# ", from + SECTION.length());
    return text.substring(0, from) + (to < 0 ? "" : text.substring(to));
  }

  private static String withoutLines(String text) {
    if (LINES.stream().noneMatch(text::contains)) {
      return text;
    }
    var rest = new StringBuilder(text.length());
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int next = end < 0 ? text.length() : end + 1;
      String line = text.substring(from, next).stripLeading();
      if (LINES.stream().noneMatch(line::startsWith)) {
        rest.append(text, from, next);
      }
      from = next;
    }
    return rest.toString();
  }
}
