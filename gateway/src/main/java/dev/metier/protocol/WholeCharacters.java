package dev.metier.protocol;

/// Keeps back half a character at the end of a piece until its other half comes: some clients
/// cannot read a piece that ends in one. Not thread-safe.
public final class WholeCharacters {
  private String half = "";

  /// What can be written now, with what was kept back before.
  public String of(String piece) {
    if (piece.isEmpty()) {
      return "";
    }
    String all = half.isEmpty() ? piece : half + piece;
    int last = all.length() - 1;
    half = Character.isHighSurrogate(all.charAt(last)) ? all.substring(last) : "";
    return half.isEmpty() ? all : all.substring(0, last);
  }
}
