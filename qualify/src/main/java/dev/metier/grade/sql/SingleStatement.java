package dev.metier.grade.sql;

/// A text of SQL as far as it must be known before it is run: how it begins, and whether it is one
/// statement. Quotes and comments are heeded.
///
/// @param text without a semicolon at the end
/// @param word the first word; empty when there is none
/// @param several whether more follows the first statement
record SingleStatement(String text, String word, boolean several) {
  static SingleStatement of(String text) {
    int begin = -1;
    int end = text.length();
    int at = 0;
    while (at < text.length()) {
      int next = behind(text, at);
      char c = text.charAt(at);
      boolean blank = Character.isWhitespace(c) || isComment(text, at);
      if (end < text.length() && !blank && c != ';') {
        return new SingleStatement(text, word(text, begin), true);
      }
      if (c == ';' && end == text.length()) {
        end = at;
      } else if (!blank && begin < 0) {
        begin = at;
      }
      at = next;
    }
    return new SingleStatement(text.substring(0, end), word(text, begin), false);
  }

  private static String word(String text, int begin) {
    int end = Math.max(0, begin);
    while (begin >= 0 && end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return begin < 0
        ? ""
        : text.substring(begin, Math.max(end, Math.min(begin + 1, text.length())));
  }

  private static boolean isComment(String text, int at) {
    return text.startsWith("--", at) || text.startsWith("/*", at);
  }

  /// The place behind what begins here: a comment, a quoted text, or a sign.
  private static int behind(String text, int at) {
    if (text.startsWith("--", at)) {
      return from(text, "\n", at);
    }
    if (text.startsWith("/*", at)) {
      return from(text, "*/", at + 2);
    }
    return switch (text.charAt(at)) {
      case '\'', '"', '`' -> from(text, text.substring(at, at + 1), at + 1);
      case '[' -> from(text, "]", at + 1);
      default -> at + 1;
    };
  }

  private static int from(String text, String close, int at) {
    int end = text.indexOf(close, at);
    return end < 0 ? text.length() : end + close.length();
  }
}
