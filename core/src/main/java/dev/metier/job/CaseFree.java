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

  /// The texts of a grader that a case fills in.
  public static Stream<Template> templates(GraderSpec spec) {
    return switch (spec) {
      case GraderSpec.Equals(var expected, _, _, _) -> Stream.of(expected);
      case GraderSpec.OneOf(var expected, _, _) -> expected.stream();
      case GraderSpec.Contains(var texts, _, _, _) -> texts.stream();
      case GraderSpec.StartsWith(var texts, _, _) -> texts.stream();
      case GraderSpec.Regex(var pattern, _, _, _) -> Stream.of(pattern);
      case GraderSpec.Numeric(var expected, _, _, _) -> Stream.of(expected);
      case GraderSpec.Value(var expected, _) -> Stream.of(expected);
      case GraderSpec.JsonFields(var fields, _) -> fields.stream().map(Field::expected);
      case GraderSpec.ToolCalls calls ->
          calls.expected().stream().map(ExpectedCall::arguments).flatMap(Optional::stream);
      case GraderSpec.Similarity(_, var expected, _) -> Stream.of(expected);
      case GraderSpec.EditDistance(var expected, _) -> Stream.of(expected);
      case GraderSpec.WordOverlap(_, var expected, _) -> expected.stream();
      case GraderSpec.Judged(_, var criterion, _) -> criterion.templates();
      case GraderSpec.SqlResult(_, var expected, _, _) -> Stream.of(expected);
      case GraderSpec.CodeTests tests -> tests.files().values().stream();
      case GraderSpec.JavaScript(var code, _, _, _) -> Stream.of(code);
      case GraderSpec.WellFormed _,
          GraderSpec.Found _,
          GraderSpec.SqlNames _,
          GraderSpec.JsonSchema _,
          GraderSpec.Finish _,
          GraderSpec.Length _,
          GraderSpec.Language _,
          GraderSpec.Refusal _,
          GraderSpec.NoMarkup _,
          GraderSpec.NoLoop _,
          GraderSpec.WithinTime _,
          GraderSpec.WithinCost _,
          GraderSpec.Program _ ->
          Stream.empty();
      case GraderSpec.Not(var of) -> templates(of);
      case GraderSpec.Fenced(var of) -> templates(of);
      case GraderSpec.At(_, var of) -> templates(of);
      case GraderSpec.Transformed(var by, var of) -> Stream.concat(by.stream(), templates(of));
      case GraderSpec.When(_, var of) -> templates(of);
      case Group group -> group.parts().stream().flatMap(part -> templates(part.spec()));
    };
  }

  /// Whether a grader needs nothing of the case.
  public static boolean isFree(GraderSpec spec) {
    return templates(spec).allMatch(template -> template.variables().isEmpty())
        && within(spec).noneMatch(CaseFree::needsMore);
  }

  /// Whether nothing that grades these cases looks at what is right for one of them. Graders that
  /// differ from case to case say what is right for each.
  public static boolean looksAtFormOnly(Group graders, List<Case> cases) {
    return isFree(graders)
        && cases.stream().map(Case::own).distinct().count() == 1
        && cases.stream().flatMap(c -> c.own().stream()).allMatch(own -> isFree(own.graders()));
  }

  /// How a server did is no judgement of what an answer says; a program and code are handed the
  /// whole case; a judge is a model that must be asked.
  private static boolean needsMore(GraderSpec spec) {
    return spec instanceof GraderSpec.WithinTime
        || spec instanceof GraderSpec.WithinCost
        || spec instanceof GraderSpec.Program
        || spec instanceof GraderSpec.Judged
        || spec instanceof GraderSpec.SqlResult
        || spec instanceof GraderSpec.CodeTests
        || spec instanceof GraderSpec.JavaScript
        || spec instanceof GraderSpec.Transformed
        || spec instanceof GraderSpec.When;
  }

  /// A grader and all that it is made of.
  public static Stream<GraderSpec> within(GraderSpec spec) {
    Stream<GraderSpec> inner =
        switch (spec) {
          case GraderSpec.Not(var of) -> within(of);
          case GraderSpec.Fenced(var of) -> within(of);
          case GraderSpec.At(_, var of) -> within(of);
          case GraderSpec.Transformed(_, var of) -> within(of);
          case GraderSpec.When(_, var of) -> within(of);
          case Group group -> group.parts().stream().flatMap(part -> within(part.spec()));
          default -> Stream.empty();
        };
    return Stream.concat(Stream.of(spec), inner);
  }
}
