package dev.metier.plan;

import dev.metier.job.Case;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What counts as one independent draw: a case, or all cases of a cluster.
///
/// @param index place in the job's committed order, from 0
/// @param cases the cases, one unless clustered
/// @param contents their content hashes, in the same order
public record Unit(int index, List<Case> cases, List<String> contents) {
  public Unit {
    cases = List.copyOf(cases);
    contents = List.copyOf(contents);
    if (cases.isEmpty() || cases.size() != contents.size()) {
      throw new IllegalArgumentException("a unit has cases, each with its hash");
    }
  }

  /// Every slice that at least one of the cases belongs to.
  public Set<String> slices() {
    var slices = new TreeSet<String>();
    cases.forEach(given -> slices.addAll(given.slices()));
    return slices;
  }
}
