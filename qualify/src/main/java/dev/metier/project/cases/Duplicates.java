package dev.metier.project.cases;

import static dev.metier.form.Table.Slot.key;

import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Case;
import dev.metier.job.Prompt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What becomes of a job's cases in which the model sees the same or nearly the same, under
/// different names.
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
              "What cases with the same text, or nearly the same, count as.",
              "separate")
          .usually(CLUSTER, "cluster");

  private static final int SHOWN = 3;

  /// The cases as they count.
  ///
  /// @param graded the variables that graders look at: cases that expect different answers are no
  ///   near duplicates
  public static List<Case> counted(
      String job, List<Case> cases, Prompt prompt, Set<String> graded, Table table, Reading told) {
    Set<String> variables = prompt.variables();
    boolean shown = cases.stream().anyMatch(given -> !given.pictures().isEmpty());
    if ((variables.isEmpty() && !shown) || table.value(KEY) == SEPARATE) {
      return cases;
    }
    Map<List<Object>, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      alike.computeIfAbsent(seen(variables, cases.get(i)), _ -> new ArrayList<>(1)).add(i);
    }
    Map<Integer, List<Integer>> near = near(job, alike.values(), cases, variables, graded, told);
    if (alike.size() == cases.size() && near.isEmpty()) {
      return cases;
    }
    List<Case> counted = new ArrayList<>(cases);
    alike.values().stream().filter(same -> same.size() > 1).forEach(same -> join(same, counted));
    near.values().forEach(like -> joinNear(like, counted));
    if (!counted.equals(cases)) {
      note(job, cases, alike.size(), near.values()).forEach(told::note);
    }
    return counted;
  }

  private static List<Optional<String>> values(Case given, Collection<String> variables) {
    return variables.stream().map(given::value).toList();
  }

  private static List<Object> seen(Set<String> variables, Case given) {
    return Stream.<Object>concat(variables.stream().map(given::value), given.pictures().stream())
        .toList();
  }

  private static List<String> note(
      String job, List<Case> cases, int texts, Collection<List<Integer>> near) {
    var notes = new ArrayList<String>();
    if (texts < cases.size()) {
      notes.add(
          "Job %s: its %,d cases have only %,d %s, and cases with the same text count as one cluster; `duplicates: separate` lets each count."
              .formatted(job, cases.size(), texts, texts == 1 ? "text" : "different texts"));
    }
    int more = near.stream().mapToInt(like -> like.size() - 1).sum();
    if (more > 0) {
      String shown =
          near.stream()
              .limit(SHOWN)
              .map(like -> cases.get(like.get(1)).id() + " like " + cases.get(like.get(0)).id())
              .collect(Collectors.joining(", "));
      notes.add(
          String.format(
              Locale.ROOT,
              "Job %s: %,d of its cases %s nearly the text of another (%s%s), and %s with it as one"
                  + " cluster; `duplicates: separate` lets each count.",
              job,
              more,
              more == 1 ? "has" : "have",
              shown,
              near.size() > SHOWN ? ", ..." : "",
              more == 1 ? "counts" : "count"));
    }
    return notes;
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

  // Nearly the same ----------------------------------------------------------------------------

  /// The cases that are near to an earlier one, by that one, which comes first; earlier by
  /// identity, whatever the order of the file. Of cases with the same text each is there.
  private static Map<Integer, List<Integer>> near(
      String job,
      Collection<List<Integer>> alike,
      List<Case> cases,
      Set<String> variables,
      Set<String> graded,
      Reading told) {
    if (alike.size() > NearTexts.MOST_CASES) {
      told.note(tooMany(job));
      return Map.of();
    }
    var texts = new ArrayList<Map.Entry<List<Integer>, String>>();
    for (List<Integer> same : alike) {
      var values = values(cases.get(same.getFirst()), variables);
      texts.add(
          Map.entry(
              same, values.stream().map(v -> v.orElse("")).collect(Collectors.joining("\n"))));
    }
    if (!NearTexts.compares(texts.stream().map(Map.Entry::getValue).toList())) {
      told.note(tooMany(job));
      return Map.of();
    }
    texts.sort(Comparator.comparing(entry -> identity(entry.getKey(), cases)));
    Map<List<Object>, List<Map.Entry<List<Integer>, String>>> asked = new HashMap<>();
    for (var each : texts) {
      Case first = cases.get(each.getKey().getFirst());
      List<Object> answers =
          List.of(first.expected(), values(first, graded), first.own(), first.pictures());
      asked.computeIfAbsent(answers, _ -> new ArrayList<>(1)).add(each);
    }
    Map<Integer, List<Integer>> near = new TreeMap<>();
    boolean all = true;
    for (List<Map.Entry<List<Integer>, String>> group : asked.values()) {
      all &= group.size() == 1 || near(group, near);
    }
    if (!all) {
      told.note(
          "Job "
              + job
              + ": too many of its texts are somewhat alike to look for those that are nearly the"
              + " same; only equal ones count as one cluster.");
      return Map.of();
    }
    return near;
  }

  private static String tooMany(String job) {
    return String.format(
        Locale.ROOT,
        "Job %s: texts that are nearly the same were not looked for, only equal ones: that is done"
            + " up to %,d cases and %,d characters.",
        job,
        NearTexts.MOST_CASES,
        NearTexts.MOST_CHARS);
  }

  private static String identity(List<Integer> same, List<Case> cases) {
    return same.stream().map(i -> cases.get(i).identity()).min(String::compareTo).orElse("");
  }

  /// Whether that could be found out.
  private static boolean near(
      List<Map.Entry<List<Integer>, String>> group, Map<Integer, List<Integer>> near) {
    var found = NearTexts.firsts(group.stream().map(Map.Entry::getValue).toList());
    if (found.isEmpty()) {
      return false;
    }
    int[] firsts = found.get();
    for (int i = 0; i < firsts.length; i++) {
      if (firsts[i] != i) {
        List<Integer> first = group.get(firsts[i]).getKey();
        near.computeIfAbsent(first.getFirst(), _ -> new ArrayList<>(first))
            .addAll(group.get(i).getKey());
      }
    }
    return true;
  }

  private static void joinNear(List<Integer> like, List<Case> cases) {
    Case first = cases.get(like.getFirst());
    Optional<String> given =
        like.stream()
            .map(cases::get)
            .filter(c -> !c.repeatsText())
            .flatMap(c -> c.cluster().stream())
            .findFirst()
            .or(first::cluster);
    for (int place : like) {
      Case own = cases.get(place);
      if (own.cluster().isEmpty() || own.repeatsText()) {
        cases.set(place, given.map(own::in).orElseGet(() -> own.nearTextOf(first)));
      }
    }
  }
}
