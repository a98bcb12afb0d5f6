package dev.metier.importer.javascript;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of JavaScript that exports functions, of Node's own kind or of the standard's.
public final class JavaScriptModule {
  private static final Pattern EXPORTED =
      Pattern.compile(
          "(?m)^export\\s+(?:(default)\\s+|((?:async\\s+)?function\\b\\s*\\*?|class)\\s+([\\w$]+)"
              + "|(const|let|var)\\s+([\\w$]+)\\s*=|\\{([^}]*)\\}\\s*(?!\\s*from))");

  private JavaScriptModule() {}

  /// The body of a function that calls what a file exports: the named function, or else itself, or
  /// its default.
  ///
  /// @param judges whether its result is a judgement, which an error of the file is not
  public static String called(String text, Optional<String> function, boolean judges) {
    String named =
        function
            .map(name -> "typeof file." + name + " === 'function' ? file." + name + " : ")
            .orElse("");
    String call = "judge(output, context)";
    if (judges) {
      call =
          "Promise.resolve().then(() => "
              + call
              + ").catch((error) => {\n"
              + "  throw error instanceof InternalError || error instanceof ReferenceError ? error\n"
              + "    : Object.assign(new Error(String(error && error.message || error)), { unjudged: true });\n"
              + "})";
    }
    return "const file = (function () {\n"
        + "const module = { exports: {} };\n"
        + "let exports = module.exports;\n"
        + assigned(text)
        + "\n;return module.exports;\n"
        + "})();\n"
        + "const judge = "
        + named
        + "typeof file === 'function' ? file : file.default;\n"
        + "if (typeof judge !== 'function') throw new ReferenceError('the file exports no function');\n"
        + "return "
        + call
        + ";\n";
  }

  /// Exports of modules as those of Node's own kind.
  private static String assigned(String text) {
    return EXPORTED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(assigned(found)));
  }

  private static String assigned(MatchResult found) {
    if (found.group(1) != null) {
      return "module.exports.default = ";
    }
    if (found.group(2) != null) {
      String name = found.group(3);
      return found.group(2).startsWith("class")
          ? "const " + name + " = module.exports." + name + " = class " + name
          : "module.exports." + name + " = " + name + ";\n" + found.group(2) + " " + name;
    }
    if (found.group(4) != null) {
      return found.group(4) + " " + found.group(5) + " = module.exports." + found.group(5) + " =";
    }
    return "Object.assign(module.exports, {"
        + found.group(6).replaceAll("([\\w$]+)\\s+as\\s+([\\w$]+)", "$2: $1")
        + "})";
  }
}
