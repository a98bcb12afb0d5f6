package dev.metier.grade.text;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions of JavaScript, without flags, as those of Java where both read them alike.
final class JavaScriptPattern {
  private static final int LONGEST = 500;

  private static final String SIGN =
      "(?:[\\x20-\\x7e&&[^\\\\\\[\\](){}.*+?|^$]]|\\.|\\\\[dDwW.*+?(){}\\[\\]|^$/\\\\-]"
          + "|\\[\\^?(?:[\\x20-\\x7e&&[^\\\\\\[\\]&^-]]|-(?!\\\\)|\\\\[dw](?!-)|\\\\[./])+\\])";
  private static final String TIMES = "(?:[*+?]|\\{\\d{1,3}(?:,\\d{0,3})?\\})\\??";

  /// Single signs and classes of such, each perhaps repeated, and groups that are not.
  private static final Pattern ALIKE =
      Pattern.compile("(?:" + SIGN + "(?:" + TIMES + ")?|[\\^$|)]|\\\\[bB]|\\((?:\\?[:=!])?)*");

  private JavaScriptPattern() {}

  /// The expression that finds the same in a text without letters of two code units; empty where
  /// that is not sure.
  static Optional<Pattern> java(String javascript) {
    if (javascript.length() > LONGEST || !ALIKE.matcher(javascript).matches()) {
      return Optional.empty();
    }
    var out = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < javascript.length(); i++) {
      char c = javascript.charAt(i);
      if (c == '\\') {
        out.append(c).append(javascript.charAt(++i));
      } else if (inClass || c == '[') {
        inClass = c != ']';
        out.append(c);
      } else if (c == '$') {
        out.append("\\z");
      } else if (c == '.') {
        out.append("[^\\n\\r\u2028\u2029]");
      } else {
        out.append(c);
      }
    }
    try {
      return Optional.of(Pattern.compile(out.toString()));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}
