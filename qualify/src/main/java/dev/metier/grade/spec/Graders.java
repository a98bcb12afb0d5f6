package dev.metier.grade.spec;

import dev.metier.core.text.Digest;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.code.CodeTestsGrader;
import dev.metier.grade.code.FoundGrader;
import dev.metier.grade.code.JavaScriptGrader;
import dev.metier.grade.code.ProgramGrader;
import dev.metier.grade.code.SqlNamesGrader;
import dev.metier.grade.code.TransformGrader;
import dev.metier.grade.code.WellFormedGrader;
import dev.metier.grade.group.FencedGrader;
import dev.metier.grade.group.GroupGrader;
import dev.metier.grade.group.NotGrader;
import dev.metier.grade.group.WhenGrader;
import dev.metier.grade.json.AnswerSchema;
import dev.metier.grade.json.AtGrader;
import dev.metier.grade.json.JsonFieldsGrader;
import dev.metier.grade.json.JsonFoundGrader;
import dev.metier.grade.json.JsonSchemaGrader;
import dev.metier.grade.judge.JudgedGrader;
import dev.metier.grade.measure.FinishGrader;
import dev.metier.grade.measure.LengthGrader;
import dev.metier.grade.measure.WithinCostGrader;
import dev.metier.grade.measure.WithinTimeGrader;
import dev.metier.grade.sql.SqlResultGrader;
import dev.metier.grade.style.LanguageGrader;
import dev.metier.grade.style.NoMarkupGrader;
import dev.metier.grade.style.RefusalGrader;
import dev.metier.grade.text.ContainsGrader;
import dev.metier.grade.text.EditDistanceGrader;
import dev.metier.grade.text.EqualsGrader;
import dev.metier.grade.text.JavaScriptRegexGrader;
import dev.metier.grade.text.NumericGrader;
import dev.metier.grade.text.OneOfGrader;
import dev.metier.grade.text.RegexGrader;
import dev.metier.grade.text.SimilarityGrader;
import dev.metier.grade.text.StartsWithGrader;
import dev.metier.grade.text.ValueGrader;
import dev.metier.grade.text.WordOverlapGrader;
import dev.metier.grade.tool.NoLoopGrader;
import dev.metier.grade.tool.ToolCallsGrader;
import dev.metier.grade.tool.ToolNamesGrader;
import dev.metier.grade.value.Normalization;
import dev.metier.job.Case;
import dev.metier.job.CaseGraders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.At;
import dev.metier.job.GraderSpec.CodeTests;
import dev.metier.job.GraderSpec.Contains;
import dev.metier.job.GraderSpec.EditDistance;
import dev.metier.job.GraderSpec.Equals;
import dev.metier.job.GraderSpec.Fenced;
import dev.metier.job.GraderSpec.Finish;
import dev.metier.job.GraderSpec.Flavour;
import dev.metier.job.GraderSpec.Found;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.JavaScript;
import dev.metier.job.GraderSpec.JsonFields;
import dev.metier.job.GraderSpec.JsonSchema;
import dev.metier.job.GraderSpec.Judged;
import dev.metier.job.GraderSpec.Language;
import dev.metier.job.GraderSpec.Length;
import dev.metier.job.GraderSpec.NoLoop;
import dev.metier.job.GraderSpec.NoMarkup;
import dev.metier.job.GraderSpec.Not;
import dev.metier.job.GraderSpec.Numeric;
import dev.metier.job.GraderSpec.OneOf;
import dev.metier.job.GraderSpec.Program;
import dev.metier.job.GraderSpec.Refusal;
import dev.metier.job.GraderSpec.Regex;
import dev.metier.job.GraderSpec.Similarity;
import dev.metier.job.GraderSpec.SqlNames;
import dev.metier.job.GraderSpec.SqlResult;
import dev.metier.job.GraderSpec.StartsWith;
import dev.metier.job.GraderSpec.ToolCalls;
import dev.metier.job.GraderSpec.Transformed;
import dev.metier.job.GraderSpec.Value;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.GraderSpec.WellFormed;
import dev.metier.job.GraderSpec.When;
import dev.metier.job.GraderSpec.WithinCost;
import dev.metier.job.GraderSpec.WithinTime;
import dev.metier.job.GraderSpec.WordOverlap;
import dev.metier.job.Job;
import dev.metier.job.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All graders: the one for each line of a project.
public final class Graders {
  private Graders() {}

  /// The grader that a project asks for. Never throws: a mistake in the specification (a pattern
  /// that is none, a schema that cannot be used) makes every grade a broken one that names it.
  public static Grader of(GraderSpec spec) {
    try {
      return new Guarded(bare(spec));
    } catch (IllegalArgumentException e) {
      Grade mistake = broken(e);
      return sample -> mistake;
    }
  }

  /// Identifies what a specification means: 32 hex digits, equal for equal specifications on every
  /// machine, different after any change of the specification, of a file that the command of a
  /// program names, or of how graders judge.
  public static String hash(GraderSpec spec) {
    return GraderHash.of(spec);
  }

  /// The grader of a job: of a case that brings its own, those.
  public static Grader of(Job job) {
    Grader usual = of(job.grading());
    Map<CaseGraders, Grader> own = new HashMap<>();
    for (Case given : job.cases()) {
      given.own().ifPresent(o -> own.computeIfAbsent(o, _ -> of(job.grading(given))));
    }
    Map<CaseGraders, Grader> kept = Map.copyOf(own);
    Grader all = kept.isEmpty() ? usual : ofCase(usual, kept);
    return PromptedGrader.isNeeded(job) ? new PromptedGrader(job.prompt(), all) : all;
  }

  private static Grader ofCase(Grader usual, Map<CaseGraders, Grader> kept) {
    return sample ->
        sample
            .given()
            .own()
            .flatMap(o -> Optional.ofNullable(kept.get(o)))
            .orElse(usual)
            .grade(sample);
  }

  /// Identifies how the answers of a job are graded, as for one specification.
  public static String hash(Job job) {
    String usual = hash(job.grading());
    if (job.cases().stream().allMatch(given -> given.own().isEmpty())) {
      return usual;
    }
    var digest = new Digest().add("own/1").add(usual);
    for (Case given : job.cases()) {
      given.own().ifPresent(_ -> digest.add(given.id()).add(hash(job.grading(given))));
    }
    return digest.hex();
  }

  private static Grader bare(GraderSpec spec) {
    return switch (spec) {
      case Equals s -> equal(s);
      case OneOf s -> oneOf(s);
      case Contains s -> contains(s);
      case StartsWith s -> startsWith(s);
      case Regex s -> regex(s, false);
      case Numeric(var text, var near, var share, var which) ->
          new NumericGrader(Wording.of(text), near, share, which);
      case Value s -> ValueGrader.of(s);
      case WellFormed s -> new WellFormedGrader(s.syntax());
      case JsonSchema s -> JsonSchemaGrader.of(s);
      case JsonFields s -> JsonFieldsGrader.of(s);
      case ToolCalls s -> s.f1().isPresent() ? ToolNamesGrader.of(s) : ToolCallsGrader.of(s);
      case Finish s -> FinishGrader.of(s);
      case Length s -> LengthGrader.of(s);
      case Language s -> LanguageGrader.of(s.code());
      case Refusal _ -> new RefusalGrader();
      case NoMarkup _ -> new NoMarkupGrader();
      case Similarity s -> SimilarityGrader.of(s);
      case EditDistance(var text, var most) -> new EditDistanceGrader(Wording.of(text), most);
      case WordOverlap s -> WordOverlapGrader.of(s);
      case Found s -> found(s);
      case SqlNames s -> SqlNamesGrader.of(s);
      case WithinTime s -> new WithinTimeGrader(s.limit());
      case WithinCost s -> new WithinCostGrader(s.limit());
      case NoLoop s -> new NoLoopGrader(s.most());
      case Program s -> ProgramGrader.of(s);
      case Judged s -> new JudgedGrader(s.judge());
      case CodeTests s -> CodeTestsGrader.of(s);
      case SqlResult s -> SqlResultGrader.of(s);
      case JavaScript s -> JavaScriptGrader.of(s, List.of(), false);
      case Not(JavaScript s) -> JavaScriptGrader.of(s, List.of(), true);
      case Not(Regex s) when s.flavour() == Flavour.JAVASCRIPT -> regex(s, true);
      case Not s -> new NotGrader(of(s.of()));
      case Fenced s -> new FencedGrader(of(s.of()));
      case At s -> AtGrader.of(s.path(), of(s.of()));
      case Transformed s -> transformed(s.by(), s.of());
      case When s -> new WhenGrader(s.variable(), of(s.of()));
      case Group s -> GroupGrader.of(s, Graders::of);
    };
  }

  private static Grader equal(Equals spec) {
    return switch (spec) {
      case Equals(var text, var fold, var strict, var exact) ->
          new EqualsGrader(Wording.of(text), new Normalization(fold, strict), exact);
    };
  }

  private static Grader oneOf(OneOf spec) {
    return switch (spec) {
      case OneOf(var texts, var fold, var strict) ->
          new OneOfGrader(Wording.all(texts), new Normalization(fold, strict));
    };
  }

  private static Grader contains(Contains spec) {
    return switch (spec) {
      case Contains(var texts, var all, var fold, var strict) ->
          new ContainsGrader(Wording.all(texts), all, new Normalization(fold, strict));
    };
  }

  private static Grader startsWith(StartsWith spec) {
    return switch (spec) {
      case StartsWith(var texts, var fold, var strict) ->
          new StartsWithGrader(Wording.all(texts), new Normalization(fold, strict));
    };
  }

  private static Grader found(Found spec) {
    return spec.syntax() == GraderSpec.Syntax.JSON
        ? new JsonFoundGrader(spec.schema().map(AnswerSchema::of))
        : new FoundGrader(spec.syntax());
  }

  private static Grader regex(Regex spec, boolean inverse) {
    return switch (spec.flavour()) {
      case JAVA -> RegexGrader.of(spec);
      case JAVASCRIPT -> JavaScriptRegexGrader.of(spec, inverse);
    };
  }

  /// Code gets what code made as it is, also what is no text.
  private static Grader transformed(List<Template> by, GraderSpec of) {
    return switch (of) {
      case JavaScript code -> JavaScriptGrader.of(code, by, false);
      case Not(JavaScript code) -> JavaScriptGrader.of(code, by, true);
      case Transformed(var next, var inner) ->
          transformed(Stream.concat(by.stream(), next.stream()).toList(), inner);
      case When(var variable, var inner) -> new WhenGrader(variable, transformed(by, inner));
      case Group(var rule, var parts, var threshold) ->
          bare(new Group(rule, parts.stream().map(p -> transformed(by, p)).toList(), threshold));
      default -> new TransformGrader(by, of(of));
    };
  }

  private static Weighted transformed(List<Template> by, Weighted part) {
    return new Weighted(new Transformed(by, part.spec()), part.weight(), part.name());
  }

  /// A grader whose own failures become broken grades.
  private record Guarded(Grader grader) implements Grader {
    @Override
    public boolean judges(Case given) {
      return grader.judges(given);
    }

    @Override
    public Grade grade(Sample sample) {
      try {
        return grader.grade(sample);
      } catch (IllegalArgumentException e) {
        return broken(e);
      } catch (RuntimeException e) {
        return Grade.broken("The grader failed (" + e.getClass().getSimpleName() + ").");
      } catch (LinkageError e) {
        return Grade.broken(
            "The grader cannot be used here (" + e.getClass().getSimpleName() + ").");
      } catch (StackOverflowError e) {
        return Grade.broken("The answer is nested too deeply for the grader.");
      }
    }
  }

  private static Grade broken(IllegalArgumentException e) {
    String message = e.getMessage();
    return Grade.broken(message == null ? "The grader failed." : message + ".");
  }
}
