package dev.metier.grade.value;

import dev.metier.job.Dates;
import dev.metier.job.GraderSpec.DateOrder;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads dates as people write them, in English, German, French, Spanish, Italian, Portuguese and
/// Dutch, and as 2026年3月3日.
///
/// Unless an order is given, `03/04/2026` is the third of April: the day comes first, unless that
/// is impossible. Two digits of a year are 1970 to 2069.
public final class Day {
  private static final int LONGEST = 60;
  private static final List<String> MONTHS =
      List.of(
          "january januar janvier enero gennaio janeiro januari",
          "february februar fevrier febrero febbraio fevereiro februari",
          "march marz maerz mars marzo marco maart",
          "april avril abril aprile",
          "may mai mayo maggio maio mei",
          "june juni juin junio giugno junho",
          "july juli juillet julio luglio julho",
          "august aout agosto augustus",
          "september septembre septiembre settembre setembro",
          "october oktober octobre octubre ottobre outubro",
          "november novembre noviembre novembro",
          "december dezember decembre diciembre dicembre dezembro");
  private static final String DIVIDER = "\\s*[-/.]\\s*";
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(\\d{4})(?:[-/.](\\d{1,2})[-/.]|(\\d{2}))(\\d{1,2})(?:[t ]+\\d{1,2}:\\d{2}.*)?");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,2})" + DIVIDER + "(\\d{1,2})" + DIVIDER + "(\\d{4}|\\d{2})");
  private static final Pattern YEAR_OF_TWO =
      Pattern.compile("(\\d{2})" + DIVIDER + "(\\d{1,2})" + DIVIDER + "(\\d{1,2})");
  private static final Pattern EAST_ASIAN =
      Pattern.compile("(\\d{4})\\s*[年년]\\s*(\\d{1,2})\\s*[月월]\\s*(\\d{1,2})\\s*[日일]");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(\\d{1,2})(?:st|nd|rd|th|er|[.oº°])?[\\s-]*(?:(?:of|de|di)\\s+)?"
              + "(\\p{L}+)\\.?,?[\\s-]*(?:(?:de|del|of)\\s+)?(\\d{4}|\\d{2})");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("(\\p{L}+)\\.?[\\s-]*(\\d{1,2})(?:st|nd|rd|th)?,?[\\s-]+(\\d{4})");
  private static final Pattern WEEKDAY =
      Pattern.compile(
          "(?:the\\s+|den\\s+|le\\s+|el\\s+)?\\p{L}{2,13}(?:-feira)?\\.?,?\\s+"
              + "(?:the\\s+|den\\s+|le\\s+)?(?=\\d|\\p{L}+\\.? \\d)");

  private Day() {}

  /// The date that the whole text is; a time of day after it is left aside.
  ///
  /// @param order of a date of numbers; another order is then no date
  public static Optional<LocalDate> whole(String text, Optional<DateOrder> order) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String western = EAST_ASIAN.matcher(Numerals.plain(text.strip())).replaceAll("$1-$2-$3");
    String plain = Normalizer.normalize(western, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    String lower = plain.toLowerCase(Locale.ROOT);
    Matcher weekday = WEEKDAY.matcher(lower);
    Optional<LocalDate> date = read(lower, order);
    return date.isEmpty() && weekday.lookingAt()
        ? read(lower.substring(weekday.end()), order)
        : date;
  }

  /// The date that the whole text is, in this form only.
  public static Optional<LocalDate> written(String text, String format) {
    try {
      return Optional.of(LocalDate.parse(text.strip(), Dates.formatter(format)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDate> read(String text, Optional<DateOrder> order) {
    Matcher yearFirst = YEAR_FIRST.matcher(text);
    if (yearFirst.matches()) {
      String month = yearFirst.group(2) == null ? yearFirst.group(3) : yearFirst.group(2);
      return date(year(yearFirst.group(1)), number(month), number(yearFirst.group(4)));
    }
    boolean yearOfTwo = order.equals(Optional.of(DateOrder.YMD));
    Matcher numbers = (yearOfTwo ? YEAR_OF_TWO : NUMBERS).matcher(text);
    if (numbers.matches()) {
      return order.map(o -> inOrder(o, numbers)).orElseGet(() -> dayFirst(numbers));
    }
    Matcher dayFirst = DAY_FIRST.matcher(text);
    if (dayFirst.matches()) {
      return named(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1));
    }
    Matcher monthFirst = MONTH_FIRST.matcher(text);
    return monthFirst.matches()
        ? named(monthFirst.group(3), monthFirst.group(1), monthFirst.group(2))
        : Optional.empty();
  }

  private static Optional<LocalDate> inOrder(DateOrder order, MatchResult numbers) {
    int first = number(numbers.group(1));
    int second = number(numbers.group(2));
    return switch (order) {
      case DMY -> date(year(numbers.group(3)), second, first);
      case MDY -> date(year(numbers.group(3)), first, second);
      case YMD -> date(year(numbers.group(1)), second, number(numbers.group(3)));
    };
  }

  private static Optional<LocalDate> dayFirst(MatchResult numbers) {
    int year = year(numbers.group(3));
    int first = number(numbers.group(1));
    int second = number(numbers.group(2));
    Optional<LocalDate> date = date(year, second, first);
    return date.isPresent() ? date : date(year, first, second);
  }

  private static Optional<LocalDate> named(String year, String month, String day) {
    var months = monthsStartingWith(month);
    return months.size() == 1
        ? date(year(year), months.iterator().next(), number(day))
        : Optional.empty();
  }

  /// The months, 1 to 12, whose name in any of the languages starts so.
  private static Set<Integer> monthsStartingWith(String word) {
    var months = new TreeSet<Integer>();
    for (int i = 0; i < MONTHS.size() && word.length() >= 3; i++) {
      for (String name : MONTHS.get(i).split(" ", -1)) {
        if (name.startsWith(word) || (word.equals("sept") && i == 8)) {
          months.add(i + 1);
        }
      }
    }
    return months;
  }

  private static int year(String digits) {
    int year = number(digits);
    return digits.length() > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static Optional<LocalDate> date(int year, int month, int day) {
    try {
      return Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
