package dev.metier.importer.javascript;

import dev.metier.form.Written.Scalar;
import dev.metier.form.Written.Sort;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What JavaScript makes of values that stand in YAML without quotes, as JS-YAML reads them and
/// templates write them: `010` is 10, `0.10` is 0.1, `0x1F` is 31, `TRUE` is true.
public final class PlainScalars {
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d|\\d{4}-\\d\\d?-\\d\\d?(?:[Tt]|[ \\t]+)\\d\\d?:\\d\\d:\\d\\d.*");
  private static final Pattern BASED =
      Pattern.compile("([-+]?)0(?:b([01]{1,99})|o([0-7]{1,99})|x([0-9a-fA-F]{1,99}))");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(?:[0-9]{1,99}(?:\\.[0-9]{0,99})?|\\.[0-9]{1,99})(?:[eE][-+]?[0-9]{1,3})?");
  private static final Pattern INFINITE = Pattern.compile("([-+]?)\\.(?:inf|Inf|INF)");
  private static final double LARGEST_PLAIN = 1e21;
  private static final double SMALLEST_PLAIN = 1e-6;

  private PlainScalars() {}

  /// Whether it is a point of time there, which is no text.
  public static boolean isDate(Scalar scalar) {
    return scalar.sort() == Sort.TEXT && DATE.matcher(scalar.text()).matches();
  }

  /// The value as JavaScript has it.
  public static Scalar of(Scalar scalar) {
    String text = scalar.text();
    if (scalar.sort() == Sort.FLAG) {
      return new Scalar(scalar.place(), text.toLowerCase(Locale.ROOT), Sort.FLAG);
    }
    if (scalar.sort() == Sort.NOTHING) {
      return scalar;
    }
    Matcher based = BASED.matcher(text);
    if (based.matches()) {
      return number(scalar, based(based));
    }
    Matcher infinite = INFINITE.matcher(text);
    if (infinite.matches()) {
      String sign = infinite.group(1).equals("-") ? "-" : "";
      return new Scalar(scalar.place(), sign + "Infinity", Sort.TEXT);
    }
    return DECIMAL.matcher(text).matches() ? number(scalar, Double.parseDouble(text)) : scalar;
  }

  private static double based(Matcher digits) {
    int group = digits.group(2) != null ? 2 : digits.group(3) != null ? 3 : 4;
    int base = group == 2 ? 2 : group == 3 ? 8 : 16;
    double value = new BigInteger(digits.group(group), base).doubleValue();
    return digits.group(1).equals("-") ? -value : value;
  }

  private static Scalar number(Scalar scalar, double value) {
    return Double.isInfinite(value)
        ? new Scalar(scalar.place(), value < 0 ? "-Infinity" : "Infinity", Sort.TEXT)
        : new Scalar(scalar.place(), shown(value), Sort.NUMBER);
  }

  /// As JavaScript writes a number.
  private static String shown(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    double size = Math.abs(value);
    if (size < LARGEST_PLAIN && size >= SMALLEST_PLAIN) {
      return exact.toPlainString();
    }
    int power = exact.precision() - exact.scale() - 1;
    String digits = exact.movePointLeft(power).stripTrailingZeros().toPlainString();
    return digits + "e" + (power < 0 ? "" : "+") + power;
  }
}
