package dev.metier.plan;

import dev.metier.job.Case;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// The order in which a job's cases are drawn: fixed by their content before the first call, the
/// same for all models.
///
/// Results are counted in this order whatever the order they arrive in; that is what makes every
/// verdict valid at the moment it is reached, and pairs the models case by case.
///
/// @param largest cases of the largest unit: 1 when nothing is clustered
public record CommittedOrder(List<Unit> units, int largest) {
  public CommittedOrder {
    units = List.copyOf(units);
  }

  private record Known(Case given, String content) {}

  private record Placed(String place, List<Known> cases) {}

  public static CommittedOrder of(Job job) {
    var groups = new LinkedHashMap<String, List<Known>>();
    var all = new ArrayList<String>();
    for (Case given : job.cases()) {
      String name = given.cluster().map(c -> "cluster " + c).orElse("case " + given.id());
      var known = new Known(given, Hashes.content(job, given));
      all.add(known.content());
      groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(known);
    }
    byte[] seed = Hashes.order(job, all);
    var placed = new ArrayList<Placed>();
    groups.forEach((name, cases) -> placed.add(new Placed(Hashes.place(seed, name), cases)));
    placed.sort(Comparator.comparing(Placed::place));
    var units = new ArrayList<Unit>();
    for (Placed group : placed) {
      units.add(
          new Unit(
              units.size(),
              group.cases().stream().map(Known::given).toList(),
              group.cases().stream().map(Known::content).toList()));
    }
    int largest = units.stream().mapToInt(unit -> unit.cases().size()).max().orElse(1);
    return new CommittedOrder(units, largest);
  }
}
