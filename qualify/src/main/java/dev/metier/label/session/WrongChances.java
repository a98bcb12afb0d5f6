package dev.metier.label.session;

import dev.metier.label.Label;
import dev.metier.label.Label.Value;
import dev.metier.label.LabelledAnswer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How probably an answer is wrong before anybody looked: by its grade, or by how answers of its
/// source were labelled. Only says what is shown when, and is part of no result.
final class WrongChances {
  private static final double PROBABLY = 0.6;
  private static final double HARDLY = 0.4;
  private static final double GRADED_WRONG = 0.9;
  private static final double GRADED_RIGHT = 0.1;

  /// Labels that all made-up errors together are taken to have had before.
  private static final int MADE_UP = 8;

  private final Map<String, Integer> failed = new HashMap<>();
  private final Map<String, Integer> told = new HashMap<>();

  WrongChances(Collection<Label> labels) {
    for (Label label : labels) {
      if (label.value() != Value.CANNOT_TELL) {
        told.merge(label.answer().source(), 1, Integer::sum);
        failed.merge(label.answer().source(), label.value() == Value.FAIL ? 1 : 0, Integer::sum);
      }
    }
  }

  private double chance(AnsweredCase one) {
    if (one.score().isPresent()) {
      return one.score().getAsDouble() >= 1 ? GRADED_RIGHT : GRADED_WRONG;
    }
    LabelledAnswer answer = one.answer();
    int before = answer.madeUp() ? MADE_UP : 0;
    return (failed.getOrDefault(answer.source(), 0) + before + 1.0)
        / (told.getOrDefault(answer.source(), 0) + before + 2.0);
  }

  /// Whether it comes sooner or later, the soonest first. Errors that models made come before those
  /// that were made up.
  ///
  /// @param wrong whether a wrong answer is wanted
  int rank(AnsweredCase one, boolean wrong) {
    double chance = chance(one);
    int tier = chance >= PROBABLY ? 0 : chance >= HARDLY ? 1 : 3;
    if (one.answer().madeUp()) {
      return wrong ? 2 : 4;
    }
    return wrong ? tier : 3 - tier;
  }
}
