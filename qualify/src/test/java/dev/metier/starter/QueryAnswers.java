package dev.metier.starter;

import dev.metier.starter.draw.StarterCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Queries: wrong ones, spoilt ones, and the same in another form.
final class QueryAnswers {
  private static final String UNCLEAR = "UNCLEAR";

  /// Slips that people make, each with what it makes of a query.
  private static final Map<String, String> SLIPS =
      Map.of(
          " WHERE ", " WHERE NOT ",
          "LEFT JOIN", "JOIN",
          "IS NULL", "IS NOT NULL",
          "COUNT(*) FROM", "COUNT(*) + 1 FROM",
          " DESC", "",
          "SUM(", "AVG(",
          "AVG(", "MAX(",
          "DISTINCT ", "",
          " LIMIT", " LIMIT 1 + ");

  private QueryAnswers() {}

  static List<String> wrong(StarterCase given, StarterCase other) {
    String key = given.expected();
    if (key.equals(UNCLEAR)) {
      return List.of("SELECT name FROM skippers", "SELECT COUNT(*) FROM trips", other.expected());
    }
    var wrong = new ArrayList<>(List.of(other.expected(), UNCLEAR, "SELECT name FROM boats"));
    boolean single = key.endsWith("LIMIT 1");
    SLIPS.forEach((right, slip) -> {
      if (key.contains(right) && !(single && right.equals(" WHERE "))) {
        wrong.add(key.replace(right, slip));
      }
    });
    return wrong;
  }

  static List<String> faults(StarterCase given) {
    String key = given.expected();
    return List.of(
        "```sql\n" + key + "\n```",
        "Here is the query: " + key,
        key + "\n\nIt counts what was asked for.",
        key + "; " + key,
        key + "; DROP TABLE trips",
        "\"" + key + "\"",
        "**" + key + "**",
        "`" + key + "`",
        "{\"sql\": \"" + key + "\"}",
        "EXPLAIN " + key,
        "SELECT 1, * FROM (" + key + ")",
        "SELECT * FROM (" + key + ") WHERE 1 = 0",
        "SELECT * FROM (" + key + ") UNION ALL SELECT * FROM (" + key + ")",
        key.replace("SELECT", "SELEC").replace(UNCLEAR, "UNCLEA"),
        key.replace(" FROM ", " FROM old_").replace(UNCLEAR, "UNCLEAR."),
        key.substring(0, key.length() / 2),
        key.substring(key.length() / 2),
        "-- " + key,
        "DELETE FROM trips",
        "Answer: " + key);
  }

  static List<String> rewordings(StarterCase given) {
    String key = given.expected();
    if (key.equals(UNCLEAR)) {
      return Stream.of("", " ", "\n", "\t", "  \n").map(blank -> blank + key + blank).toList();
    }
    String lower = key;
    for (String word : List.of("SELECT", "FROM", "WHERE", "JOIN", "GROUP BY", "ORDER BY", "AND")) {
      lower = lower.replace(word + " ", word.toLowerCase(Locale.ROOT) + " ");
    }
    var ways = new ArrayList<String>();
    for (String form : List.of(key, lower, "SELECT * FROM (" + key + ") AS answer")) {
      ways.add(form + ";");
      ways.add("\n" + form + " ;\n");
      ways.add(form.replace(" FROM ", "\n  FROM ").replace(" WHERE ", "\nWHERE "));
      ways.add(form + " -- that is all");
      ways.add("/* what was asked */ " + form);
      ways.add(form.replace("SELECT ", "SELECT  "));
      ways.add("WITH found AS (" + form + ") SELECT * FROM found");
    }
    return ways;
  }
}
