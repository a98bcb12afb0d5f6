package dev.metier.plan;

import dev.metier.job.Case;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The order in which a job's cases are drawn: fixed by their content before the first call, the
/// same for all models.
///
/// Results are counted in this order whatever the order they arrive in; that is what makes every
/// verdict valid at the moment it is reached, and pairs the models case by case.
public final class CommittedOrder {
  private final List<Unit> units;
  private final int largest;
  private final List<String> contents = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  private CommittedOrder(List<Unit> units) {
    this.units = List.copyOf(units);
    this.largest = units.stream().mapToInt(unit -> unit.cases().size()).max().orElse(1);
    for (Unit unit : units) {
      for (String content : unit.contents()) {
        places.put(content, contents.size());
        contents.add(content);
      }
    }
  }

  /// Cases that count as one draw; `place` shuffles the draws.
  private record Group(String place, List<Case> cases, List<String> contents) {}

  public static CommittedOrder of(Job job) {
    var hashes = new Hashes();
    var variables = job.prompt().variables();
    List<String> contents = new ArrayList<>(job.cases().size());
    job.cases().forEach(given -> contents.add(hashes.content(variables, given)));
    byte[] seed = Hashes.order(job, contents);
    var groups = LinkedHashMap.<String, Group>newLinkedHashMap(contents.size());
    for (int i = 0; i < contents.size(); i++) {
      Case given = job.cases().get(i);
      String name = given.cluster().map(c -> "cluster " + c).orElse("case " + given.id());
      var group = groups.get(name);
      if (group == null) {
        group = new Group(hashes.place(seed, name), new ArrayList<>(1), new ArrayList<>(1));
        groups.put(name, group);
      }
      group.cases().add(given);
      group.contents().add(contents.get(i));
    }
    var placed = new ArrayList<>(groups.values());
    placed.sort(Comparator.comparing(Group::place));
    var units = new ArrayList<Unit>(placed.size());
    placed.forEach(group -> units.add(new Unit(units.size(), group.cases(), group.contents())));
    return new CommittedOrder(units);
  }

  public List<Unit> units() {
    return units;
  }

  /// How many of the units, from the first on, were there when the job was first qualified; the
  /// others were added later.
  public int horizon() {
    return units.size();
  }

  /// Cases of the largest unit: 1 when nothing is clustered.
  public int largest() {
    return largest;
  }

  /// How many cases come before the one with this content hash, or -1 when none has it.
  ///
  /// @param likely what it probably is; when it is, it is found much faster
  public int place(String content, int likely) {
    return likely < contents.size() && contents.get(likely).equals(content)
        ? likely
        : places.getOrDefault(content, -1);
  }
}
