package dev.metier.project.cases;

import static dev.metier.form.Table.Slot.key;

import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Case;
import dev.metier.job.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What becomes of a job's cases in which the model sees the same, under different names.
public enum Duplicates {
  CLUSTER,
  SEPARATE;

  public static final Slot<Duplicates> KEY =
      key(
              "duplicates",
              ScalarReader.words(
                  values(),
                  "they are one cluster, since a second answer to the same tells little new",
                  "each of them is a draw of its own"),
              "What cases with the same text count as.",
              "separate")
          .usually(CLUSTER, "cluster");

  /// The cases as they count.
  public static List<Case> counted(
      String job, List<Case> cases, Prompt prompt, Table table, Reading told) {
    Set<String> variables = prompt.variables();
    boolean shown = cases.stream().anyMatch(given -> !given.pictures().isEmpty());
    if ((variables.isEmpty() && !shown) || table.value(KEY) == SEPARATE) {
      return cases;
    }
    Map<List<Object>, List<Integer>> alike = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      Case given = cases.get(i);
      alike.computeIfAbsent(seen(variables, given), _ -> new ArrayList<>(1)).add(i);
    }
    if (alike.size() == cases.size()) {
      return cases;
    }
    List<Case> counted = new ArrayList<>(cases);
    alike.values().stream().filter(same -> same.size() > 1).forEach(same -> join(same, counted));
    if (!counted.equals(cases)) {
      told.note(
          "Job %s: its %,d cases have only %,d %s, and cases with the same text count as one cluster; `duplicates: separate` lets each count."
              .formatted(
                  job, cases.size(), alike.size(), alike.size() == 1 ? "text" : "different texts"));
    }
    return counted;
  }

  private static List<Object> seen(Set<String> variables, Case given) {
    return Stream.<Object>concat(variables.stream().map(given::value), given.pictures().stream())
        .toList();
  }

  private static void join(List<Integer> same, List<Case> cases) {
    var theirs =
        same.stream().map(cases::get).sorted(Comparator.comparing(Case::identity)).toList();
    Optional<String> given = theirs.stream().flatMap(c -> c.cluster().stream()).findFirst();
    for (int place : same) {
      Case own = cases.get(place);
      if (own.cluster().isEmpty()) {
        cases.set(place, given.map(own::in).orElseGet(() -> own.inTextOf(theirs.getFirst())));
      }
    }
  }
}
