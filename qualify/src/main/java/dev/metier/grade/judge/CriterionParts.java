package dev.metier.grade.judge;

import dev.metier.job.Criterion;
import java.util.List;

/// What identifies a criterion, as nested lists of texts and numbers.
public final class CriterionParts {
  private CriterionParts() {}

  /// The parts, taken out by patterns, so that one that is added does not compile until it is here.
  public static List<?> of(Criterion criterion) {
    return switch (criterion) {
      case Criterion.Rubric(var text, var anchors, var threshold) ->
          List.of("rubric", text.text(), anchors.toString(), threshold);
      case Criterion.Labels(var question, var labels, var passing) ->
          List.of("labels", question.text(), labels, passing.stream().sorted().toList());
      case Criterion.Factuality(var expected, var passing) ->
          List.of("factuality", expected.text(), passing.stream().sorted().toList());
      case Criterion.Faithfulness(var passages) -> List.of("faithfulness", passages.text());
      case Criterion.Pairwise(var other, var question, var ties) ->
          List.of("pairwise", other.text(), question.text(), ties);
    };
  }
}
