package dev.metier.core.text;

/// Texts that are cut where they are too long.
public final class ShortText {
  private ShortText() {}

  /// The beginning of a text, which ends before a character that would be cut in two.
  ///
  /// @param most how long it may be, in UTF-16 units, at least 0
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean half = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, half ? most - 1 : most);
  }

  /// The same with an ending behind what is cut.
  public static String of(String text, int most, String ending) {
    return text.length() <= most ? text : of(text, most) + ending;
  }

  /// The same with `...` behind what is cut.
  public static String dotted(String text, int most) {
    return of(text, most, "...");
  }
}
