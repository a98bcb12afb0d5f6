package dev.metier.label.session;

import dev.metier.label.Label;
import dev.metier.label.Label.Showing;
import dev.metier.label.Label.Value;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import dev.metier.stats.CohensKappa;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// How far those who labelled a job's answers agree, with each other and with themselves.
///
/// @param each what each labeller did, the earliest first
/// @param pairs each two who labelled some of the same answers; first looks only, since a second
///   one knows of the disagreement
/// @param disagreements answers of which two people say different things in the end
/// @param passed answers on which people agree that they pass
/// @param failed the same, that they fail
public record LabellerAgreement(
    List<Single> each, List<Pair> pairs, List<Disagreement> disagreements, int passed, int failed) {
  /// What one labeller did.
  ///
  /// @param repeated answers that were shown twice
  /// @param same how many of them had the same label both times
  /// @param madeUp made-up errors that were labelled
  /// @param caught how many of them failed
  public record Single(
      Labeller by,
      int pass,
      int fail,
      int cannotTell,
      int repeated,
      int same,
      int madeUp,
      int caught) {}

  /// What two labellers say of the same answers.
  ///
  /// @param open of which one of them could not tell
  public record Pair(
      Labeller first,
      Labeller second,
      int bothPass,
      int onlyFirst,
      int onlySecond,
      int bothFail,
      int open) {
    public OptionalDouble kappa() {
      return CohensKappa.of(bothPass, onlyFirst, onlySecond, bothFail);
    }

    public int answers() {
      return bothPass + onlyFirst + onlySecond + bothFail;
    }
  }

  /// An answer of which two people say different things; one label of each.
  public record Disagreement(List<Label> labels) {
    public Disagreement {
      labels = List.copyOf(labels);
    }
  }

  public LabellerAgreement {
    each = List.copyOf(each);
    pairs = List.copyOf(pairs);
    disagreements = List.copyOf(disagreements);
  }

  public static LabellerAgreement of(Labels labels) {
    Map<Labeller, List<Label>> by = new LinkedHashMap<>();
    labels.all().forEach(l -> by.computeIfAbsent(l.by(), _ -> new ArrayList<>()).add(l));
    var each = by.entrySet().stream().map(e -> single(e.getKey(), e.getValue())).toList();
    List<Labeller> all = List.copyOf(by.keySet());
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        Pair pair = pair(all.get(i), all.get(j), labels);
        if (pair.answers() + pair.open() > 0) {
          pairs.add(pair);
        }
      }
    }
    var agreed = labels.agreed();
    int passed = (int) agreed.stream().filter(Labels.Agreed::pass).count();
    return new LabellerAgreement(
        each, pairs, disagreements(labels), passed, agreed.size() - passed);
  }

  private static Single single(Labeller by, List<Label> labels) {
    Map<String, Value> first = byAnswer(labels, by);
    var again = labels.stream().filter(l -> l.showing() == Showing.REPEAT).toList();
    var errors =
        labels.stream().filter(l -> l.showing() == Showing.FIRST && l.answer().madeUp()).toList();
    return new Single(
        by,
        count(first.values(), Value.PASS),
        count(first.values(), Value.FAIL),
        count(first.values(), Value.CANNOT_TELL),
        again.size(),
        (int) again.stream().filter(l -> l.value() == first.get(l.subject())).count(),
        errors.size(),
        (int) errors.stream().filter(l -> l.value() == Value.FAIL).count());
  }

  private static int count(Collection<Value> values, Value value) {
    return (int) values.stream().filter(value::equals).count();
  }

  private static Map<String, Value> byAnswer(List<Label> labels, Labeller by) {
    Map<String, Value> found = new HashMap<>();
    labels.stream()
        .filter(l -> l.by().equals(by) && l.showing() == Showing.FIRST)
        .forEach(l -> found.put(l.subject(), l.value()));
    return found;
  }

  private static Pair pair(Labeller one, Labeller other, Labels labels) {
    Map<String, Value> mine = byAnswer(labels.all(), one);
    Map<String, Value> theirs = byAnswer(labels.all(), other);
    int[] table = new int[5];
    mine.forEach((subject, value) -> {
      Value second = theirs.get(subject);
      if (second != null) {
        table[cell(value, second)]++;
      }
    });
    return new Pair(one, other, table[0], table[1], table[2], table[3], table[4]);
  }

  private static int cell(Value one, Value other) {
    if (one == Value.CANNOT_TELL || other == Value.CANNOT_TELL) {
      return 4;
    }
    return (one == Value.PASS ? 0 : 2) + (other == Value.PASS ? 0 : 1);
  }

  private static List<Disagreement> disagreements(Labels labels) {
    Set<String> split = disagreed(labels.all());
    Map<String, List<Label>> by = new LinkedHashMap<>();
    labels.settled().stream()
        .filter(label -> !label.by().model() && split.contains(label.subject()))
        .forEach(l -> by.computeIfAbsent(l.subject(), _ -> new ArrayList<>()).add(l));
    return by.values().stream().map(Disagreement::new).toList();
  }

  /// The answers that one person passes and another one fails, in the end.
  static Set<String> disagreed(List<Label> labels) {
    var passed = new HashSet<String>();
    var failed = new HashSet<String>();
    for (Label label : new Labels(labels, Map.of(), List.of()).settled()) {
      if (!label.by().model() && label.value() == Value.PASS) {
        passed.add(label.subject());
      } else if (!label.by().model() && label.value() == Value.FAIL) {
        failed.add(label.subject());
      }
    }
    passed.retainAll(failed);
    return passed;
  }
}
