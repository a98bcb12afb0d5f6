package dev.metier.grade;

import dev.metier.job.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A text of the project that a case completes, and the quoting of texts in reasons.
///
/// @param fixed whether the template has no variables
record Wording(Template template, boolean fixed) {
  private static final int LONGEST = 80;

  static Wording of(Template template) {
    return new Wording(template, template.variables().isEmpty());
  }

  static List<Wording> all(List<Template> templates) {
    return templates.stream().map(Wording::of).toList();
  }

  /// The completed text.
  ///
  /// @throws IllegalArgumentException when the case lacks a variable; the grade is then broken
  String in(Sample sample) {
    return fixed ? template.text() : template.fill(sample.given().values());
  }

  /// The completed regular expression, in which what the case fills in stands for itself.
  String patternIn(Sample sample) {
    return template.fill(sample.given().values(), Pattern::quote);
  }

  /// All completed texts; a variable that is a JSON list stands for its elements.
  static List<String> textsIn(List<Wording> wordings, Sample sample) {
    return wordings.stream().flatMap(wording -> wording.listIn(sample).stream()).toList();
  }

  private List<String> listIn(Sample sample) {
    String text = in(sample);
    if (!template.isVariable() || !text.stripLeading().startsWith("[")) {
      return List.of(text);
    }
    if (!(JsonComparison.parse(text) instanceof JsonComparison.Good good)
        || !good.node().isArray()) {
      return List.of(text);
    }
    var elements = new ArrayList<String>();
    good.node().forEach(element -> elements.add(textOf(element)));
    return elements;
  }

  /// Text as it is, any other JSON value as JSON.
  static String textOf(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  /// A text in double quotes, on one line and at most 80 characters long, printable whatever it
  /// holds.
  static String quote(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return text.isEmpty() ? "nothing" : "only white space";
    }
    var quoted = new StringBuilder("\"");
    int taken = 0;
    int at = 0;
    while (at < stripped.length() && taken < LONGEST) {
      int symbol = stripped.codePointAt(at);
      at += Character.charCount(symbol);
      taken++;
      quoted.append(printable(symbol));
    }
    return quoted.append(at < stripped.length() ? "…\"" : "\"").toString();
  }

  private static String printable(int symbol) {
    return switch (symbol) {
      case '\n' -> "⏎";
      case '\t', '\r' -> " ";
      default ->
          switch (Character.getType(symbol)) {
            case Character.CONTROL,
                Character.SURROGATE,
                Character.UNASSIGNED,
                Character.FORMAT,
                Character.PRIVATE_USE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                "\uFFFD";
            default -> Character.toString(symbol);
          };
    };
  }
}
