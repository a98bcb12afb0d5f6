package dev.metier.label.session;

import dev.metier.label.Labeller;
import dev.metier.label.Preference;
import dev.metier.stats.CohensKappa;
import dev.metier.stats.Interval;
import dev.metier.stats.Proportions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/// What people prefer, how far they agree, and how far a judge that compares agrees with them.
///
/// @param models each two whose answers were compared, every pair of answers once
/// @param people each two people who compared some of the same
/// @param judge the judge beside the people; empty without a judge that compares
/// @param unasked pairs of which the judge said nothing yet, or could not judge
public record PreferenceTable(
    List<Models> models, List<Agreement> people, Optional<Agreement> judge, int unasked) {
  private static final double ALPHA = 0.05;

  public PreferenceTable {
    models = List.copyOf(models);
    people = List.copyOf(people);
  }

  /// Two sources of answers, by name.
  ///
  /// @param first how often the first one's answer was preferred
  /// @param split of how many people say different things
  public record Models(String one, String other, int first, int second, int tie, int split) {
    /// In which share of those that were decided the first one is preferred: two-sided, 95 %
    /// (Clopper-Pearson); empty where none was.
    public Optional<Interval> share() {
      return first + second == 0
          ? Optional.empty()
          : Optional.of(Proportions.interval(first, first + second, ALPHA));
    }
  }

  /// Two who compared the same pairs of answers.
  ///
  /// @param table how often each said what: rows are the first one's words, columns the second's;
  ///   in the order of one answer, tie, the other answer, where "one" has the smaller hash (beside
  ///   a judge, the model's answer)
  public record Agreement(String first, String second, List<List<Integer>> table) {
    public Agreement {
      table = table.stream().map(List::copyOf).toList();
    }

    public int pairs() {
      return table.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum();
    }

    /// Cohen's kappa over the three words; empty where chance alone would make them agree.
    public OptionalDouble kappa() {
      return CohensKappa.of(table);
    }
  }

  /// What one judge said of an answer: 1 for it, -1 for what it is compared with, 0 for a tie.
  public interface Said extends Function<Preference, OptionalInt> {}

  /// What these preferences come to.
  ///
  /// @param judge what the job's judge said of a pair with what it compares with, by name
  public static PreferenceTable of(List<Preference> all, Optional<Map.Entry<String, Said>> judge) {
    Map<String, List<Preference>> bySubject = new LinkedHashMap<>();
    all.forEach(
        each -> bySubject.computeIfAbsent(each.subject(), _ -> new ArrayList<>()).add(each));
    var words = judge.map(one -> judged(bySubject, one));
    return new PreferenceTable(
        models(bySubject.values()),
        people(all),
        words.map(Judged::agreement),
        words.map(Judged::unasked).orElse(0));
  }

  private static List<Models> models(Iterable<List<Preference>> subjects) {
    Map<List<String>, int[]> counts = new LinkedHashMap<>();
    for (List<Preference> same : subjects) {
      Preference any = same.getFirst();
      boolean ordered = any.left().source().compareTo(any.right().source()) <= 0;
      var one = ordered ? any.left() : any.right();
      var other = ordered ? any.right() : any.left();
      int[] count = counts.computeIfAbsent(List.of(one.source(), other.source()), _ -> new int[4]);
      OptionalInt said = settled(same, one.text());
      count[said.isEmpty() ? 3 : 1 - said.getAsInt()]++;
    }
    var models = new ArrayList<Models>();
    counts.forEach((names, count) ->
        models.add(
            new Models(names.getFirst(), names.getLast(), count[0], count[2], count[1], count[3])));
    return models;
  }

  /// What all people say of a pair; empty when they say different things.
  private static OptionalInt settled(List<Preference> same, String text) {
    var said = same.stream().map(each -> each.of(text)).distinct().toList();
    return said.size() == 1 ? OptionalInt.of(said.getFirst()) : OptionalInt.empty();
  }

  private static List<Agreement> people(List<Preference> all) {
    Map<Labeller, Map<String, Preference>> by = new LinkedHashMap<>();
    all.forEach(
        each -> by.computeIfAbsent(each.by(), _ -> new HashMap<>()).put(each.subject(), each));
    List<Labeller> names = List.copyOf(by.keySet());
    var agreements = new ArrayList<Agreement>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        var theirs = by.getOrDefault(names.get(j), Map.of());
        int[][] table = new int[3][3];
        by.getOrDefault(names.get(i), Map.of())
            .forEach((subject, mine) ->
                Optional.ofNullable(theirs.get(subject))
                    .ifPresent(yours -> {
                      String text = smaller(mine);
                      table[1 - mine.of(text)][1 - yours.of(text)]++;
                    }));
        var agreement = new Agreement(names.get(i).name(), names.get(j).name(), lists(table));
        if (agreement.pairs() > 0) {
          agreements.add(agreement);
        }
      }
    }
    return agreements;
  }

  private static String smaller(Preference each) {
    return each.left().hash().compareTo(each.right().hash()) <= 0
        ? each.left().text()
        : each.right().text();
  }

  private record Judged(Agreement agreement, int unasked) {}

  private static Judged judged(
      Map<String, List<Preference>> bySubject, Map.Entry<String, Said> judge) {
    int[][] table = new int[3][3];
    int unasked = 0;
    for (List<Preference> same : bySubject.values()) {
      Optional<String> text = answer(same.getFirst());
      OptionalInt people = text.map(t -> settled(same, t)).orElse(OptionalInt.empty());
      if (people.isPresent()) {
        OptionalInt said = judge.getValue().apply(same.getFirst());
        if (said.isPresent()) {
          table[1 - people.getAsInt()][1 - said.getAsInt()]++;
        } else {
          unasked++;
        }
      }
    }
    return new Judged(new Agreement("people", judge.getKey(), lists(table)), unasked);
  }

  /// The answer of a model that stands beside what a judge compares with.
  public static Optional<String> answer(Preference each) {
    boolean left = each.left().source().equals(AnswerPair.COMPARED);
    boolean right = each.right().source().equals(AnswerPair.COMPARED);
    return left == right
        ? Optional.empty()
        : Optional.of(left ? each.right().text() : each.left().text());
  }

  private static List<List<Integer>> lists(int[][] table) {
    var rows = new ArrayList<List<Integer>>();
    for (int[] row : table) {
      rows.add(List.of(row[0], row[1], row[2]));
    }
    return rows;
  }
}
