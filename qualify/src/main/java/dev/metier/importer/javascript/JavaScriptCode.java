package dev.metier.importer.javascript;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What code in JavaScript uses of Node that is not there where it runs here. The code is read,
/// never run.
public final class JavaScriptCode {
  // runs of plain characters are taken whole, since the JDK recurses for each turn of a group
  private static final Pattern TEXTS =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|'(?:[^'\\\\\\n]++|\\\\.)*+'|\"(?:[^\"\\\\\\n]++|\\\\.)*+\""
              + "|(?<=[(,=:\\[!&|?{};\\n]|^|return)(\\s*)/(?![/*])(?:[^/\\\\\\[\\n]++|\\\\.|\\[(?:[^\\]\\\\\\n]++|\\\\.)*+\\])++/[a-z]*",
          Pattern.DOTALL);
  private static final Pattern TEMPLATE =
      Pattern.compile("`(?:[^`\\\\$]++|\\\\.|\\$(?!\\{))*+`", Pattern.DOTALL);
  private static final Pattern MODULE =
      Pattern.compile("(?<![.\\w$])(require|import)\\s*\\(|(?m)^\\s*(import)\\s+[\\w{*'\"]");
  private static final Pattern GLOBAL =
      Pattern.compile(
          "(?<![.\\w$'\"])(process|Intl|Buffer|WebAssembly|crypto|performance|__dirname|__filename)\\s*(?:[.\\[(]|\\?\\.)"
              + "|(?<![.\\w$])(fetch|setTimeout|setInterval|setImmediate|queueMicrotask|structuredClone|atob|btoa"
              + "|URL|URLSearchParams|AbortController|XMLHttpRequest|WebSocket)\\s*\\("
              + "|\\bglobal(?:This)?\\.(process|fetch|Buffer|crypto)\\b");
  private static final Pattern METHOD =
      Pattern.compile("\\.(localeCompare|toLocale(?:Date|Time)?String)\\s*\\(");
  private static final Pattern CONTEXT =
      Pattern.compile(
          "\\bcontext\\??\\.(?!vars\\b|prompt\\b|config\\b|test\\??\\.vars\\b|providerResponse\\??\\.output\\b)"
              + "((?:test|providerResponse)\\??\\.\\w+|\\w+)");
  private static final List<Pattern> ABSENT = List.of(MODULE, GLOBAL, METHOD);

  private JavaScriptCode() {}

  /// The first name that is not there; empty where the code can be run.
  public static Optional<String> absent(String code) {
    String bare = TEMPLATE.matcher(TEXTS.matcher(code).replaceAll("$1''")).replaceAll("''");
    return ABSENT.stream()
        .flatMap(pattern -> named(pattern.matcher(bare)).stream())
        .findFirst()
        .or(() -> named(CONTEXT.matcher(bare)).map(name -> "context." + name));
  }

  private static Optional<String> named(Matcher matcher) {
    if (!matcher.find()) {
      return Optional.empty();
    }
    for (int i = 1; i <= matcher.groupCount(); i++) {
      String name = matcher.group(i);
      if (name != null) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
