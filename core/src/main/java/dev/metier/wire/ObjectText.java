package dev.metier.wire;

/// Whether a JSON object whose text comes in pieces has come to its end. Only brackets and strings
/// are looked at. Text that does not begin as an object never counts as open. Not thread-safe.
public final class ObjectText {
  private int depth;
  private boolean begun;
  private boolean other;
  private boolean inString;
  private boolean escaped;

  /// Whether a text is an object that was cut off.
  public static boolean isOpen(String text) {
    var object = new ObjectText();
    object.add(text);
    return object.open();
  }

  /// Takes a piece of the text.
  public void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      add(piece.charAt(i));
    }
  }

  /// Takes a piece that stands in bytes as a JSON string.
  ///
  /// @param from behind the string's opening quote
  /// @param to where its closing quote stands
  public void add(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int next = bytes[at++];
      if (next != '\\' || at == to) {
        add((char) (next & 0xFF));
      } else if (bytes[at] == 'u') {
        add(hex(bytes, at + 1, to));
        at += 5;
      } else {
        byte letter = bytes[at++];
        add(letter == '"' || letter == '\\' || letter == '/' ? (char) letter : ' ');
      }
    }
  }

  private static char hex(byte[] bytes, int from, int to) {
    int value = 0;
    for (int at = from; at < Math.min(to, from + 4); at++) {
      value = 16 * value + Math.max(0, Character.digit(bytes[at], 16));
    }
    return (char) value;
  }

  private void add(char c) {
    if (inString) {
      inString = escaped || c != '"';
      escaped = !escaped && c == '\\';
      return;
    }
    switch (c) {
      case '"' -> inString = begun;
      case '{', '[' -> depth += begun || (!other && c == '{') ? 1 : 0;
      case '}', ']' -> depth -= depth > 0 ? 1 : 0;
      default -> {}
    }
    begun |= depth > 0;
    other |= !begun && c > ' ';
  }

  /// Whether nothing came but white space.
  public boolean isEmpty() {
    return !begun && !other;
  }

  /// Whether an object has begun and not ended.
  public boolean open() {
    return depth > 0;
  }

  /// Whether an object has begun and ended.
  public boolean complete() {
    return begun && depth == 0;
  }
}
