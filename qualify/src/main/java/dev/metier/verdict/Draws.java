package dev.metier.verdict;

import dev.metier.job.Case;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The units that a need is about, and what each of them weighs beside the others.
///
/// A cluster weighs as many cases as it has. For traffic there is a limit, twice the median: the
/// bets on the others are made so small by one that outweighs them all that nothing could be
/// proved. What is tested then is the mean over cases where a larger cluster counts as that many.
/// Cases with the same text weigh as one: they were put together since they are one question.
///
/// The limit, and whether units are single cases, is fixed by what was there by the horizon: which
/// test decides, and what it made of earlier results, must not depend on cases that are added.
///
/// @param slice only the cases of this slice
/// @param units how many units there are
/// @param horizon how many of them there were when the job was first qualified, at least 1
/// @param cases how many cases the units have
/// @param largest cases of the largest unit
/// @param heaviest what the largest unit would weigh without a limit, in cases
/// @param planned the same of what was there by the horizon
/// @param most the most cases that a unit weighs
/// @param suite whether the cases are all there is
/// @param meanWeight the mean weight of a unit, as a share of `most`
record Draws(
    Optional<String> slice,
    int units,
    int horizon,
    int cases,
    int largest,
    int heaviest,
    Planned planned,
    int most,
    boolean suite,
    double meanWeight) {
  private static final int MEDIANS = 2;

  /// What was there by the horizon.
  ///
  /// @param cases how many cases
  /// @param largest cases of the largest unit
  /// @param heaviest what the heaviest unit would weigh
  record Planned(int cases, int largest, int heaviest) {}

  static Draws of(CommittedOrder order, Requirement need, boolean suite) {
    Optional<String> slice = need.slice();
    var sizes = new ArrayList<Integer>();
    var weights = new ArrayList<Integer>();
    var first = new ArrayList<Integer>();
    var firstWeights = new ArrayList<Integer>();
    for (Unit unit : order.units()) {
      int size = cases(unit, slice);
      if (size > 0) {
        sizes.add(size);
        weights.add(weight(unit, size, suite));
        if (unit.index() < order.horizon()) {
          first.add(planned(order, unit, slice));
          firstWeights.add(weight(unit, first.getLast(), suite));
        }
      }
    }
    int horizon = first.size();
    if (first.isEmpty()) {
      first.addAll(sizes);
      firstWeights.addAll(weights);
    }
    int heaviest = largest(weights);
    var planned =
        new Planned(first.stream().mapToInt(n -> n).sum(), largest(first), largest(firstWeights));
    int most = suite ? heaviest : Math.min(planned.heaviest(), MEDIANS * median(firstWeights));
    double mean =
        weights.stream().mapToDouble(n -> Math.min(n, most) / (double) most).average().orElse(1);
    return new Draws(
        slice,
        sizes.size(),
        Math.max(1, horizon),
        sizes.stream().mapToInt(n -> n).sum(),
        largest(sizes),
        heaviest,
        planned,
        most,
        suite,
        mean);
  }

  /// What a unit weighs without a limit. A suite is its cases, each as much as another.
  private static int weight(Unit unit, int cases, boolean suite) {
    return !suite && unit.cases().stream().allMatch(Case::repeatsText) ? 1 : cases;
  }

  private static int largest(List<Integer> sizes) {
    return sizes.stream().mapToInt(n -> n).max().orElse(1);
  }

  private static int median(List<Integer> sizes) {
    if (sizes.isEmpty()) {
      return 1;
    }
    var sorted = new ArrayList<>(sizes);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
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
    return most == 1 ? 1 : Math.min(weight(unit, cases(unit), suite), most) / (double) most;
  }

  /// Whether each unit is a single case.
  boolean single() {
    return largest == 1;
  }

  /// Whether each unit counts as a single case, since each was one by the horizon.
  boolean plannedSingle() {
    return most == 1;
  }

  /// What the limit does, where it does anything.
  Optional<String> note() {
    if (most == 1 && heaviest > 1) {
      return Optional.of(
          "Each case stood for itself when the first answer was asked for, so that a cluster that"
              + " was added since counts as one case.");
    }
    return most == heaviest
        ? Optional.empty()
        : Optional.of(
            "The largest cluster has "
                + heaviest
                + " of the "
                + cases
                + (slice.isPresent() ? " cases of [" + slice.get() + "]" : " cases")
                + "; no cluster counts as more than "
                + most
                + ", since one that outweighs the others would leave them without a say.");
  }

  /// At least 1, so that a unit which is about the need only since a case was added has its place.
  private static int planned(CommittedOrder order, Unit unit, Optional<String> slice) {
    int planned = 0;
    for (int i = 0; i < unit.cases().size(); i++) {
      boolean concerns = slice.isEmpty() || unit.cases().get(i).slices().contains(slice.get());
      planned += concerns && order.planned(unit, i) ? 1 : 0;
    }
    return Math.max(1, planned);
  }

  private static int cases(Unit unit, Optional<String> slice) {
    return slice.isEmpty()
        ? unit.cases().size()
        : (int) unit.cases().stream().filter(c -> c.slices().contains(slice.get())).count();
  }
}
