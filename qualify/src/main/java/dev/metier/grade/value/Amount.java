package dev.metier.grade.value;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An amount of money as people write it.
///
/// @param currency ISO 4217 code, empty when none is written
public record Amount(Figure figure, Optional<String> currency) {
  private static final int LONGEST = 60;
  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("$", "USD"),
          Map.entry("US$", "USD"),
          Map.entry("A$", "AUD"),
          Map.entry("C$", "CAD"),
          Map.entry("€", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("¥", "JPY"),
          Map.entry("₹", "INR"),
          Map.entry("zł", "PLN"),
          Map.entry("Fr.", "CHF"),
          Map.entry("euro", "EUR"),
          Map.entry("euros", "EUR"),
          Map.entry("dollar", "USD"),
          Map.entry("dollars", "USD"),
          Map.entry("元", "CNY"),
          Map.entry("円", "JPY"),
          Map.entry("원", "KRW"),
          Map.entry("pound", "GBP"),
          Map.entry("pounds", "GBP"));
  private static final Pattern SHAPE =
      Pattern.compile(
          "([-−+]?)\\s?([^\\d\\s.,()+−-]{0,8}\\.?)\\s?([-−+]?[\\d.,'’_\\u00A0\\u202F\\u2009 ]*\\d)"
              + "(?:[.,][-–—]{1,2})?\\s?([^\\d\\s.,()]{0,8}\\.?)");

  /// The amount that the whole text is: `€ 12.50`, `12,50 EUR`, `-$5`, `(1,200.00 USD)`, `12,-`.
  public static Optional<Amount> whole(String text) {
    String stripped = Numerals.plain(text.strip());
    boolean negative = stripped.startsWith("(") && stripped.endsWith(")");
    if (negative) {
      stripped = "-" + stripped.substring(1, stripped.length() - 1).strip();
    }
    Matcher shape = SHAPE.matcher(stripped);
    if (stripped.length() > LONGEST || !shape.matches()) {
      return Optional.empty();
    }
    String unit = shape.group(2) + shape.group(4);
    Optional<String> currency = currency(unit);
    if (currency.isEmpty() && !unit.isEmpty()) {
      return Optional.empty();
    }
    return Figure.whole(shape.group(1) + shape.group(3)).map(f -> new Amount(f, currency));
  }

  public static boolean isCode(String text) {
    return CODES.contains(text);
  }

  /// Whether the currency, where one is expected, and the amount are the expected ones.
  public boolean near(Amount wanted, double tolerance) {
    return (wanted.currency.isEmpty() || wanted.currency.equals(currency))
        && figure.near(wanted.figure, tolerance, 0);
  }

  private static Optional<String> currency(String unit) {
    String sign = SIGNS.getOrDefault(unit, SIGNS.get(unit.toLowerCase(Locale.ROOT)));
    String code = unit.toUpperCase(Locale.ROOT);
    return sign == null && isCode(code) ? Optional.of(code) : Optional.ofNullable(sign);
  }
}
