package dev.metier.importer.promptfoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Texts between commas, where a quoted one may hold commas.
final class CommaTexts {
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^,]+");

  private CommaTexts() {}

  static List<String> of(String text) {
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
