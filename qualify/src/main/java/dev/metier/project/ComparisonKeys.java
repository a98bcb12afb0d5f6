package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Dates;
import dev.metier.job.GraderSpec.Comparison;
import dev.metier.job.GraderSpec.DateOrder;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.Template;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys that say how a value is compared.
final class ComparisonKeys {
  private static final LocalDate ANY_DAY = LocalDate.of(2026, 12, 31);

  static final Slot<FieldKind> KIND =
      key(
          "kind",
          ScalarReader.words(
              FieldKind.values(),
              "as text",
              "as numbers",
              "as dates, in whatever form unless `order` or `format` says more",
              "as amounts with a currency",
              "as true or false",
              "must be null",
              "as JSON values",
              "as what the case's value is: a list, an object, a number or text",
              "must be one of a list",
              "must contain the expected text",
              "must hold a match of the regular expression"),
          "What it is compared as.",
          "date");
  static final Slot<Double> TOLERANCE =
      key("tolerance", ScalarReader.amount(), "Largest difference; in days for dates.", "0.01")
          .usually(0.0, "0");
  private static final Slot<DateOrder> ORDER =
      key(
              "order",
              ScalarReader.words(
                  DateOrder.values(),
                  "3/4/2026 is the third of April",
                  "3/4/2026 is the fourth of March",
                  "26/3/4 is the fourth of March"),
              "The order of day, month and year in dates of numbers.",
              "mdy")
          .otherwise("the day comes first, unless that is impossible");
  private static final Slot<String> FORMAT =
      key(
              "format",
              ScalarReader.text().then(ComparisonKeys::format),
              "The one form in which the answer may write a date, with Y, M and D.",
              "YYYY-MM-DD")
          .otherwise("any form");

  private ComparisonKeys() {}

  /// These keys behind others.
  static List<Slot<?>> with(Slot<?>... others) {
    var keys = new ArrayList<Slot<?>>(List.of(others));
    keys.addAll(List.of(TOLERANCE, ORDER, FORMAT));
    return keys;
  }

  /// What a table says of dates or a tolerance tells what kind it means, where it does not say so.
  static FieldKind kind(Table table, FieldKind otherwise) {
    return table.has(ORDER) || table.has(FORMAT)
        ? FieldKind.DATE
        : table.has(TOLERANCE) ? FieldKind.NUMBER : otherwise;
  }

  /// Like [#read], and a regular expression is checked.
  static Optional<Comparison> of(
      Table table, FieldKind kind, Slot<?> place, Template expected, Reading reading) {
    return kind != FieldKind.REGEX
            || TextKinds.checked(expected, table.place(place), reading).isPresent()
        ? Optional.of(read(table, kind, reading))
        : Optional.empty();
  }

  private static Comparison read(Table table, FieldKind kind, Reading reading) {
    for (Slot<?> key : List.of(ORDER, FORMAT)) {
      if (table.has(key) && kind != FieldKind.DATE) {
        reading.problem(
            table.place(key),
            "`" + key.name() + "` is for dates only.",
            "Leave it out, or write `kind: date`.");
      }
    }
    var dates = new Dates(table.find(ORDER), table.find(FORMAT));
    return new Comparison(kind, table.find(TOLERANCE).orElse(0.0), dates);
  }

  private static Optional<String> format(String text, Place place, Reading reading) {
    try {
      var formatter = Dates.formatter(text);
      if (LocalDate.parse(formatter.format(ANY_DAY), formatter).equals(ANY_DAY)) {
        return Optional.of(text);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // told below
    }
    reading.problem(
        place, "This is no form of a date.", "Write day, month and year, as in YYYY-MM-DD.");
    return Optional.empty();
  }
}
