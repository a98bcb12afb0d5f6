package dev.metier.label;

import dev.metier.core.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The labels of a job that count, and what was set aside.
///
/// @param all in the order of the file; of each labeller one for each answer, and one more for each
///   that was shown twice
/// @param stale how many were set aside, by reason
/// @param wrong lines that are no labels
public record Labels(List<Label> all, Map<Stale, Integer> stale, List<Problem> wrong) {
  /// Why a label counts no more.
  public enum Stale {
    /// The case says something else since, or something else is expected of it.
    CASE_EDITED("the case was edited since"),
    CASE_GONE("the case is gone"),
    ANSWER_EDITED("the answer was edited since"),
    /// It was given later than now: one of two clocks is wrong, and so is what "since" means.
    FROM_THE_FUTURE("given later than now, by this clock");

    private final String words;

    Stale(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// An answer of which all people who could tell say the same.
  ///
  /// @param people how many
  public record Agreed(
      String caseId, String content, LabelledAnswer answer, boolean pass, int people) {}

  public static final Labels NONE = new Labels(List.of(), Map.of(), List.of());

  public Labels {
    all = List.copyOf(all);
    stale = Map.copyOf(stale);
    wrong = List.copyOf(wrong);
  }

  /// The labels of answers that a labeller saw for the first time.
  public List<Label> first() {
    return all.stream().filter(label -> label.showing() == Label.Showing.FIRST).toList();
  }

  /// What each labeller says of each answer in the end: the first look, or the one that was to
  /// resolve a disagreement.
  public List<Label> settled() {
    Map<Label.Key, Label> settled = new LinkedHashMap<>();
    for (Label label : all) {
      var one =
          new Label.Key(label.content(), label.answer().hash(), label.by(), Label.Showing.FIRST);
      switch (label.showing()) {
        case FIRST -> settled.putIfAbsent(one, label);
        case RESOLVE -> settled.put(one, label);
        case REPEAT, OPEN -> {}
      }
    }
    return List.copyOf(settled.values());
  }

  /// What somebody said of an answer while it was seen which model gave it.
  public Optional<Label> open(String subject, Labeller by) {
    return all.stream()
        .filter(label -> label.showing() == Label.Showing.OPEN)
        .filter(label -> label.by().equals(by) && label.subject().equals(subject))
        .findFirst();
  }

  /// How many were set aside.
  public int staleCount() {
    return stale.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The names of the people who labelled, in the order of their first labels.
  public List<String> people() {
    return all.stream()
        .filter(l -> !l.by().model() && l.showing() != Label.Showing.OPEN)
        .map(l -> l.by().name())
        .distinct()
        .toList();
  }

  /// What judges are calibrated on: answers on which people agree, each once. Labels made by models
  /// are left out, so are answers of which nobody can tell or two say different things.
  public List<Agreed> agreed() {
    Map<String, List<Label>> told = new LinkedHashMap<>();
    for (Label label : settled()) {
      if (!label.by().model() && label.value() != Label.Value.CANNOT_TELL) {
        told.computeIfAbsent(label.subject(), _ -> new ArrayList<>()).add(label);
      }
    }
    var agreed = new ArrayList<Agreed>();
    for (List<Label> same : told.values()) {
      Set<Label.Value> values = same.stream().map(Label::value).collect(Collectors.toSet());
      if (values.size() == 1) {
        Label one = same.getFirst();
        boolean pass = one.value() == Label.Value.PASS;
        agreed.add(new Agreed(one.caseId(), one.content(), one.answer(), pass, same.size()));
      }
    }
    return agreed;
  }
}
