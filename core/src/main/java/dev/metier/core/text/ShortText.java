package dev.metier.core.text;

/// Texts that are cut where they are too long.
public final class ShortText {
  private ShortText() {}

  /// The beginning of a text, which ends before a character that would be cut in two.
  ///
  /// @param most how long it may be, in UTF-16 units, at least 1
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  /// The same with `...` behind what is cut.
  public static String dotted(String text, int most) {
    return text.length() <= most ? text : of(text, most) + "...";
  }
}
