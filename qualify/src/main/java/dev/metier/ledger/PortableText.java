package dev.metier.ledger;

/// Any Java text as text that other programs read.
public final class PortableText {
  private PortableText() {}

  /// JSON text that survives UTF-8: lone surrogates become escapes.
  public static String asciiSurrogates(String json) {
    var out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (i + 1 < json.length() && Character.isSurrogatePair(c, json.charAt(i + 1))) {
        out.append(c).append(json.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        out.append("\\").append('u').append(String.format("%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// Text that spreadsheets read: U+FFFD stands for NUL and for lone surrogates.
  public static String printable(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
