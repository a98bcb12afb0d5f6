package dev.metier.job;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One input of a job and what a good answer must satisfy.
///
/// @param vars values for the prompt's and graders' variables; what was not text in the file is
///   JSON text
/// @param expected the good answer; JSON text when it was not text in the file
/// @param slices tags, to look at parts of the cases apart
/// @param cluster cases of the same cluster (one document, one customer) do not count as
///   independent
public record Case(
    String id,
    Map<String, String> vars,
    Optional<String> expected,
    Set<String> slices,
    Optional<String> cluster) {
  public Case {
    vars = Map.copyOf(vars);
    slices = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(slices));
  }

  /// The value that templates get for a name; empty when there is none.
  public Optional<String> value(String name) {
    String given = vars.get(name);
    if (given != null) {
      return Optional.of(given);
    }
    return name.equals("id")
        ? Optional.of(id)
        : name.equals("expected") ? expected : Optional.empty();
  }

  /// What templates may use: the variables, and `id` and `expected` unless a variable has that
  /// name.
  public Map<String, String> values() {
    var values = new HashMap<String, String>();
    values.put("id", id);
    expected.ifPresent(text -> values.put("expected", text));
    values.putAll(vars);
    return values;
  }
}
