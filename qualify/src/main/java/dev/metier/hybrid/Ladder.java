package dev.metier.hybrid;

import dev.metier.job.Check;
import java.util.ArrayList;
import java.util.List;

/// The order in which the checks of a chain are tried: from the safest, which escalates most, to
/// the barest. It is fixed by the checks alone, before any outcome is read, so that all of them are
/// proved at the error rate of one.
public final class Ladder {
  private Ladder() {}

  /// The steps; the first is the safest, the last has one check.
  ///
  /// @param checks in the order in which they are run, the barest first
  public static List<List<Check>> of(List<Check> checks) {
    var steps = new ArrayList<List<Check>>();
    var strict = checks.stream().map(Ladder::strict).toList();
    if (!strict.equals(checks)) {
      steps.add(strict);
    }
    for (int length = checks.size(); length > 0; length--) {
      steps.add(List.copyOf(checks.subList(0, length)));
    }
    return steps;
  }

  /// The same check when all answers must agree.
  private static Check strict(Check check) {
    return check instanceof Check.Agree(int samples, _, double temperature)
        ? new Check.Agree(samples, samples, temperature)
        : check;
  }

  /// All checks that a step may need.
  public static List<Check> all(List<Check> checks) {
    return of(checks).stream().flatMap(List::stream).distinct().toList();
  }
}
