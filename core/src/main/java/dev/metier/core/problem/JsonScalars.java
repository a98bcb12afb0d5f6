package dev.metier.core.problem;

import dev.metier.core.problem.JsonFields.As;
import dev.metier.core.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The kinds of single values that JSON files of ours hold.
public final class JsonScalars {
  private JsonScalars() {}

  public static As<String> text() {
    return (value, problems) ->
        value instanceof JsonValue.Text(_, var text)
            ? Optional.of(text)
            : unfit(value, "text", problems);
  }

  public static As<Boolean> flag() {
    return (value, problems) ->
        value instanceof JsonValue.Flag(_, var flag)
            ? Optional.of(flag)
            : unfit(value, "true or false", problems);
  }

  public static As<Long> whole(long least, long most) {
    String words =
        least == Long.MIN_VALUE ? "a whole number" : "a whole number of at least " + least;
    return (value, problems) -> {
      if (value instanceof JsonValue.Numeric(_, var number)) {
        try {
          long whole = number.longValueExact();
          if (whole >= least && whole <= most) {
            return Optional.of(whole);
          }
        } catch (ArithmeticException notWhole) {
          // told below
        }
      }
      return unfit(value, words, problems);
    };
  }

  /// A whole number of at least 1.
  public static As<Integer> count() {
    return (value, problems) ->
        whole(1, Integer.MAX_VALUE).read(value, problems).map(Long::intValue);
  }

  /// A number from `least` to `most`, told as `words`: `a number of at least 0`.
  public static As<Double> number(String words, double least, double most) {
    return (value, problems) ->
        value instanceof JsonValue.Numeric(_, var number)
                && number.doubleValue() >= least
                && number.doubleValue() <= most
            ? Optional.of(number.doubleValue())
            : unfit(value, words, problems);
  }

  /// A text that `parse` understands.
  ///
  /// @param words for people, with an article: `a duration such as 1.5s`
  /// @param parse the value; empty or an exception (of wrong arguments or numbers) when it is none
  public static <T> As<T> parsed(String words, Function<String, Optional<T>> parse) {
    return (value, problems) -> {
      if (value instanceof JsonValue.Text(_, var text)) {
        try {
          var parsed = parse.apply(text);
          if (parsed.isPresent()) {
            return parsed;
          }
        } catch (ArithmeticException
            | IllegalArgumentException
            | java.time.DateTimeException wrong) {
          // told below
        }
        problems.add(Problem.at(value.place(), "Here should stand " + words + ".", ""));
        return Optional.empty();
      }
      return unfit(value, words, problems);
    };
  }

  /// A constant of an enum by its name in lower case.
  public static <E extends Enum<E>> As<E> word(E[] constants) {
    List<String> names =
        Arrays.stream(constants).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    String words = "one of " + String.join(", ", names);
    return (value, problems) -> {
      if (!(value instanceof JsonValue.Text(_, var text))) {
        return unfit(value, words, problems);
      }
      if (names.contains(text)) {
        return Optional.of(constants[names.indexOf(text)]);
      }
      String hint = Nearest.to(text, names).map(near -> "Did you mean `" + near + "`?").orElse("");
      problems.add(
          Problem.at(
              value.place(), "Here should stand " + words + ", not \"" + text + "\".", hint));
      return Optional.empty();
    };
  }

  /// A list; wrong when one of its items is.
  public static <T> As<List<T>> list(As<T> item) {
    return (value, problems) -> {
      if (!(value instanceof JsonValue.Items(_, var items))) {
        return unfit(value, "a list", problems);
      }
      var read = new ArrayList<T>();
      items.forEach(each -> item.read(each, problems).ifPresent(read::add));
      return read.size() == items.size() ? Optional.of(List.copyOf(read)) : Optional.empty();
    };
  }

  /// Tells that this should stand here.
  public static <T> Optional<T> unfit(JsonValue value, String words, Problems problems) {
    problems.add(
        Problem.at(
            value.place(), "Here should stand " + words + ", not " + value.described() + ".", ""));
    return Optional.empty();
  }
}
