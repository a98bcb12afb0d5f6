package dev.metier.ledger.sqlite;

/// Any Java text as text that every database keeps: NUL and lone surrogates, which databases refuse
/// or silently replace, become U+001A followed by four hexadecimal digits, and so does U+001A.
final class StorableText {
  private static final char ESCAPE = '\u001a';

  private StorableText() {}

  static String encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c == ESCAPE || Character.isSurrogate(c)) {
        return encodeFrom(text, i);
      }
    }
    return text;
  }

  private static String encodeFrom(String text, int start) {
    var out = new StringBuilder(text.length() + 16).append(text, 0, start);
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (pairAt(text, i)) {
        out.append(c).append(text.charAt(++i));
      } else if (c == 0 || c == ESCAPE || Character.isSurrogate(c)) {
        out.append(ESCAPE).append(hex(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  static String decode(String text) {
    int at = text.indexOf(ESCAPE);
    if (at < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int from = 0;
    while (at >= 0 && at + 5 <= text.length()) {
      out.append(text, from, at).append((char) Integer.parseInt(text, at + 1, at + 5, 16));
      from = at + 5;
      at = text.indexOf(ESCAPE, from);
    }
    return out.append(text, from, text.length()).toString();
  }

  private static boolean pairAt(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static String hex(char c) {
    return String.format("%04x", (int) c);
  }
}
