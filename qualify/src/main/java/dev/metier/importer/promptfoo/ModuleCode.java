package dev.metier.importer.promptfoo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Code in JavaScript as an assertion names it: in place, or what a file exports.
final class ModuleCode {
  private static final Pattern FILE =
      Pattern.compile("file://(.+\\.(?:js|cjs|mjs))(?::([A-Za-z_$][\\w$]*))?");
  private static final Pattern EXPORT_DEFAULT = Pattern.compile("(?m)^\\s*export\\s+default\\s+");
  private static final Pattern EXPORT =
      Pattern.compile(
          "(?m)^\\s*export\\s+(?:async\\s+)?(function|const|let)\\s+([A-Za-z_$][\\w$]*)");

  private ModuleCode() {}

  /// The code; empty when it stands in no such file.
  static Optional<String> of(String value, Assertion each, ConfigFolder source) {
    if (!ConfigFolder.isFile(value)) {
      return Optional.of(value);
    }
    Matcher file = FILE.matcher(value);
    if (!file.matches()) {
      return Optional.empty();
    }
    Optional<String> name = Optional.ofNullable(file.group(2));
    return source.text(file.group(1), each.place()).map(code -> called(code, name));
  }

  /// Code that calls what a module exports, as promptfoo does.
  private static String called(String code, Optional<String> name) {
    var names = new StringBuilder();
    Matcher exported = EXPORT.matcher(code);
    while (exported.find()) {
      String each = exported.group(2);
      names.append("\nmodule.exports.").append(each).append(" = ").append(each).append(";");
    }
    String plain = EXPORT_DEFAULT.matcher(code).replaceFirst("module.exports.default = ");
    String bare =
        plain.replaceAll("(?m)^(\\s*)export\\s+(?=(?:async\\s+)?(?:function|const|let)\\b)", "$1");
    String wanted =
        name.map(n -> "module.exports." + n).orElse("(module.exports.default || module.exports)");
    return "const module = {exports: {}};\nlet exports = module.exports;\n"
        + bare
        + names
        + "\nreturn "
        + wanted
        + "(output, context);\n";
  }
}
