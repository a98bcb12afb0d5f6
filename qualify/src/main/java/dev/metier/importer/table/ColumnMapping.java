package dev.metier.importer.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which column of a table is what.
///
/// @param inputs what a model is shown
/// @param expected the good answer
/// @param id what the case is called
/// @param slices tags
/// @param cluster what names cases that belong together
public record ColumnMapping(
    List<String> inputs,
    Optional<String> expected,
    Optional<String> id,
    List<String> slices,
    Optional<String> cluster) {
  public ColumnMapping {
    inputs = List.copyOf(inputs);
    slices = List.copyOf(slices);
  }

  /// The columns that it uses.
  Set<String> used() {
    var used = new LinkedHashSet<>(inputs);
    expected.ifPresent(used::add);
    id.ifPresent(used::add);
    used.addAll(slices);
    cluster.ifPresent(used::add);
    return used;
  }
}
