package dev.metier.grade.value;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// The form in which texts are compared.
///
/// @param strict code point by code point; else what looks the same to every reader is the same:
///   composed and combining letters, line ends, no-break blanks
public record Normalization(boolean ignoreCase, boolean strict) {
  public static final Normalization USUAL = new Normalization(false, false);
  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern NO_BREAK = Pattern.compile("[\u00A0\u2007\u202F]");

  public String of(String text) {
    String folded = ignoreCase ? fold(text) : text;
    if (strict) {
      return folded;
    }
    String lines = LINE_END.matcher(folded).replaceAll("\n");
    return Normalizer.normalize(NO_BREAK.matcher(lines).replaceAll(" "), Normalizer.Form.NFC);
  }

  /// The same without outer white space.
  public String stripped(String text) {
    return of(text).strip();
  }

  /// The same without regard to case and the amount of white space.
  public static String loose(String text) {
    return new Normalization(true, false).stripped(text).replaceAll("\\s+", " ");
  }

  /// The text for comparing without regard to case, in any script.
  public static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
