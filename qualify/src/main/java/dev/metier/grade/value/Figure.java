package dev.metier.grade.value;

import dev.metier.core.text.NumberText;
import dev.metier.core.text.Quotation;
import java.lang.Character.UnicodeScript;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number as people write it, with every way to read it: `1,234` is a thousand and more to some
/// and a bit over one to others.
///
/// @param written the text it was read from, sign and all
/// @param start where `written` starts in that text
/// @param readings empty when it is a number, but none that could be compared
/// @param percent whether a percent sign follows
public record Figure(String written, int start, List<BigDecimal> readings, boolean percent) {
  private static final int LONGEST = 400;
  private static final int MOST_POWER = 9999;
  private static final String GROUP_MARKS = "'’_\u00A0\u202F\u2009 ";
  private static final String CURRENCIES = "$€£¥₹";
  private static final Pattern PLAIN =
      Pattern.compile("-?\\d{1,300}(\\.\\d{1,300})?([eE][-+]?\\d{1,4})?");
  private static final Pattern TAIL =
      Pattern.compile(
          "(?:[eE]([-+]?\\d++)(?![\\w])"
              + "|\\s?[×x*·]\\s?10(?:\\^|\\*\\*)\\{?([-+−]?\\d++)\\}?)?"
              + "(\\s?\\\\?(?:%|percent\\b|per cent\\b|Prozent\\b))?");

  /// `\\frac{1}{2}` and `\\frac12`.
  private static final Pattern FRACTION =
      Pattern.compile(
          "\\\\[dtc]?frac\\s*(?:\\{\\s*([-−]?\\d{1,30}(?:\\.\\d{1,30})?)\\s*\\}|(\\d))"
              + "\\s*(?:\\{\\s*(\\d{1,30}(?:\\.\\d{1,30})?)\\s*\\}|(\\d))");

  /// Scripts in whose words digits are part of a name, as in `GPT4`.
  private static final Set<UnicodeScript> NAMES =
      Set.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC);

  public Figure {
    readings = List.copyOf(readings);
  }

  int end() {
    return start + written.length();
  }

  /// All numbers in a text, in their order.
  public static List<Figure> all(String text) {
    String plain = Numerals.plain(text);
    var all = new ArrayList<Figure>();
    int at = 0;
    while (at < plain.length()) {
      if (plain.charAt(at) == '\\') {
        at = fraction(plain, at, all);
      } else if (isDigit(plain, at)) {
        var digits = Digits.at(plain, at);
        Optional<Figure> figure = of(plain, digits);
        figure.ifPresent(all::add);
        at = Math.max(digits.end(), figure.map(Figure::end).orElse(0));
      } else {
        at++;
      }
    }
    return all;
  }

  /// The number that the whole text is.
  public static Optional<Figure> whole(String text) {
    String stripped = Numerals.plain(text.strip());
    if (stripped.length() > LONGEST) {
      return Optional.empty();
    }
    List<Figure> all = all(stripped);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.getLast()).filter(f -> f.written().length() == stripped.length());
  }

  /// The number that a case expects; a plain number is read one way only.
  ///
  /// @throws IllegalArgumentException when the text is no number; the grade is then broken
  public static Figure expected(String text) {
    String stripped = text.strip();
    if (PLAIN.matcher(stripped).matches()) {
      return new Figure(stripped, 0, List.of(new BigDecimal(stripped)), false);
    }
    return whole(stripped)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "The expected value " + Quotation.quote(text) + " is no number"));
  }

  /// Whether a reading of this number is within the tolerance of a reading of the expected one; a
  /// percentage is as good as its hundredth.
  public boolean near(Figure wanted, double tolerance, double relative) {
    for (BigDecimal expected : wanted.values(percent)) {
      BigDecimal allowed =
          BigDecimal.valueOf(tolerance).max(expected.abs().multiply(BigDecimal.valueOf(relative)));
      for (BigDecimal found : values(wanted.percent)) {
        if (found.subtract(expected).abs().compareTo(allowed) <= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private List<BigDecimal> values(boolean otherIsPercent) {
    if (!percent || otherIsPercent) {
      return readings;
    }
    var both = new ArrayList<>(readings);
    readings.forEach(reading -> both.add(reading.movePointLeft(2)));
    return both;
  }

  /// A number of ours, without needless zeros.
  public static String plain(double value) {
    return NumberText.plain(BigDecimal.valueOf(value));
  }

  /// Reads a fraction of LaTeX, perhaps after whole ones.
  ///
  /// @return where to go on
  private static int fraction(String text, int at, List<Figure> all) {
    Matcher parts = FRACTION.matcher(text).region(at, text.length());
    if (!parts.lookingAt()) {
      return at + 1;
    }
    var above = new BigDecimal(group(parts, 1, 2).replace('−', '-'));
    var below = new BigDecimal(group(parts, 3, 4));
    if (below.signum() == 0) {
      return parts.end();
    }
    BigDecimal share = above.divide(below, MathContext.DECIMAL128);
    boolean mixed = !all.isEmpty() && all.getLast().end() == at;
    if (mixed) {
      Figure ones = all.removeLast();
      boolean minus = ones.written.startsWith("-") || ones.written.startsWith("−");
      var readings = ones.readings.stream().map(r -> minus ? r.subtract(share) : r.add(share));
      String written = text.substring(ones.start, parts.end());
      all.add(new Figure(written, ones.start, readings.toList(), false));
    } else {
      int sign = signBefore(text, at);
      int start = sign >= 0 ? sign : at;
      boolean minus = sign >= 0 && text.charAt(sign) != '+';
      var reading = minus ? share.negate() : share;
      all.add(new Figure(text.substring(start, parts.end()), start, List.of(reading), false));
    }
    return parts.end();
  }

  private static String group(Matcher matcher, int one, int other) {
    String found = matcher.group(one);
    return found == null ? matcher.group(other) : found;
  }

  /// The readings with their sign, times a power of ten; none for a power beyond all measure.
  private static List<BigDecimal> scaled(
      List<BigDecimal> readings, boolean negative, String exponent) {
    String power = exponent.replace('−', '-');
    if (power.length() > 6 || Math.abs(Integer.parseInt(power)) > MOST_POWER) {
      return List.of();
    }
    return readings.stream()
        .map(r -> (negative ? r.negate() : r).scaleByPowerOfTen(Integer.parseInt(power)))
        .toList();
  }

  private static Optional<Figure> of(String text, Digits digits) {
    int from = digits.start();
    if (digits.readings().isEmpty() || partOfWord(text, from)) {
      return Optional.empty();
    }
    int sign = signBefore(text, from);
    int start = sign >= 0 ? sign : from;
    Matcher tail = TAIL.matcher(text).region(digits.end(), text.length());
    boolean found = tail.lookingAt();
    String exponent = found ? Optional.ofNullable(group(tail, 1, 2)).orElse("0") : "0";
    boolean negative = sign >= 0 && text.charAt(sign) != '+';
    List<BigDecimal> readings = scaled(digits.readings(), negative, exponent);
    int end = found ? tail.end() : digits.end();
    boolean percent = found && tail.group(3) != null;
    return Optional.of(new Figure(text.substring(start, end), start, readings, percent));
  }

  /// Whether the digits belong to a name such as `GPT4`; the code of a currency is none.
  private static boolean partOfWord(String text, int from) {
    if (from == 0 || !isName(text.charAt(from - 1))) {
      return false;
    }
    boolean code = from >= 3 && Amount.isCode(text.substring(from - 3, from));
    return !code || (from > 3 && isName(text.charAt(from - 4)));
  }

  private static boolean isName(char c) {
    return Character.isLetter(c) && NAMES.contains(UnicodeScript.of(c));
  }

  /// Where the sign of the number is that starts at `from`, or -1; a dash after a letter or digit
  /// is a hyphen, not a sign.
  private static int signBefore(String text, int from) {
    int at = from - 1;
    if (at >= 0 && text.charAt(at) == ' ' && at > 0 && isCurrency(text, at - 1)) {
      at--;
    }
    if (at >= 0 && isCurrency(text, at)) {
      at--;
    }
    if (at < 0 || "-−+".indexOf(text.charAt(at)) < 0) {
      return -1;
    }
    boolean hyphen =
        at > 0
            && (isName(text.charAt(at - 1)) || isDigit(text, at - 1) || text.charAt(at - 1) == ')');
    return hyphen ? -1 : at;
  }

  private static boolean isCurrency(String text, int at) {
    return CURRENCIES.indexOf(text.charAt(at)) >= 0;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /// A run of digits with the marks between them.
  ///
  /// @param readings the numbers it can stand for; empty when none, as in `1.2.3`
  private record Digits(int start, int end, List<BigDecimal> readings) {
    static Digits at(String text, int from) {
      boolean bare =
          from > 0
              && text.charAt(from - 1) == '.'
              && (from == 1 || Character.isWhitespace(text.charAt(from - 2)));
      int end = from;
      while (isDigit(text, end) || joins(text, from, end)) {
        end++;
      }
      if (end - from > LONGEST) {
        return new Digits(from, end, List.of());
      }
      String run = text.substring(from, end);
      if (bare) {
        return new Digits(
            from - 1, end, onlyDigits(run) ? List.of(new BigDecimal("0." + run)) : List.of());
      }
      List<BigDecimal> readings = readings(run);
      int comma = run.lastIndexOf(',');
      if (readings.isEmpty() && comma > 0 && run.indexOf('.') < 0) {
        return new Digits(from + comma + 1, end, readings(run.substring(comma + 1)));
      }
      return new Digits(from, end, readings);
    }

    /// Whether the character is a mark between digits; a space is one only before three digits.
    private static boolean joins(String text, int from, int at) {
      if (at >= text.length() || !isDigit(text, at + 1)) {
        return false;
      }
      char mark = text.charAt(at);
      if (mark == ' ') {
        boolean three = isDigit(text, at + 2) && isDigit(text, at + 3) && !isDigit(text, at + 4);
        boolean few = at - from <= 3 || text.charAt(at - 4) == ' ';
        return three && few && text.charAt(from) != '0';
      }
      return mark == '.' || mark == ',' || GROUP_MARKS.indexOf(mark) >= 0;
    }

    private static List<BigDecimal> readings(String run) {
      var readings = new ArrayList<BigDecimal>();
      int mark = Math.max(run.lastIndexOf('.'), run.lastIndexOf(','));
      if (mark >= 0) {
        String before = run.substring(0, mark);
        String after = run.substring(mark + 1);
        if (before.indexOf(run.charAt(mark)) < 0 && grouped(before) && onlyDigits(after)) {
          readings.add(new BigDecimal(digits(before) + "." + after));
        }
      }
      if (grouped(run)) {
        readings.add(new BigDecimal(digits(run)));
      }
      if (run.indexOf(' ') > 0) {
        readings.addAll(readings(run.substring(run.lastIndexOf(' ') + 1)));
      }
      return readings;
    }

    /// Whether these are whole digits, or groups of them with one and the same mark between.
    private static boolean grouped(String run) {
      int mark = 0;
      while (mark < run.length() && isDigit(run, mark)) {
        mark++;
      }
      if (mark == run.length()) {
        return true;
      }
      String[] groups = run.split(Pattern.quote(run.substring(mark, mark + 1)), -1);
      int last = groups.length - 1;
      if (groups[0].length() > 3 || groups[0].startsWith("0") || groups[last].length() != 3) {
        return false;
      }
      int inner = last > 1 ? groups[1].length() : 3;
      for (int i = 0; i <= last; i++) {
        if (!onlyDigits(groups[i]) || (i > 0 && i < last && groups[i].length() != inner)) {
          return false;
        }
      }
      return inner == 3 || (inner == 2 && groups[0].length() <= 2);
    }

    private static boolean onlyDigits(String text) {
      return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String digits(String run) {
      var digits = new StringBuilder(run.length());
      run.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
      return digits.toString();
    }
  }
}
