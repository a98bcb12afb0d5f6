package dev.metier.plan;

import dev.metier.job.Case;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The order in which a job's cases are drawn: fixed by their content before the first call, the
/// same for all models.
///
/// Results are counted in this order whatever the order they arrive in; that is what makes every
/// verdict valid at the moment it is reached, and pairs the models case by case.
public record CommittedOrder(List<Unit> units) {
  public CommittedOrder {
    units = List.copyOf(units);
  }

  public static CommittedOrder of(Job job) {
    byte[] seed = Hashes.order(job);
    Map<String, List<Case>> groups = new LinkedHashMap<>();
    for (Case given : job.cases()) {
      String name = given.cluster().map(c -> "cluster " + c).orElse("case " + given.id());
      groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(given);
    }
    record Placed(String place, List<Case> cases) {}
    var placed = new ArrayList<Placed>();
    groups.forEach((name, cases) -> placed.add(new Placed(Hashes.place(seed, name), cases)));
    placed.sort(Comparator.comparing(Placed::place));
    var units = new ArrayList<Unit>();
    for (Placed group : placed) {
      var contents = group.cases().stream().map(given -> Hashes.content(job, given)).toList();
      units.add(new Unit(units.size(), group.cases(), contents));
    }
    return new CommittedOrder(units);
  }

  /// Cases of the largest unit: 1 when nothing is clustered.
  public int largest() {
    return units.stream().mapToInt(unit -> unit.cases().size()).max().orElse(1);
  }
}
