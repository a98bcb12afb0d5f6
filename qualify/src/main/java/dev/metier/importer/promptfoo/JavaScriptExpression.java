package dev.metier.importer.promptfoo;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Short expressions in JavaScript that say what a grader says too. They are read, never run.
final class JavaScriptExpression {
  private static final String TEXT =
      "('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`$\\\\]*`)";
  private static final String PATH =
      "((?:\\??\\.[A-Za-z_$][\\w$]*|\\[\\d+\\]|\\[['\"][^'\"]*['\"]\\])+)";
  private static final Pattern HOLDS =
      Pattern.compile("output(\\.toLowerCase\\(\\))?\\.includes\\(\\s*" + TEXT + "\\s*\\)");
  private static final Pattern BEGINS =
      Pattern.compile("output\\.startsWith\\(\\s*" + TEXT + "\\s*\\)");
  private static final Pattern IS = Pattern.compile("output(\\.trim\\(\\))?\\s*={2,3}\\s*" + TEXT);
  private static final Pattern FIELD =
      Pattern.compile(
          "JSON\\.parse\\(\\s*output\\s*\\)"
              + PATH
              + "\\s*={2,3}\\s*("
              + TEXT
              + "|-?\\d+(?:\\.\\d+)?|true|false|null)");
  private static final JsonMapper JSON = JsonMapper.shared();

  private JavaScriptExpression() {}

  /// The grader that says the same; empty where none does.
  static Optional<ObjectNode> grader(String code) {
    String bare = code.strip().replaceFirst(";+$", "");
    return holds(bare).or(() -> begins(bare)).or(() -> is(bare)).or(() -> field(bare));
  }

  private static Optional<ObjectNode> holds(String code) {
    Matcher m = HOLDS.matcher(code);
    if (!m.matches()) {
      return Optional.empty();
    }
    String wanted = said(m.group(2));
    boolean lower = m.group(1) != null;
    // what is in upper case never stands in a text that is all lower case
    if (lower && !wanted.equals(wanted.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    return Optional.of(Rules.texts("contains", "texts", wanted, lower));
  }

  private static Optional<ObjectNode> begins(String code) {
    Matcher m = BEGINS.matcher(code);
    return m.matches()
        ? Optional.of(Rules.texts("starts_with", "text", said(m.group(1)), false))
        : Optional.empty();
  }

  private static Optional<ObjectNode> is(String code) {
    Matcher m = IS.matcher(code);
    if (!m.matches()) {
      return Optional.empty();
    }
    return Optional.of(Rules.equal(said(m.group(2)), m.group(1) == null));
  }

  private static Optional<ObjectNode> field(String code) {
    Matcher m = FIELD.matcher(code);
    if (!m.matches()) {
      return Optional.empty();
    }
    String path = m.group(1).replace("?.", ".").replaceFirst("^\\.", "");
    String literal = m.group(3) == null ? m.group(2) : JSON.writeValueAsString(said(m.group(2)));
    var node = JSON.createObjectNode();
    node.putObject("json_fields")
        .putObject("fields")
        .putObject(path)
        .put("expected", literal)
        .put("kind", "json");
    return Optional.of(node);
  }

  private static String said(String literal) {
    return literal
        .substring(1, literal.length() - 1)
        .replaceAll("\\\\n", "\n")
        .replaceAll("\\\\t", "\t")
        .replaceAll("\\\\(.)", "$1");
  }
}
