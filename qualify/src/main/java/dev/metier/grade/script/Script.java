package dev.metier.grade.script;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A piece of JavaScript, as the bodies of functions of `output` and `context`.
///
/// @param transforms what the answer is put through before, in this order
/// @param judge what judges it; without it the transformed answer is the result
public record Script(List<String> transforms, Optional<String> judge) {
  private static final Pattern DECLARES = Pattern.compile("^(const|let|var)\\s.*", Pattern.DOTALL);

  public Script {
    transforms = List.copyOf(transforms);
  }

  /// The body of a function that judges. Code of one line gets a `return`, which goes before its
  /// last expression where it begins with a declaration; code of several lines has its own.
  public static String judging(String code) {
    String line = code.stripTrailing();
    if (line.contains("\n")) {
      return line;
    }
    line = line.strip().replaceFirst(";+\\s*$", "");
    if (!DECLARES.matcher(line).matches()) {
      return "return " + line;
    }
    int end = lastSemicolon(line);
    String expression = line.substring(end + 1).strip();
    return end < 0 || expression.isEmpty()
        ? line
        : line.substring(0, end + 1) + " return " + expression;
  }

  /// The body of a function that transforms.
  public static String transforming(String code) {
    return code.contains("\n") ? code : "return " + code;
  }

  /// The last semicolon outside quotation marks; -1 without one.
  private static int lastSemicolon(String line) {
    int last = -1;
    char open = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (open == 0 && (c == '\'' || c == '"' || c == '`')) {
        open = c;
      } else if (c == open) {
        open = 0;
      } else if (open == 0 && c == ';') {
        last = i;
      }
    }
    return last;
  }
}
