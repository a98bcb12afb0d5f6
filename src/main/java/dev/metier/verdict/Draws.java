package dev.metier.verdict;

import dev.metier.job.Case;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.Optional;

/// The units that a need is about, and what each of them weighs beside the others.
///
/// @param slice only the cases of this slice
/// @param units how many units there are
/// @param cases how many cases they have
/// @param most a unit weighs as many cases as it has, and this many at most
/// @param meanWeight the mean weight of a unit, as a share of the largest weight
record Draws(Optional<String> slice, int units, int cases, int most, double meanWeight) {

  static Draws of(CommittedOrder order, Requirement need) {
    Optional<String> slice =
        need instanceof Requirement.Quality quality ? quality.slice() : Optional.empty();
    int units = 0;
    int cases = 0;
    int largest = 1;
    for (Unit unit : order.units()) {
      int size = cases(unit, slice);
      units += size > 0 ? 1 : 0;
      cases += size;
      largest = Math.max(largest, size);
    }
    double mean = units == 0 ? 1 : (double) cases / units / largest;
    return new Draws(slice, units, cases, largest, mean);
  }

  boolean concern(Unit unit) {
    return slice.isEmpty() || cases(unit) > 0;
  }

  boolean concern(Case given) {
    return slice.isEmpty() || given.slices().contains(slice.get());
  }

  /// How many of the unit's cases the need is about.
  int cases(Unit unit) {
    return cases(unit, slice);
  }

  /// The unit's share of the largest weight, in (0, 1].
  double weight(Unit unit) {
    return most == 1 ? 1 : Math.min(cases(unit), most) / (double) most;
  }

  /// Whether each unit is a single case.
  boolean single() {
    return most == 1;
  }

  private static int cases(Unit unit, Optional<String> slice) {
    return slice.isEmpty()
        ? unit.cases().size()
        : (int) unit.cases().stream().filter(c -> c.slices().contains(slice.get())).count();
  }
}
