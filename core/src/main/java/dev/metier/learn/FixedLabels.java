package dev.metier.learn;

import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The labels that a job's answers are graded against: what its first `equals` or `one_of` expects.
public final class FixedLabels {
  private FixedLabels() {}

  /// The label of each case; empty when answers are not graded so.
  public static Optional<List<String>> of(GraderSpec graders, List<Case> cases) {
    return template(graders)
        .map(expected -> cases.stream().map(c -> label(expected.fill(c.values()))).toList());
  }

  private static Optional<Template> template(GraderSpec spec) {
    return switch (spec) {
      case GraderSpec.Equals equal -> Optional.of(equal.expected());
      case GraderSpec.OneOf one -> one.expected().stream().findFirst();
      case GraderSpec.Group group ->
          group.parts().stream().flatMap(part -> template(part.spec()).stream()).findFirst();
      default -> Optional.empty();
    };
  }

  /// Of a list of texts that all are right the first one.
  private static String label(String expected) {
    String text = expected.strip();
    if (!text.startsWith("[\"")) {
      return text;
    }
    try {
      return JsonMapper.shared().readTree(text).path(0).asString(text);
    } catch (JacksonException e) {
      return text;
    }
  }
}
