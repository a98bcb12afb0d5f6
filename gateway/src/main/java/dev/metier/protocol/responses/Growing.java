package dev.metier.protocol.responses;

/// A text that comes in pieces, of which none may end in half a character: some clients cannot read
/// such a piece. Halves that stay alone become U+FFFD. Not thread-safe.
final class Growing {
  private static final int LOST = 0xFFFD;

  private final StringBuilder all = new StringBuilder();
  private String half = "";

  /// What of this piece can be passed on, with what was kept back before.
  String add(String piece) {
    if (piece.isEmpty()) {
      return "";
    }
    String whole = half.isEmpty() ? piece : half + piece;
    int last = whole.length() - 1;
    half = Character.isHighSurrogate(whole.charAt(last)) ? whole.substring(last) : "";
    String added = sound(half.isEmpty() ? whole : whole.substring(0, last));
    all.append(added);
    return added;
  }

  String text() {
    return all.toString();
  }

  private static String sound(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? LOST : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
