package dev.metier.job;

import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Weighted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The part of a job's graders that needs nothing of a case, and so can judge live answers too.
public final class CaseFree {
  private CaseFree() {}

  /// The graders that must all pass and need nothing of the case; empty when there is none.
  public static Optional<Group> of(Group graders) {
    if (graders.rule() != Rule.ALL) {
      return isFree(graders) && !graders.graded() ? Optional.of(graders) : Optional.empty();
    }
    List<Weighted> free =
        graders.parts().stream()
            .filter(part -> isFree(part.spec()) && !part.spec().graded())
            .toList();
    return free.isEmpty()
        ? Optional.empty()
        : Optional.of(new Group(Rule.ALL, free, graders.threshold()));
  }

  private static boolean isFree(GraderSpec spec) {
    return switch (spec) {
      case GraderSpec.Equals(var expected, _, _) -> isFree(Stream.of(expected));
      case GraderSpec.OneOf(var expected, _, _) -> isFree(expected.stream());
      case GraderSpec.Contains(var texts, _, _, _) -> isFree(texts.stream());
      case GraderSpec.StartsWith(var texts, _, _) -> isFree(texts.stream());
      case GraderSpec.Regex(var pattern, _, _) -> isFree(Stream.of(pattern));
      case GraderSpec.Numeric(var expected, _, _, _) -> isFree(Stream.of(expected));
      case GraderSpec.Value(var expected, _) -> isFree(Stream.of(expected));
      case GraderSpec.JsonFields(var fields, _) -> isFree(fields.stream().map(Field::expected));
      case GraderSpec.ToolCalls calls ->
          isFree(calls.expected().stream().map(ExpectedCall::arguments).flatMap(Optional::stream));
      case GraderSpec.Similarity(_, var expected, _) -> isFree(Stream.of(expected));
      case GraderSpec.WellFormed _,
          GraderSpec.JsonSchema _,
          GraderSpec.Finish _,
          GraderSpec.Length _,
          GraderSpec.Language _,
          GraderSpec.Refusal _,
          GraderSpec.NoMarkup _,
          GraderSpec.NoLoop _ ->
          true;
      // How a server did is no judgement of what an answer says.
      case GraderSpec.WithinTime _, GraderSpec.WithinCost _ -> false;
      // It is handed the whole case.
      case GraderSpec.Program _ -> false;
      case GraderSpec.Not(var of) -> isFree(of);
      case GraderSpec.Fenced(var of) -> isFree(of);
      case Group group -> group.parts().stream().allMatch(part -> isFree(part.spec()));
    };
  }

  private static boolean isFree(Stream<Template> templates) {
    return templates.allMatch(template -> template.variables().isEmpty());
  }
}
