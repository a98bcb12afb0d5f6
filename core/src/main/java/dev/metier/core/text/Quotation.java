package dev.metier.core.text;

import java.util.List;
import java.util.stream.Collectors;

/// Texts as reasons show them.
public final class Quotation {
  private static final int LONGEST = 80;
  private static final int NAMED = 3;

  private Quotation() {}

  /// A text in double quotes, on one line and at most 80 characters long, printable whatever it
  /// holds.
  public static String quote(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return text.isEmpty() ? "nothing" : "only white space";
    }
    var quoted = new StringBuilder("\"");
    int taken = 0;
    int at = 0;
    while (at < stripped.length() && taken < LONGEST) {
      int symbol = stripped.codePointAt(at);
      at += Character.charCount(symbol);
      taken++;
      quoted.append(printable(symbol));
    }
    return quoted.append(at < stripped.length() ? "…\"" : "\"").toString();
  }

  /// The first three of them, quoted, and how many more there are.
  public static String named(List<String> texts) {
    String named =
        texts.stream().limit(NAMED).map(Quotation::quote).collect(Collectors.joining(", "));
    return texts.size() <= NAMED ? named : named + " and " + (texts.size() - NAMED) + " more";
  }

  private static String printable(int symbol) {
    return switch (symbol) {
      case '\n' -> "⏎";
      case '\t', '\r' -> " ";
      default ->
          switch (Character.getType(symbol)) {
            case Character.CONTROL,
                Character.SURROGATE,
                Character.UNASSIGNED,
                Character.FORMAT,
                Character.PRIVATE_USE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                "\uFFFD";
            default -> Character.toString(symbol);
          };
    };
  }
}
