package dev.metier.importer.promptfoo;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Regular expressions of JavaScript as those of Java, which differ in a few signs.
final class Patterns {
  private static final Pattern EDGES =
      Pattern.compile("[$^]|\\\\[sSWDB]|\\[\\^|\\.\\*|\\(\\?[<=!i]|\\\\b");

  private Patterns() {}

  /// Code that looks for the expression; empty where a case fills in a part of it.
  static Optional<ObjectNode> javascript(String expression) {
    if (expression.contains("{{") || expression.contains("(?i)")) {
      return Optional.empty();
    }
    var node = Rules.object();
    String literal = JsonMapper.shared().writeValueAsString(expression);
    node.putObject("javascript").put("code", "new RegExp(" + literal + ").test(output)");
    return Optional.of(node);
  }

  /// The expression that finds the same; empty where there is none, as where white space at an
  /// answer's ends decides, which our `regex` does not see.
  static Optional<String> java(String javascript) {
    if (!javascript.contains("{{") && EDGES.matcher(javascript).find()) {
      return Optional.empty();
    }
    var out = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < javascript.length(); i++) {
      char c = javascript.charAt(i);
      if (c == '\\' && i + 1 < javascript.length()) {
        out.append(c).append(javascript.charAt(++i));
      } else if (inClass) {
        inClass = c != ']';
        // nested classes and intersections are Java's own
        out.append(c == '[' || c == '&' ? "\\" + c : String.valueOf(c));
      } else if (c == '[') {
        boolean any = javascript.startsWith("[^]", i);
        inClass = !any;
        out.append(any ? "[\\s\\S]" : "[");
        i += any ? 2 : 0;
      } else if (c == '$') {
        out.append("\\z");
      } else {
        out.append(c);
      }
    }
    return usable(out.toString());
  }

  private static Optional<String> usable(String java) {
    if (java.contains("(?i)")
        || java.contains("*+")
        || java.contains("++")
        || java.contains("\\u{")) {
      return Optional.empty();
    }
    try {
      Pattern.compile(java.replaceAll("\\{\\{[^{}]*\\}\\}", "x"));
      return Optional.of(java);
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}
