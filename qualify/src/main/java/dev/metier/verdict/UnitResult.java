package dev.metier.verdict;

import dev.metier.ledger.Outcome;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// All outcomes of one unit for one model.
///
/// @param outcomes for each case of the unit, in its order, one outcome a repeat
public record UnitResult(Unit unit, List<List<Outcome>> outcomes) {
  public UnitResult {
    var copies = new ArrayList<List<Outcome>>(outcomes.size());
    for (List<Outcome> repeats : outcomes) {
      copies.add(List.copyOf(repeats));
    }
    if (copies.size() != unit.cases().size() || copies.contains(List.of())) {
      throw new IllegalArgumentException("a result has at least one outcome for every case");
    }
    outcomes = Collections.unmodifiableList(copies);
  }

  /// The mean over cases of the mean over repeats of `value`; NaN values are left out, and the
  /// result is empty when nothing is left.
  ///
  /// @param slice only cases of this slice
  OptionalDouble mean(ToDoubleFunction<Outcome> value, Optional<String> slice) {
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (slice.isEmpty() || unit.cases().get(i).slices().contains(slice.get())) {
        double mean = mean(value, outcomes.get(i));
        if (!Double.isNaN(mean)) {
          sum += mean;
          counted++;
        }
      }
    }
    return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / counted);
  }

  /// Whether the grader failed on an answer.
  ///
  /// @param slice only cases of this slice
  boolean broken(Optional<String> slice) {
    for (int i = 0; i < outcomes.size(); i++) {
      if ((slice.isEmpty() || unit.cases().get(i).slices().contains(slice.get()))
          && outcomes.get(i).stream().anyMatch(Outcome::broken)) {
        return true;
      }
    }
    return false;
  }

  /// NaN when nothing is left.
  private static double mean(ToDoubleFunction<Outcome> value, List<Outcome> repeats) {
    return repeats.size() == 1
        ? value.applyAsDouble(repeats.getFirst())
        : repeats.stream()
            .mapToDouble(value)
            .filter(x -> !Double.isNaN(x))
            .average()
            .orElse(Double.NaN);
  }
}
