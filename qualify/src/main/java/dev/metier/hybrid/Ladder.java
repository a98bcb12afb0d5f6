package dev.metier.hybrid;

import dev.metier.job.Check;
import java.util.ArrayList;
import java.util.List;

/// The order in which the checks of a chain are tried: from the safest, which escalates most, to
/// the barest. It is fixed by the checks alone, before any outcome is read, so that all of them are
/// proved at the error rate of one.
public final class Ladder {
  /// Shares of all answers that the bars of log-probabilities let pass.
  private static final List<Double> KEPT = List.of(0.2, 0.4, 0.6, 0.8, 0.95);

  /// Those that the bars of a score let pass. A step that keeps little changes little, and that is
  /// harder to prove than a gain: the first one keeps half.
  private static final List<Double> SCORED = List.of(0.5, 0.65, 0.8, 0.9);

  private Ladder() {}

  /// The steps; the first is the safest, the last has one check.
  ///
  /// @param checks in the order in which they are run, the barest first
  public static List<List<Check>> of(List<Check> checks) {
    return of(checks, List.of());
  }

  /// The same, where bars of log-probabilities or of a score are tried too.
  ///
  /// @param bars the strictest first; at least one where a check is about log-probabilities or is a
  ///   score
  public static List<List<Check>> of(List<Check> checks, List<Double> bars) {
    var steps = new ArrayList<List<Check>>();
    List<Check> barest = bars.isEmpty() ? checks : at(checks, bars.getLast());
    var strict = (bars.isEmpty() ? checks : at(checks, bars.getFirst())).stream();
    steps.add(strict.map(Ladder::strict).toList());
    bars.forEach(bar -> steps.add(at(checks, bar)));
    for (int length = checks.size(); length > 0; length--) {
      steps.add(List.copyOf(barest.subList(0, length)));
    }
    return steps.stream().distinct().toList();
  }

  /// Bars of log-probabilities that are tried, the strictest first: fixed by how likely all answers
  /// were, whichever of them are right.
  ///
  /// @param means of all answers, not empty
  public static List<Double> bars(List<Double> means) {
    return bars(means, KEPT).stream().distinct().toList();
  }

  /// Bars of a score, one for each share that is tried, though several may be equal.
  ///
  /// @param chances that it gives answers, not empty
  static List<Double> scored(List<Double> chances) {
    return bars(chances, SCORED);
  }

  private static List<Double> bars(List<Double> seen, List<Double> shares) {
    List<Double> sorted = seen.stream().sorted().toList();
    return shares.stream()
        .map(kept -> sorted.size() - (int) Math.round(kept * sorted.size()))
        .map(place -> sorted.get(Math.min(place, sorted.size() - 1)))
        .toList();
  }

  /// The same check when all answers must agree.
  private static Check strict(Check check) {
    return check instanceof Check.Agree(int samples, _, double temperature)
        ? new Check.Agree(samples, samples, temperature)
        : check;
  }

  private static List<Check> at(List<Check> checks, double bar) {
    return checks.stream()
        .map(check ->
            switch (check) {
              case Check.LogProbability _ -> new Check.LogProbability(bar);
              case Check.Score score -> score.with(score.weighed().orElseThrow().from(bar));
              case Check.Complete _,
                  Check.Loops _,
                  Check.Tokens _,
                  Check.Graders _,
                  Check.Agree _,
                  Check.Baseline _,
                  Check.Judge _,
                  Check.Program _ ->
                  check;
            })
        .toList();
  }

  /// All checks that some of these steps need.
  public static List<Check> all(List<List<Check>> steps) {
    return steps.stream().flatMap(List::stream).distinct().toList();
  }
}
