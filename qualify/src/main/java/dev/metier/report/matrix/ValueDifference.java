package dev.metier.report.matrix;

import dev.metier.grade.value.Day;
import dev.metier.grade.value.Figure;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a value that was found differs from the expected one, where a reader would say it in a word:
/// read from a grader's reason, which quotes both.
final class ValueDifference {
  private static final Pattern BOTH =
      Pattern.compile(
          "(?s)(.*?)[Ee]xpected (?:the (?:number|date) )?(\"?)(.+?)\\2, found \"(.+)\""
              + "(?: \\(read as ([^)]*)\\))?\\.?");
  private static final Pattern DATE =
      Pattern.compile("(\\d{1,4})[-/. ]{1,2}(\\d{1,2})[-/. ]{1,2}(\\d{1,4})");
  private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final String CUT = "…";

  private ValueDifference() {}

  /// What the difference comes to, behind the field that it is about; empty where nothing short can
  /// be said of it.
  static Optional<String> in(String reason) {
    Matcher both = BOTH.matcher(reason);
    if (!both.matches() || both.group(3).startsWith("one of ")) {
      return Optional.empty();
    }
    String field = both.group(1);
    String found = both.group(5) == null ? both.group(4) : both.group(5);
    return between(both.group(3), found)
        .map(said ->
            field.isEmpty() ? Character.toUpperCase(said.charAt(0)) + said.substring(1) : said)
        .map(said -> field + said);
  }

  private static Optional<String> between(String wanted, String found) {
    if (wanted.endsWith(CUT) || found.endsWith(CUT)) {
      return Optional.empty();
    }
    return dates(wanted, found).or(() -> numbers(wanted, found)).or(() -> words(wanted, found));
  }

  private static Optional<String> dates(String wanted, String found) {
    Matcher one = DATE.matcher(wanted);
    Matcher other = DATE.matcher(found);
    if (one.matches() && other.matches() && isTurned(one, other)) {
      return Optional.of("day and month are turned round");
    }
    Optional<LocalDate> day = Day.whole(wanted, Optional.empty());
    Optional<LocalDate> read = Day.whole(found, Optional.empty());
    if (day.isEmpty() || read.isEmpty()) {
      return Optional.empty();
    }
    LocalDate expected = day.get();
    if (read.get().equals(expected)) {
      return Optional.of("the right date is written in another way");
    }
    if (expected.getDayOfMonth() == read.get().getMonthValue()
        && expected.getMonthValue() == read.get().getDayOfMonth()
        && expected.getYear() == read.get().getYear()) {
      return Optional.of("day and month are turned round");
    }
    return read.get().withYear(expected.getYear()).equals(expected)
        ? Optional.of("only the year is another one")
        : Optional.empty();
  }

  /// Whether two dates of numbers have the same year in the same place, and the rest the other way
  /// round.
  private static boolean isTurned(Matcher one, Matcher other) {
    int year = one.group(1).length() == 4 ? 1 : 3;
    int first = year == 1 ? 2 : 1;
    int second = year == 1 ? 3 : 2;
    return one.group(year).equals(other.group(year))
        && part(one, first) != part(one, second)
        && part(one, first) == part(other, second)
        && part(one, second) == part(other, first);
  }

  private static int part(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }

  private static Optional<String> numbers(String wanted, String found) {
    Optional<Figure> one = Figure.whole(wanted);
    Optional<Figure> other = Figure.whole(found);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> said = Optional.empty();
    for (BigDecimal expected : one.get().readings()) {
      for (BigDecimal read : other.get().readings()) {
        if (expected.compareTo(read) == 0) {
          return Optional.of("the right number is written in another way");
        }
        if (said.isEmpty() && expected.signum() != 0) {
          said = number(expected, read);
        }
      }
    }
    return said;
  }

  private static Optional<String> number(BigDecimal expected, BigDecimal read) {
    if (expected.negate().compareTo(read) == 0) {
      return Optional.of("the sign is turned round");
    }
    return expected
            .stripTrailingZeros()
            .unscaledValue()
            .equals(read.stripTrailingZeros().unscaledValue())
        ? Optional.of("the number is off by a power of ten")
        : Optional.empty();
  }

  private static Optional<String> words(String wanted, String found) {
    List<String> expected = words(wanted);
    List<String> said = words(found);
    if (expected.isEmpty() || said.isEmpty()) {
      return Optional.empty();
    }
    if (expected.equals(said)) {
      return Optional.of("right but for capitals, spaces or punctuation");
    }
    if (expected.stream().sorted().toList().equals(said.stream().sorted().toList())) {
      return Optional.of("the right words stand in another order");
    }
    if (Collections.indexOfSubList(said, expected) >= 0) {
      return Optional.of("what is expected stands among other words");
    }
    return Collections.indexOfSubList(expected, said) >= 0
        ? Optional.of("only a part of what is expected is there")
        : Optional.empty();
  }

  private static List<String> words(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Arrays.stream(OTHER.split(plain)).filter(word -> !word.isEmpty()).toList();
  }
}
