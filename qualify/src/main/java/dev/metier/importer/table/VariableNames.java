package dev.metier.importer.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The variables that columns become: their names with what no variable may have replaced.
final class VariableNames {
  private static final Set<String> OURS =
      Set.of("id", "expected", "slices", "cluster", "graders", "vars", "draft");

  private final Map<String, String> names = new HashMap<>();

  VariableNames(List<String> columns) {
    var taken = new HashSet<>(OURS);
    for (String column : columns) {
      String plain = column.strip().replaceAll("[^\\p{Alnum}_]+", "_").replaceAll("^_+|_+$", "");
      String start = plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "v_" + plain : plain;
      String name = start;
      for (int i = 2; !taken.add(name); i++) {
        name = start + "_" + i;
      }
      names.put(column, name);
    }
  }

  String of(String column) {
    return names.getOrDefault(column, column);
  }
}
