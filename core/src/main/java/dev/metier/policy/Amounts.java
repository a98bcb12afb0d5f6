package dev.metier.policy;

import dev.metier.core.text.NumberText;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Money, times and classes as they stand in JSON files of ours, exact both ways: `5 USD`, `1.5s`,
/// `internal`.
public final class Amounts {
  private static final Pattern MONEY = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,9})?) USD");
  static final Pattern TIME = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");
  private static final Map<String, Long> SECONDS = seconds();

  private Amounts() {}

  /// From the longest unit to the shortest.
  private static Map<String, Long> seconds() {
    var units = new LinkedHashMap<String, Long>();
    units.put("d", 86_400L);
    units.put("h", 3_600L);
    units.put("m", 60L);
    units.put("s", 1L);
    return units;
  }

  public static String text(Money money) {
    return NumberText.plain(BigDecimal.valueOf(money.nanos(), 9)) + " USD";
  }

  /// Whole days, hours and minutes as such, else seconds, or milliseconds when under one.
  public static String text(Duration time) {
    if (time.toNanosPart() == 0) {
      for (var unit : SECONDS.entrySet()) {
        if (time.toSeconds() % unit.getValue() == 0) {
          return time.toSeconds() / unit.getValue() + unit.getKey();
        }
      }
    }
    return time.toSeconds() > 0
        ? NumberText.plain(
                BigDecimal.valueOf(time.toSeconds()).add(BigDecimal.valueOf(time.toNanosPart(), 9)))
            + "s"
        : NumberText.plain(BigDecimal.valueOf(time.toNanosPart(), 6)) + "ms";
  }

  /// A constant as files name it.
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public static Shape<Money> money() {
    return ScalarReader.parsed("an amount such as \"5 USD\"", MONEY.pattern(), Amounts::money);
  }

  public static Shape<Duration> time() {
    return ScalarReader.parsed(
        "a duration such as \"1.5s\" or \"10m\"", TIME.pattern(), Amounts::time);
  }

  public static Shape<DataClass> data() {
    return ScalarReader.words(
        DataClass.values(),
        "anyone may read it",
        "for the team's own people and those it has contracts with",
        "for few people, with care",
        "must not leave what the team controls");
  }

  /// `5 USD`; empty when it is something else.
  public static Optional<Money> money(String text) {
    var parts = MONEY.matcher(text);
    return parts.matches()
        ? Optional.of(Money.usd(new BigDecimal(parts.group(1))))
        : Optional.empty();
  }

  /// A duration above 0; empty when it is something else.
  public static Optional<Duration> time(String text) {
    var parts = TIME.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    // Milliseconds are a million nanoseconds, the other units so many seconds.
    int shift = parts.group(2).equals("ms") ? 6 : 9;
    long unit = SECONDS.getOrDefault(parts.group(2), 1L);
    var nanos =
        new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit)).movePointRight(shift);
    var time = Duration.ofNanos(nanos.longValueExact());
    return time.isPositive() ? Optional.of(time) : Optional.empty();
  }
}
