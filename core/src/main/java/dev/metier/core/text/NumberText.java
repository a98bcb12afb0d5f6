package dev.metier.core.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them.
public final class NumberText {
  private NumberText() {}

  /// `1,234`.
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// `1 call`, `1,234 calls`.
  public static String count(long number, String one) {
    return count(number, one, one + "s");
  }

  /// The same where more than the end of a word differs: `1 call of a model`, `2 calls of models`.
  public static String count(long number, String one, String several) {
    return count(number) + " " + (number == 1 ? one : several);
  }

  /// Rounded to so many digits after the point, without zeros at the end: `0.9`, `12`.
  public static String rounded(double value, int digits) {
    return Double.isFinite(value)
        ? plain(BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP))
        : String.valueOf(value);
  }

  /// All digits, without an exponent and without zeros at the end.
  public static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
