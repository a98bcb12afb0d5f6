package dev.metier.form;

import dev.metier.core.text.Nearest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The shapes of single values: texts, numbers, durations, amounts of money, words to choose from.
public final class ScalarReader {
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([A-Za-z]+)");
  private static final Map<String, Long> MILLIS = units();

  private ScalarReader() {}

  private static Map<String, Long> units() {
    var units = new LinkedHashMap<String, Long>();
    units.put("ms", 1L);
    units.put("s", 1000L);
    units.put("m", 60_000L);
    units.put("min", 60_000L);
    units.put("h", 3_600_000L);
    units.put("d", 86_400_000L);
    units.put("w", 7 * 86_400_000L);
    units.put("y", 365 * 86_400_000L);
    return units;
  }

  /// Whether a single value stands here.
  public static boolean isSomething(Written written) {
    return written instanceof Written.Scalar s && s.sort() != Written.Sort.NOTHING;
  }

  private static boolean isText(Written written) {
    return written instanceof Written.Scalar s && s.sort() == Written.Sort.TEXT;
  }

  private static boolean isNumber(Written written) {
    return written instanceof Written.Scalar s && s.sort() == Written.Sort.NUMBER;
  }

  private static String plain(Written written) {
    return ((Written.Scalar) written).text();
  }

  /// Text that is not blank; numbers and flags count as their text.
  public static Shape<String> text() {
    return anyText()
        .then((text, place, reading) -> {
          if (text.isBlank()) {
            reading.problem(place, "`" + reading.key() + "` is empty.", "");
            return Optional.empty();
          }
          return Optional.of(text);
        });
  }

  /// Text that may be white space alone, but not empty.
  public static Shape<String> filled() {
    return anyText()
        .then((text, place, reading) -> {
          if (text.isEmpty()) {
            reading.problem(place, "`" + reading.key() + "` is empty.", "");
            return Optional.empty();
          }
          return Optional.of(text);
        });
  }

  /// Text, be it empty; numbers and flags count as their text.
  public static Shape<String> anyText() {
    return new Shape<>(
        new Shape.Kind.Single("text", "\"type\":[\"string\",\"number\",\"boolean\"]"),
        ScalarReader::isSomething,
        (written, _) -> Optional.of(plain(written)));
  }

  /// Text alone, be it empty: numbers and flags are none.
  public static Shape<String> string() {
    return new Shape<>(
        new Shape.Kind.Single("text", "\"type\":\"string\""),
        ScalarReader::isText,
        (written, _) -> Optional.of(plain(written)));
  }

  /// A text that `parse` understands.
  ///
  /// @param words for people, with an article: `a duration such as "1.5s"`
  /// @param pattern what such texts look like, as a regular expression for editors, who know no
  ///   more of it
  /// @param parse the value; empty or an exception (of wrong arguments or numbers) when it is none
  public static <T> Shape<T> parsed(
      String words, String pattern, Function<String, Optional<T>> parse) {
    return new Shape<>(
        new Shape.Kind.Single(
            words, "\"type\":\"string\",\"pattern\":\"^" + pattern.replace("\\", "\\\\") + "$\""),
        ScalarReader::isText,
        (written, reading) -> {
          try {
            Optional<T> value = parse.apply(plain(written));
            if (value.isPresent()) {
              return value;
            }
          } catch (ArithmeticException | IllegalArgumentException | DateTimeException wrong) {
            // told below
          }
          String what = "`" + reading.key() + "` takes " + words + ".";
          reading.problem(written.place(), what, "");
          return Optional.empty();
        });
  }

  /// A moment in UTC.
  public static Shape<Instant> moment() {
    String words = "a moment such as \"2026-11-22T12:00:00Z\"";
    return parsed(words, ".*", text -> Optional.of(Instant.parse(text)))
        .as(new Shape.Kind.Single(words, "\"type\":\"string\",\"format\":\"date-time\""));
  }

  /// Text that must match, told as `words`.
  public static Shape<String> text(String words, Pattern allowed, String hint) {
    return text()
        .as(new Shape.Kind.Single(words, "\"type\":[\"string\",\"number\"]"))
        .then((text, place, reading) -> {
          if (allowed.matcher(text).matches()) {
            return Optional.of(text);
          }
          reading.problem(
              place, "`" + reading.key() + "` takes " + words + ", not \"" + text + "\".", hint);
          return Optional.empty();
        });
  }

  public static Shape<Boolean> flag() {
    return new Shape<>(
        new Shape.Kind.Single("true or false", "\"type\":\"boolean\""),
        w -> w instanceof Written.Scalar s && s.sort() == Written.Sort.FLAG,
        (written, _) -> Optional.of(Boolean.parseBoolean(plain(written))));
  }

  public static Shape<Long> whole(long least, long most) {
    String words =
        most == Long.MAX_VALUE || most == Integer.MAX_VALUE
            ? least == Long.MIN_VALUE ? "a whole number" : "a whole number of at least " + least
            : "a whole number from " + least + " to " + most;
    String limits =
        (least == Long.MIN_VALUE ? "" : ",\"minimum\":" + least)
            + (most == Long.MAX_VALUE ? "" : ",\"maximum\":" + most);
    var kind = new Shape.Kind.Single(words, "\"type\":\"integer\"" + limits);
    return new Shape<>(
        kind,
        ScalarReader::isNumber,
        (written, reading) -> {
          try {
            long value = new BigDecimal(plain(written)).longValueExact();
            if (value >= least && value <= most) {
              return Optional.of(value);
            }
          } catch (ArithmeticException | NumberFormatException notWhole) {
            // told like a number out of range
          }
          reading.unfit(written, kind);
          return Optional.empty();
        });
  }

  /// A whole number of at least 1.
  public static Shape<Integer> count() {
    return whole(1, Integer.MAX_VALUE).map(Math::toIntExact);
  }

  public static Shape<Double> number(String words, Predicate<Double> right, String limits) {
    var kind = new Shape.Kind.Single(words, "\"type\":\"number\"" + limits);
    return new Shape<>(
        kind,
        ScalarReader::isNumber,
        (written, reading) -> {
          double value = Double.parseDouble(plain(written));
          if (!Double.isInfinite(value) && right.test(value)) {
            return Optional.of(value);
          }
          reading.unfit(written, kind);
          return Optional.empty();
        });
  }

  /// A number of at least 0.
  public static Shape<Double> amount() {
    return number("a number of at least 0", v -> v >= 0, ",\"minimum\":0");
  }

  /// A number above 0.
  public static Shape<Double> positive() {
    return number("a number above 0", v -> v > 0, ",\"exclusiveMinimum\":0");
  }

  /// A share above 0, up to 1.
  public static Shape<Double> share() {
    return number(
        "a share above 0, up to 1", v -> v > 0 && v <= 1, ",\"exclusiveMinimum\":0,\"maximum\":1");
  }

  /// A share above 0 and below 1.
  public static Shape<Double> part() {
    return number(
        "a share above 0 and below 1",
        v -> v > 0 && v < 1,
        ",\"exclusiveMinimum\":0,\"exclusiveMaximum\":1");
  }

  /// How sure a verdict must be.
  public static Shape<Double> confidence() {
    return number(
        "a share from 0.5, below 1",
        v -> v >= 0.5 && v < 1,
        ",\"minimum\":0.5,\"exclusiveMaximum\":1");
  }

  /// A number with its unit, above 0: `300ms`, `1.5s`, `2m`, `3y`.
  public static Shape<Duration> duration() {
    return new Shape<>(
        new Shape.Kind.Single(
            "a duration such as 300ms, 1.5s, 2m or 3y",
            "\"type\":\"string\",\"pattern\":\"^[0-9]+(\\\\.[0-9]+)? *(ms|s|m|min|h|d|w|y)$\""),
        ScalarReader::isSomething,
        (written, reading) -> duration((Written.Scalar) written, reading));
  }

  private static Optional<Duration> duration(Written.Scalar written, Reading reading) {
    Matcher parts = DURATION.matcher(written.text());
    String key = "`" + reading.key() + "`";
    if (!parts.matches()) {
      boolean bare = written.sort() == Written.Sort.NUMBER;
      reading.problem(
          written.place(),
          bare
              ? key + " lacks a unit."
              : key + " takes a duration, not " + reading.described(written) + ".",
          bare
              ? "Write " + written.text() + "ms or " + written.text() + "s."
              : "Durations look like 300ms, 1.5s, 2m, 1h, 30d, 3y.");
      return Optional.empty();
    }
    Long unit = MILLIS.get(parts.group(2));
    if (unit == null) {
      reading.problem(
          written.place(),
          "Unknown unit of time \"" + parts.group(2) + "\".",
          "Units are " + String.join(", ", MILLIS.keySet()) + ".");
      return Optional.empty();
    }
    var nanos = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit * 1_000_000.0));
    try {
      var duration = Duration.ofNanos(nanos.longValue());
      if (nanos.signum() > 0 && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
        return Optional.of(duration);
      }
    } catch (ArithmeticException tooLong) {
      // told below
    }
    reading.problem(written.place(), key + " is no time that could pass.", "");
    return Optional.empty();
  }

  /// One of some words, with what each means.
  public static <T> Shape<T> choice(Map<String, T> values, Map<String, String> docs) {
    return new Shape<>(
        new Shape.Kind.Choice(docs),
        ScalarReader::isSomething,
        (written, reading) -> {
          T value = values.get(plain(written));
          if (value == null) {
            reading.problem(
                written.place(),
                "`"
                    + reading.key()
                    + "` takes "
                    + new Shape.Kind.Choice(docs).words()
                    + ", not "
                    + reading.described(written)
                    + ".",
                Nearest.to(plain(written), values.keySet())
                    .map(near -> "Did you mean `" + near + "`?")
                    .orElse(""));
          }
          return Optional.ofNullable(value);
        });
  }

  /// Words and what they mean, in this order: word, meaning, word, meaning.
  public static Map<String, String> told(String... pairs) {
    var told = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      told.put(pairs[i], pairs[i + 1]);
    }
    return told;
  }

  /// The constants of an enum by their names in lower case; `docs` in the order of the constants.
  public static <E extends Enum<E>> Shape<E> words(E[] constants, String... docs) {
    var values = new LinkedHashMap<String, E>();
    var told = new LinkedHashMap<String, String>();
    for (int i = 0; i < constants.length; i++) {
      String word = constants[i].name().toLowerCase(Locale.ROOT);
      values.put(word, constants[i]);
      told.put(word, i < docs.length ? docs[i] : "");
    }
    return choice(values, told);
  }

  /// Nothing after the colon, or the bare word in a list.
  public static <T> Shape<T> nothing(T value) {
    return new Shape<>(
        new Shape.Kind.Single("nothing", "\"type\":[\"null\",\"object\"],\"maxProperties\":0"),
        w ->
            (w instanceof Written.Scalar s && s.sort() == Written.Sort.NOTHING)
                || (w instanceof Written.Entries e && e.entries().isEmpty()),
        (_, _) -> Optional.of(value));
  }

  /// Anything, as compact JSON text.
  public static Shape<String> json(String words) {
    return new Shape<>(
        new Shape.Kind.Anything(words), _ -> true, (written, _) -> Optional.of(written.json()));
  }

  /// An object, as compact JSON text.
  public static Shape<String> jsonObject(String words) {
    return new Shape<>(
        new Shape.Kind.Single(words, "\"type\":\"object\""),
        Written.Entries.class::isInstance,
        (written, _) -> Optional.of(written.json()));
  }

  public static String list(Iterable<String> names) {
    return java.util.stream.StreamSupport.stream(names.spliterator(), false)
        .collect(Collectors.joining(", "));
  }
}
