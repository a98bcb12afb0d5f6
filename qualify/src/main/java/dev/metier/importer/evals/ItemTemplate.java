package dev.metier.importer.evals;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text of an eval with `{{item.x}}` and `{{sample.x}}` in it.
record ItemTemplate(String text) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{\\s*(item|sample)((?:\\.[A-Za-z0-9_-]+|\\[[^\\]]*\\])*)\\s*\\}\\}");

  /// As it is written in metier.yaml; empty when it needs what a case does not have.
  Optional<String> ours() {
    var out = new StringBuilder();
    Matcher m = VARIABLE.matcher(text);
    while (m.find()) {
      if (m.group(1).equals("sample")) {
        return Optional.empty();
      }
      m.appendReplacement(out, Matcher.quoteReplacement("{{" + variable(m.group(2)) + "}}"));
    }
    return Optional.of(m.appendTail(out).toString());
  }

  /// The path within the answer that the whole text stands for: empty for the answer's text, `a.b`
  /// for a field of it as JSON.
  Optional<String> sample() {
    Matcher m = VARIABLE.matcher(text.strip());
    if (!m.matches() || !m.group(1).equals("sample")) {
      return Optional.empty();
    }
    String path = m.group(2);
    if (path.equals(".output_text")) {
      return Optional.of("");
    }
    return path.startsWith(".output_json.")
        ? Optional.of(path.substring(".output_json.".length()))
        : Optional.empty();
  }

  /// The name of a case's variable for a path within an item: `.a.b` becomes `a_b`.
  static String variable(String path) {
    String plain = path.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    return plain.isEmpty() ? "item" : plain;
  }
}
