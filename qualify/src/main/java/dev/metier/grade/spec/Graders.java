package dev.metier.grade.spec;

import dev.metier.core.text.Digest;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.code.CodeTestsGrader;
import dev.metier.grade.code.JavaScriptGrader;
import dev.metier.grade.code.ProgramGrader;
import dev.metier.grade.code.WellFormedGrader;
import dev.metier.grade.group.FencedGrader;
import dev.metier.grade.group.GroupGrader;
import dev.metier.grade.group.NotGrader;
import dev.metier.grade.group.WhenGrader;
import dev.metier.grade.json.AtGrader;
import dev.metier.grade.json.JsonFieldsGrader;
import dev.metier.grade.json.JsonSchemaGrader;
import dev.metier.grade.judge.CriterionParts;
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
import dev.metier.grade.text.EqualsGrader;
import dev.metier.grade.text.NumericGrader;
import dev.metier.grade.text.OneOfGrader;
import dev.metier.grade.text.RegexGrader;
import dev.metier.grade.text.SimilarityGrader;
import dev.metier.grade.text.StartsWithGrader;
import dev.metier.grade.text.ValueGrader;
import dev.metier.grade.tool.NoLoopGrader;
import dev.metier.grade.tool.ToolCallsGrader;
import dev.metier.grade.value.Normalization;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.At;
import dev.metier.job.GraderSpec.CodeTests;
import dev.metier.job.GraderSpec.Comparison;
import dev.metier.job.GraderSpec.Contains;
import dev.metier.job.GraderSpec.Dates;
import dev.metier.job.GraderSpec.Equals;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Fenced;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.Finish;
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
import dev.metier.job.GraderSpec.OfCase;
import dev.metier.job.GraderSpec.OneOf;
import dev.metier.job.GraderSpec.Program;
import dev.metier.job.GraderSpec.Refusal;
import dev.metier.job.GraderSpec.Regex;
import dev.metier.job.GraderSpec.Similarity;
import dev.metier.job.GraderSpec.SqlResult;
import dev.metier.job.GraderSpec.StartsWith;
import dev.metier.job.GraderSpec.ToolCalls;
import dev.metier.job.GraderSpec.Value;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.GraderSpec.WellFormed;
import dev.metier.job.GraderSpec.When;
import dev.metier.job.GraderSpec.WithinCost;
import dev.metier.job.GraderSpec.WithinTime;
import dev.metier.job.Job;
import dev.metier.job.Template;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// All graders: the one for each line of a project.
public final class Graders {
  /// Raised when the judgement of every grader changes, so that kept answers are graded anew; when
  /// that of one kind does, the number behind its name is raised.
  private static final int VERSION = 2;

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
  /// machine, different after any change of the specification or of how graders judge.
  public static String hash(GraderSpec spec) {
    var digest = new Digest();
    feed(digest, List.of(VERSION, canonical(spec)));
    return digest.hex();
  }

  /// The grader of a job: of a case that brings its own, those.
  public static Grader of(Job job) {
    Grader usual = of(job.grading());
    Map<OfCase, Grader> own = new HashMap<>();
    for (Case given : job.cases()) {
      given.own().ifPresent(o -> own.computeIfAbsent(o, _ -> of(job.grading(given))));
    }
    Map<OfCase, Grader> kept = Map.copyOf(own);
    Grader all = kept.isEmpty() ? usual : ofCase(usual, kept);
    return PromptedGrader.isNeeded(job) ? new PromptedGrader(job.prompt(), all) : all;
  }

  private static Grader ofCase(Grader usual, Map<OfCase, Grader> kept) {
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
      case Equals(var text, var fold, var strict, var exact) ->
          new EqualsGrader(Wording.of(text), new Normalization(fold, strict), exact);
      case OneOf(var texts, var fold, var strict) ->
          new OneOfGrader(Wording.all(texts), new Normalization(fold, strict));
      case Contains(var texts, var all, var fold, var strict) ->
          new ContainsGrader(Wording.all(texts), all, new Normalization(fold, strict));
      case StartsWith(var texts, var fold, var strict) ->
          new StartsWithGrader(Wording.all(texts), new Normalization(fold, strict));
      case Regex s -> RegexGrader.of(s);
      case Numeric(var text, var near, var share, var which) ->
          new NumericGrader(Wording.of(text), near, share, which);
      case Value s -> ValueGrader.of(s);
      case WellFormed s -> new WellFormedGrader(s.syntax());
      case JsonSchema s -> JsonSchemaGrader.of(s);
      case JsonFields s -> JsonFieldsGrader.of(s);
      case ToolCalls s -> ToolCallsGrader.of(s);
      case Finish s -> FinishGrader.of(s);
      case Length s -> LengthGrader.of(s);
      case Language s -> LanguageGrader.of(s.code());
      case Refusal _ -> new RefusalGrader();
      case NoMarkup _ -> new NoMarkupGrader();
      case Similarity s -> SimilarityGrader.of(s);
      case WithinTime s -> new WithinTimeGrader(s.limit());
      case WithinCost s -> new WithinCostGrader(s.limit());
      case NoLoop s -> new NoLoopGrader(s.most());
      case Program s -> ProgramGrader.of(s);
      case Judged s -> new JudgedGrader(s.judge());
      case CodeTests s -> CodeTestsGrader.of(s);
      case SqlResult s -> SqlResultGrader.of(s);
      case JavaScript s -> JavaScriptGrader.of(s, List.of(), false);
      case Not(JavaScript s) -> JavaScriptGrader.of(s, List.of(), true);
      case Not s -> new NotGrader(of(s.of()));
      case Fenced s -> new FencedGrader(of(s.of()));
      case At s -> AtGrader.of(s.path(), of(s.of()));
      case When s -> new WhenGrader(s.variable(), of(s.of()));
      case Group s -> GroupGrader.of(s, Graders::of);
    };
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

  /// The specification as nested lists of texts and numbers. Components are taken out by patterns,
  /// so that one that is added or moved does not compile until it is here.
  private static List<?> canonical(GraderSpec spec) {
    return switch (spec) {
      case Equals s -> equal(s);
      case OneOf(var all, var fold, var strict) -> List.of("one_of/2", texts(all), fold, strict);
      case Contains(var texts, var all, var fold, var strict) ->
          List.of("contains/2", texts(texts), all, fold, strict);
      case StartsWith(var texts, var fold, var strict) ->
          List.of("starts_with/2", texts(texts), fold, strict);
      case Regex(var pattern, var whole, var fold) ->
          List.of("regex/2", pattern.text(), whole, fold);
      case Numeric(var text, var near, var share, var which) ->
          List.of("numeric/2", text.text(), near, share, which.name());
      case Value(var text, var comparison) ->
          List.of("value/2", text.text(), comparison(comparison));
      case WellFormed(var syntax) -> List.of("well_formed", syntax.name());
      case JsonSchema(var schema) -> List.of("json_schema", schema);
      case JsonFields(var all, var partial) -> List.of("json_fields/2", fields(all), partial);
      case ToolCalls(var all, var ordered, var exact, var forbidden) ->
          List.of("tool_calls/2", calls(all), ordered, exact, forbidden);
      case Finish(var reasons) -> List.of("finish", reasons);
      case Length(var least, var most, var unit) ->
          List.of("length", least.toString(), most.toString(), unit.name());
      case Language(var code) -> List.of("language", code);
      case Refusal() -> List.of("refusal");
      case NoMarkup() -> List.of("no_markup");
      case Similarity s -> similarity(s);
      case WithinTime(var limit) -> List.of("within_time", limit.toNanos());
      case WithinCost(var limit) -> List.of("within_cost", limit.nanos());
      case NoLoop(var most) -> List.of("no_loop", most);
      case Program s -> program(s);
      case JavaScript s -> javaScript(s);
      case CodeTests s -> codeTests(s);
      case SqlResult s -> sqlResult(s);
      case Judged s -> judged(s);
      case Not(var of) -> List.of("not", canonical(of));
      case Fenced(var of) -> List.of("fenced", canonical(of));
      case At(var path, var of) -> List.of("at", path, canonical(of));
      case When(var variable, var of) -> List.of("when", variable, canonical(of));
      case Group(var rule, var all, var threshold) ->
          List.of("group", rule.name(), parts(all), list(threshold));
    };
  }

  private static List<?> program(Program spec) {
    return switch (spec) {
      case Program(var command, var timeout, var scored, var _) ->
          List.of("program", command, timeout.toNanos(), scored);
    };
  }

  private static List<?> javaScript(JavaScript spec) {
    return switch (spec) {
      case JavaScript(var code, var least, var scored, var values) ->
          List.of("javascript", code.text(), list(least), scored, new TreeMap<>(values).toString());
    };
  }

  private static List<?> codeTests(CodeTests spec) {
    return switch (spec) {
      case CodeTests(var command, var answer, var files, var timeout, var memory) ->
          List.of(
              "code_tests",
              command,
              answer,
              List.copyOf(files.keySet()),
              texts(List.copyOf(files.values())),
              timeout.toNanos(),
              memory);
    };
  }

  private static List<?> sqlResult(SqlResult spec) {
    return switch (spec) {
      case SqlResult(var script, var expected, var ordered, var timeout) ->
          List.of("sql_result", script, expected.text(), ordered, timeout.toNanos());
    };
  }

  private static List<?> equal(Equals spec) {
    return switch (spec) {
      case Equals(var text, var fold, var strict, var exact) ->
          exact
              ? List.of("equals/2", text.text(), fold, strict, exact)
              : List.of("equals/2", text.text(), fold, strict);
    };
  }

  private static List<?> similarity(Similarity spec) {
    return switch (spec) {
      case Similarity(var metric, var text, var least) ->
          List.of("similarity/2", metric.name(), text.text(), list(least));
    };
  }

  private static List<?> judged(Judged spec) {
    return switch (spec) {
      case Judged(var judge, var criterion, var _) ->
          List.of("judged", judge.text(), CriterionParts.of(criterion));
    };
  }

  private static List<String> texts(List<Template> templates) {
    return templates.stream().map(Template::text).toList();
  }

  private static List<?> list(OptionalDouble value) {
    return value.isPresent() ? List.of(value.getAsDouble()) : List.of();
  }

  private static List<?> list(Optional<String> value) {
    return value.stream().toList();
  }

  private static List<?> fields(List<Field> fields) {
    return fields.stream().map(Graders::field).toList();
  }

  private static List<?> field(Field field) {
    return switch (field) {
      case Field(var path, var text, var comparison, var optional) ->
          optional
              ? List.of(path, text.text(), comparison(comparison), "optional")
              : List.of(path, text.text(), comparison(comparison));
    };
  }

  private static List<?> comparison(Comparison comparison) {
    return switch (comparison) {
      case Comparison(var kind, var near, Dates(var order, var format)) ->
          List.of(kind.name(), near, list(order.map(Enum::name)), list(format));
    };
  }

  private static List<?> calls(List<ExpectedCall> calls) {
    return calls.stream().map(Graders::call).toList();
  }

  private static List<?> call(ExpectedCall call) {
    return switch (call) {
      case ExpectedCall(var name, var arguments, var schema) ->
          List.of(name, list(arguments.map(Template::text)), list(schema));
    };
  }

  private static List<?> parts(List<Weighted> parts) {
    return parts.stream().map(Graders::part).toList();
  }

  /// The name of a part is for reports only.
  private static List<?> part(Weighted part) {
    return switch (part) {
      case Weighted(var spec, var weight, var _) -> List.of(canonical(spec), weight);
    };
  }

  /// Every value with its kind and length before it, so that no two specifications look alike.
  private static void feed(Digest digest, Object value) {
    if (value instanceof List<?> list) {
      digest.raw(("[" + list.size() + ":").getBytes(StandardCharsets.US_ASCII));
      list.forEach(element -> feed(digest, element));
    } else {
      digest.add(value.toString());
    }
  }
}
