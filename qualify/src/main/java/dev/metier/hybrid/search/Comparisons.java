package dev.metier.hybrid.search;

import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.StageAnswer;
import dev.metier.stats.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The four rows that every chain is compared with.
final class Comparisons {
  private static final int FOLDS = 5;

  private Comparisons() {}

  /// @param kept share that a chain keeps
  static List<Point> of(
      String first, String alone, List<CheckedCase> cases, boolean whole, double kept) {
    Estimate always = estimate(cases, CheckedCase::first, whole);
    Estimate route = estimate(cases, CheckedCase::alone, whole);
    return List.of(
        row("always " + first, always, "The first model without checks."),
        row("always " + alone, route, "One model alone."),
        row(
            String.format(java.util.Locale.ROOT, "chance, %.0f %% to %s", 100 * kept, first),
            chance(always, route, kept),
            "A coin that keeps as many: what a choice without skill would give."),
        row(
            "choice per slice",
            estimate(cases, perSlice(cases), whole),
            "For each slice the first model where it did no worse on the other cases."));
  }

  static Estimate estimate(
      List<CheckedCase> cases, Function<CheckedCase, StageAnswer> of, boolean whole) {
    return Estimate.of(
        cases.stream().map(each -> new Estimate.Answered(each.unit(), of.apply(each))).toList(),
        whole);
  }

  private static Point row(String name, Estimate estimate, String reason) {
    return new Point(
        name, Point.Kind.COMPARISON, estimate, Double.NaN, Map.of(), Double.NaN, "", reason);
  }

  private static Estimate chance(Estimate first, Estimate alone, double kept) {
    double quality = mixed(first.quality(), alone.quality(), kept);
    double cost = mixed(first.perThousand(), alone.perThousand(), kept);
    return new Estimate(
        quality,
        new Interval(
            mixed(first.interval().low(), alone.interval().low(), kept),
            mixed(first.interval().high(), alone.interval().high(), kept)),
        cost,
        quality == 0 ? Double.NaN : cost / quality,
        Double.NaN);
  }

  static double mixed(double first, double alone, double kept) {
    return kept * first + (1 - kept) * alone;
  }

  /// Decided for each fifth of the cases by the others, cases of one draw together.
  private static Function<CheckedCase, StageAnswer> perSlice(List<CheckedCase> cases) {
    var choices = new ArrayList<Map<String, Boolean>>();
    for (int fold = 0; fold < FOLDS; fold++) {
      var sums = new HashMap<String, Double>();
      for (CheckedCase each : cases) {
        if (each.unit() % FOLDS != fold) {
          sums.merge(slice(each), each.first().score() - each.alone().score(), Double::sum);
        }
      }
      var choice = new HashMap<String, Boolean>();
      sums.forEach((slice, sum) -> choice.put(slice, sum >= 0));
      choices.add(choice);
    }
    return each ->
        choices.get(each.unit() % FOLDS).getOrDefault(slice(each), false)
            ? each.first()
            : each.alone();
  }

  private static String slice(CheckedCase each) {
    return String.join(";", each.given().slices().stream().sorted().toList());
  }
}
