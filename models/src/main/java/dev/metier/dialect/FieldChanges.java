package dev.metier.dialect;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of a client's request is changed on its way through to a model of the same dialect; every
/// other byte stays as it was.
///
/// @param set fields and their new values, as JSON text
/// @param removed fields that are left out
/// @param told what the client asked for and the model does not hear of
public record FieldChanges(Map<String, String> set, Set<String> removed, List<String> told) {
  public static final FieldChanges NONE = new FieldChanges(Map.of(), Set.of(), List.of());

  public FieldChanges {
    set = Map.copyOf(set);
    removed = Set.copyOf(removed);
    told = List.copyOf(told);
  }
}
