package dev.metier.grade.value;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.job.Dates;
import dev.metier.job.GraderSpec.Comparison;
import dev.metier.job.GraderSpec.FieldKind;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// How values are compared, by their kind.
public final class ValueComparison {
  private static final Set<String> YES =
      Set.of("true", "yes", "y", "1", "ja", "oui", "sí", "si", "sì", "sim");
  private static final Set<String> NO =
      Set.of("false", "no", "n", "0", "nein", "non", "não", "nee");

  private ValueComparison() {}

  /// Why a JSON value is not the expected one; empty when it is. An expected `null` means null,
  /// whatever the kind.
  public static Optional<String> mismatch(Comparison comparison, String wanted, JsonNode found) {
    FieldKind kind = comparison.kind();
    if (kind == FieldKind.ONE_OF) {
      return oneOf(wanted, JsonComparison.textOf(found), each -> alike(each, found));
    }
    boolean wantedNull = kind == FieldKind.NULL || wanted.strip().equals("null");
    String shown = quote(JsonComparison.textOf(found));
    if (wantedNull || found.isNull()) {
      return wantedNull && found.isNull()
          ? Optional.empty()
          : Optional.of(
              "Expected "
                  + (wantedNull ? "null" : quote(wanted))
                  + ", found "
                  + (found.isNull() ? "null" : shown)
                  + ".");
    }
    if (kind == FieldKind.JSON || kind == FieldKind.AUTO) {
      return (kind == FieldKind.AUTO
              ? alike(wanted, found)
              : JsonComparison.same(JsonComparison.expected(wanted), found))
          ? Optional.empty()
          : Optional.of("Expected " + quote(wanted) + ", found " + shown + ".");
    }
    if (kind == FieldKind.MONEY && found.isObject()) {
      return mismatch(comparison, wanted, money(found));
    }
    return found.isContainer()
        ? Optional.of("Expected " + quote(wanted) + ", found a list or object: " + shown + ".")
        : mismatch(comparison, wanted, JsonComparison.textOf(found));
  }

  /// Whether a value of a case, of which only the text is known, is this value.
  private static boolean alike(String wanted, JsonNode found) {
    return JsonComparison.is(wanted, found)
        || (found.isValueNode() && loosely(wanted, JsonComparison.textOf(found)));
  }

  private static boolean loosely(String wanted, String found) {
    return Normalization.loose(wanted).equals(Normalization.loose(found));
  }

  /// An object such as `{"amount": 12.5, "currency": "EUR"}` as one text.
  private static String money(JsonNode object) {
    JsonNode amount = object.has("amount") ? object.path("amount") : object.path("value");
    return (JsonComparison.textOf(amount) + " " + JsonComparison.textOf(object.path("currency")))
        .strip();
  }

  /// Why a text is not the expected value; empty when it is.
  public static Optional<String> mismatch(Comparison comparison, String wanted, String found) {
    double tolerance = comparison.tolerance();
    return switch (comparison.kind()) {
      case TEXT, AUTO, NULL, JSON -> compared(loosely(wanted, found), wanted, found, "");
      case ONE_OF -> oneOf(wanted, found, each -> loosely(each, found));
      case CONTAINS ->
          Normalization.loose(found).contains(Normalization.loose(wanted))
              ? Optional.empty()
              : Optional.of(
                  "Expected a text with " + quote(wanted) + ", found " + quote(found) + ".");
      case REGEX -> pattern(wanted, found);
      case NUMBER -> {
        Figure figure = Figure.expected(wanted);
        yield Figure.whole(found)
            .map(f -> compared(f.near(figure, tolerance, 0), wanted, found, spread(tolerance)))
            .orElseGet(() -> unreadable("the number", wanted, found));
      }
      case DATE -> date(wanted, found, tolerance, comparison.dates());
      case MONEY -> {
        Amount amount = Amount.whole(wanted).orElseThrow(() -> notA("amount of money", wanted));
        yield Amount.whole(found)
            .map(a -> compared(a.near(amount, tolerance), wanted, found, spread(tolerance)))
            .orElseGet(() -> unreadable("the amount", wanted, found));
      }
      case BOOLEAN -> {
        boolean yes = truth(wanted).orElseThrow(() -> notA("yes or no", wanted));
        yield truth(found)
            .map(t -> compared(t == yes, wanted, found, ""))
            .orElseGet(() -> unreadable("yes or no:", wanted, found));
      }
    };
  }

  /// @param wanted a list, or the only value that is right
  private static Optional<String> oneOf(String wanted, String found, Predicate<String> same) {
    var all = new ArrayList<String>();
    if (JsonComparison.parse(wanted) instanceof JsonComparison.Good good && good.node().isArray()) {
      good.node().forEach(each -> all.add(JsonComparison.textOf(each)));
    } else {
      all.add(wanted);
    }
    return all.stream().anyMatch(same)
        ? Optional.empty()
        : Optional.of("Expected one of " + quote(wanted) + ", found " + quote(found) + ".");
  }

  /// @throws IllegalArgumentException when the expression is none, or takes too much on this text
  private static Optional<String> pattern(String wanted, String found) {
    var pattern = new BoundedPattern(Pattern.compile(wanted, Pattern.UNICODE_CHARACTER_CLASS));
    try {
      return pattern.on(found).find()
          ? Optional.empty()
          : Optional.of("Expected a match of " + quote(wanted) + ", found " + quote(found) + ".");
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(
          "The pattern " + quote(wanted) + " nests too deeply on this answer", e);
    }
  }

  private static Optional<String> date(String wanted, String found, double tolerance, Dates dates) {
    LocalDate day =
        dates
            .format()
            .flatMap(format -> Day.written(wanted, format))
            .or(() -> Day.whole(wanted, dates.order()))
            .orElseThrow(() -> notA("date", wanted));
    Optional<LocalDate> read =
        dates.format().isPresent()
            ? Day.written(found, dates.format().get())
            : Day.whole(found, dates.order());
    if (read.isEmpty()) {
      String form = dates.format().map(format -> " written as " + format).orElse("");
      return unreadable("the date", wanted.strip() + form, found);
    }
    long apart = Math.abs(ChronoUnit.DAYS.between(day, read.get()));
    String as = " (read as " + read.get() + ")";
    return apart <= tolerance
        ? Optional.empty()
        : Optional.of(
            "Expected the date "
                + day
                + (tolerance > 0 ? days(tolerance) : "")
                + ", found "
                + quote(found)
                + as
                + ".");
  }

  private static String days(double tolerance) {
    return " ± " + Figure.plain(tolerance) + (tolerance == 1 ? " day" : " days");
  }

  private static String spread(double tolerance) {
    return tolerance > 0 ? " ± " + Figure.plain(tolerance) : "";
  }

  private static Optional<String> compared(
      boolean same, String wanted, String found, String spread) {
    return same
        ? Optional.empty()
        : Optional.of("Expected " + quote(wanted) + spread + ", found " + quote(found) + ".");
  }

  private static Optional<String> unreadable(String what, String wanted, String found) {
    return Optional.of("Expected " + what + " " + wanted.strip() + ", found " + quote(found) + ".");
  }

  private static IllegalArgumentException notA(String what, String wanted) {
    return new IllegalArgumentException("The expected value " + quote(wanted) + " is no " + what);
  }

  private static Optional<Boolean> truth(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    return YES.contains(word)
        ? Optional.of(true)
        : NO.contains(word) ? Optional.of(false) : Optional.empty();
  }
}
