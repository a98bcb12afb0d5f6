package dev.metier.stats;

import java.util.List;
import java.util.OptionalDouble;

/// How far two people's labels agree beyond what chance would bring about (Cohen 1960, A
/// coefficient of agreement for nominal scales).
///
/// It falls with the share of the rarer class, whatever the people do; so the table stands beside
/// it wherever it is shown.
public final class CohensKappa {
  private CohensKappa() {}

  /// Kappa of a 2x2 table, at most 1; empty where chance alone would make them agree always, or
  /// where there is nothing.
  ///
  /// @param both passed by both
  /// @param first passed by the first only
  /// @param second passed by the second only
  /// @param neither passed by neither
  public static OptionalDouble of(int both, int first, int second, int neither) {
    double n = (double) both + first + second + neither;
    double one = (both + first) / n;
    double other = (both + second) / n;
    double chance = one * other + (1 - one) * (1 - other);
    return n == 0 || chance >= 1
        ? OptionalDouble.empty()
        : OptionalDouble.of(((both + neither) / n - chance) / (1 - chance));
  }

  /// Kappa of a square table of counts over any number of classes: rows are one person's, columns
  /// the other's. At most 1; empty where chance alone would make them agree always, or where there
  /// is nothing.
  public static OptionalDouble of(List<List<Integer>> table) {
    double n = 0;
    double agreed = 0;
    double[] columns = new double[table.size()];
    double[] rows = new double[table.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        int count = table.get(i).get(j);
        n += count;
        rows[i] += count;
        columns[j] += count;
        agreed += i == j ? count : 0;
      }
    }
    double chance = 0;
    for (int i = 0; i < rows.length; i++) {
      chance += rows[i] / n * (columns[i] / n);
    }
    return n == 0 || chance >= 1
        ? OptionalDouble.empty()
        : OptionalDouble.of((agreed / n - chance) / (1 - chance));
  }
}
