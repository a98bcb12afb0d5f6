package dev.metier.grade.sql;

import dev.metier.core.text.ShortText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows that a query brings, each value in one form: numbers by their value, to twelve digits,
/// so that 1 is 1.0 and a sum in another order is the same.
///
/// @param columns how many columns, whatever they are called
record ResultRows(int columns, List<List<String>> rows) {
  private static final MathContext DIGITS = new MathContext(12);
  private static final int SHOWN = 5;

  ResultRows {
    rows = List.copyOf(rows);
  }

  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Double number when Double.isFinite(number) -> number(BigDecimal.valueOf(number));
      case Double infinite -> infinite.toString();
      case Number number -> number(new BigDecimal(number.toString()));
      case byte[] bytes -> "x'" + HexFormat.of().formatHex(bytes) + "'";
      default -> "'" + value + "'";
    };
  }

  private static String number(BigDecimal number) {
    BigDecimal rounded = number.round(DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toString();
  }

  /// In what other rows differ from these; empty when they do not.
  Optional<String> difference(ResultRows found, boolean ordered) {
    if (found.columns != columns) {
      return Optional.of(
          "The query brings " + counted(found.columns, "column") + ", expected " + columns + ".");
    }
    List<List<String>> wanted = ordered ? rows : sorted(rows);
    List<List<String>> brought = ordered ? found.rows : sorted(found.rows);
    if (wanted.equals(brought)) {
      return Optional.empty();
    }
    if (wanted.size() != brought.size()) {
      return Optional.of("The query brings " + found.count() + ", expected " + rows.size() + ".");
    }
    if (ordered && sorted(rows).equals(sorted(found.rows))) {
      return Optional.of("The query brings the rows in another order.");
    }
    int at = 0;
    while (wanted.get(at).equals(brought.get(at))) {
      at++;
    }
    return Optional.of(
        "The query brings " + shown(brought.get(at)) + ", expected " + shown(wanted.get(at)) + ".");
  }

  /// `7 rows`.
  String count() {
    return counted(rows.size(), "row");
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String shown(List<String> row) {
    String values = String.join(", ", row.stream().limit(SHOWN).map(ResultRows::clipped).toList());
    return "(" + values + (row.size() > SHOWN ? ", ..." : "") + ")";
  }

  private static String clipped(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() > 40 ? ShortText.of(line, 39) + "…" : line;
  }

  private static List<List<String>> sorted(List<List<String>> rows) {
    var sorted = new ArrayList<>(rows);
    Collections.sort(
        sorted, (a, b) -> String.join("\u0000", a).compareTo(String.join("\u0000", b)));
    return sorted;
  }
}
