package dev.metier.importer.promptfoo.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a cell under `__expected` says: `not-type(threshold):value`; anything else is a text that
/// the output must equal.
public final class CellGrammar {
  private static final Pattern CELL =
      Pattern.compile(
          "(not-)?("
              + String.join("|", AssertionTypes.known())
              + ")(?:\\(([\\d.]+)\\))?(?:\\s*:\\s*(.*))?",
          Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"]++|\"\")*+)\"|[^,]+");
  private static final Set<String> CODE = Set.of("fn", "eval", "javascript");

  /// What a cell says.
  public record Said(
      String type, boolean negated, Optional<String> value, OptionalDouble threshold) {}

  private CellGrammar() {}

  public static Said read(String cell) {
    for (String word : CODE) {
      if (cell.startsWith(word + ":")) {
        return said("javascript", cell.substring(word.length() + 1));
      }
    }
    if (cell.startsWith("python:")) {
      return said("python", cell.substring("python:".length()));
    }
    if (cell.startsWith("grade:") || cell.startsWith("llm-rubric:")) {
      return said("llm-rubric", cell.substring(cell.indexOf(':') + 1).strip());
    }
    Matcher matcher = CELL.matcher(cell);
    if (matcher.matches()) {
      return new Said(
          matcher.group(2),
          matcher.group(1) != null,
          Optional.ofNullable(matcher.group(4)).map(String::strip),
          matcher.group(3) == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.parseDouble(matcher.group(3))));
    }
    return said("equals", cell);
  }

  private static Said said(String type, String value) {
    return new Said(type, false, Optional.of(value), OptionalDouble.empty());
  }

  /// Texts between commas, where a quoted one may hold commas.
  public static List<String> texts(String text) {
    if (!text.contains("\"")) {
      return Arrays.stream(text.split(",", -1))
          .map(String::strip)
          .filter(t -> !t.isEmpty())
          .toList();
    }
    var texts = new ArrayList<String>();
    var m = TEXT.matcher(text);
    while (m.find()) {
      String quoted = m.group(1);
      String each = quoted == null ? m.group().strip() : quoted.replace("\"\"", "\"");
      if (!each.isEmpty()) {
        texts.add(each);
      }
    }
    return texts;
  }
}
