package dev.metier.privacy;

import java.util.Optional;

/// A text with its hexadecimal escapes decoded: some writers of JSON escape `+`, `@` and all that
/// is not ASCII.
final class Escapes {
  private static final int LENGTH = 6;
  private static final int HEX = 16;

  private final String text;

  /// Where each character of the text, and its end, stood before.
  private final int[] origins;

  private Escapes(String text, int[] origins) {
    this.text = text;
    this.origins = origins;
  }

  /// Empty when there are none.
  static Optional<Escapes> in(String text) {
    if (!text.contains("\\u")) {
      return Optional.empty();
    }
    var out = new StringBuilder(text.length());
    int[] origins = new int[text.length() + 1];
    int i = 0;
    while (i < text.length()) {
      origins[out.length()] = i;
      int unit = unit(text, i);
      out.append(unit < 0 ? text.charAt(i) : (char) unit);
      i += unit < 0 ? 1 : LENGTH;
    }
    origins[out.length()] = text.length();
    return Optional.of(new Escapes(out.toString(), origins));
  }

  private static int unit(String text, int at) {
    if (text.charAt(at) != '\\' || at + LENGTH > text.length() || text.charAt(at + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      int digit = Character.digit(text.charAt(i), HEX);
      if (digit < 0) {
        return -1;
      }
      unit = unit * HEX + digit;
    }
    return unit;
  }

  void scan(DetectionCollector found) {
    found.decoded(origins);
    new TextScan(text, found).run();
  }
}
