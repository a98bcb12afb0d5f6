package dev.metier.report.view;

/// Text of others as a page can show it: what would be invisible, or turn the direction of reading,
/// becomes a mark that is seen.
public final class VisibleText {
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int DELETE = 0x7f;
  private static final int DELETE_PICTURE = 0x2421;
  private static final char REPLACEMENT = '\ufffd';

  private VisibleText() {}

  /// The text with control characters as their pictures (`␀`), directions as `[U+202E]`, and halves
  /// of characters as `�`. Line breaks and tabs stay.
  public static String of(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < DELETE)) {
      return text;
    }
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (c == '\n' || c == '\t') {
      shown.append((char) c);
    } else if (c < ' ') {
      shown.append((char) (CONTROL_PICTURES + c));
    } else if (c == DELETE) {
      shown.append((char) DELETE_PICTURE);
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      shown.append(REPLACEMENT);
    } else if (isUnseen(c)) {
      shown.append(String.format("[U+%04X]", c));
    } else {
      shown.appendCodePoint(c);
    }
  }

  /// Characters that take no room or steer the direction, but for joiners, which scripts and emoji
  /// need.
  private static boolean isUnseen(int c) {
    boolean joiner = c == 0x200c || c == 0x200d;
    return (Character.getType(c) == Character.FORMAT && !joiner)
        || Character.getType(c) == Character.CONTROL
        || c == 0x2028
        || c == 0x2029;
  }
}
