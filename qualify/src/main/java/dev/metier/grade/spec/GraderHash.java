package dev.metier.grade.spec;

import dev.metier.core.text.Digest;
import dev.metier.grade.code.CommandFile;
import dev.metier.grade.judge.CriterionParts;
import dev.metier.job.Dates;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.At;
import dev.metier.job.GraderSpec.CodeTests;
import dev.metier.job.GraderSpec.Comparison;
import dev.metier.job.GraderSpec.Contains;
import dev.metier.job.GraderSpec.EditDistance;
import dev.metier.job.GraderSpec.Equals;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Fenced;
import dev.metier.job.GraderSpec.Field;
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
import dev.metier.job.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What identifies how a specification grades.
final class GraderHash {
  /// Raised when the judgement of every grader changes, so that kept answers are graded anew; when
  /// that of one kind does, the number behind its name is raised.
  private static final int VERSION = 2;

  private GraderHash() {}

  static String of(GraderSpec spec) {
    var digest = new Digest();
    feed(digest, List.of(VERSION, canonical(spec)));
    return digest.hex();
  }

  /// The specification as nested lists of texts and numbers. Components are taken out by patterns,
  /// so that one that is added or moved does not compile until it is here.
  private static List<?> canonical(GraderSpec spec) {
    return switch (spec) {
      case Equals s -> equal(s);
      case OneOf(var all, var fold, var strict) -> List.of("one_of/2", texts(all), fold, strict);
      case Contains s -> contains(s);
      case StartsWith s -> startsWith(s);
      case Regex s -> expression(s);
      case Numeric(var text, var near, var share, var which) ->
          List.of("numeric/2", text.text(), near, share, which.name());
      case Value s -> value(s);
      case WellFormed(var syntax) -> List.of("well_formed", syntax.name());
      case JsonSchema(var schema) -> List.of("json_schema", schema);
      case JsonFields(var all, var partial) -> List.of("json_fields/2", fields(all), partial);
      case ToolCalls s -> toolCalls(s);
      case Finish(var reasons) -> List.of("finish", reasons);
      case Length s -> length(s);
      case Language(var code) -> List.of("language", code);
      case Refusal() -> List.of("refusal");
      case NoMarkup() -> List.of("no_markup");
      case Similarity(var metric, var text, var least) ->
          List.of("similarity/2", metric.name(), text.text(), list(least));
      case EditDistance(var text, var most) -> List.of("edit_distance", text.text(), most);
      case WordOverlap s -> wordOverlap(s);
      case Found(var syntax, var schema) -> List.of("found", syntax.name(), list(schema));
      case SqlNames s -> sqlNames(s);
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
      case Transformed(var by, var of) -> List.of("transformed", texts(by), canonical(of));
      case When(var variable, var of) -> List.of("when", variable, canonical(of));
      case Group(var rule, var all, var threshold) ->
          List.of("group", rule.name(), parts(all), list(threshold));
    };
  }

  private static List<?> judged(Judged spec) {
    return switch (spec) {
      case Judged(var judge, var criterion, var _) ->
          List.of("judged", judge.text(), CriterionParts.of(criterion));
    };
  }

  private static List<?> value(Value spec) {
    return switch (spec) {
      case Value(var text, var comparison) ->
          List.of("value/2", text.text(), comparison(comparison));
    };
  }

  private static List<?> contains(Contains spec) {
    return switch (spec) {
      case Contains(var texts, var all, var fold, var strict) ->
          List.of("contains/2", texts(texts), all, fold, strict);
    };
  }

  private static List<?> startsWith(StartsWith spec) {
    return switch (spec) {
      case StartsWith(var texts, var fold, var strict) ->
          List.of("starts_with/2", texts(texts), fold, strict);
    };
  }

  private static List<?> toolCalls(ToolCalls spec) {
    return switch (spec) {
      case ToolCalls(var all, _, _, _, var least) when least.isPresent() ->
          List.of("tool_calls_f1", calls(all), list(least));
      case ToolCalls(var all, var ordered, var exact, var forbidden, _) ->
          List.of("tool_calls/2", calls(all), ordered, exact, forbidden);
    };
  }

  private static List<?> length(Length spec) {
    return switch (spec) {
      case Length(var least, var most, var unit) ->
          List.of("length", least.toString(), most.toString(), unit.name());
    };
  }

  private static List<?> expression(Regex spec) {
    return switch (spec) {
      case Regex(var pattern, var whole, var fold, var flavour) ->
          flavour == Flavour.JAVA
              ? List.of("regex/2", pattern.text(), whole, fold)
              : List.of("regex/2", pattern.text(), whole, fold, flavour.name());
    };
  }

  private static List<?> program(Program spec) {
    return switch (spec) {
      case Program(var command, var timeout, var scored, var _) -> {
        List<?> files = files(command);
        yield files.isEmpty()
            ? List.of("program", command, timeout.toNanos(), scored)
            : List.of("program", command, timeout.toNanos(), scored, files);
      }
    };
  }

  /// What is in the files that a command names, so that a program that is mended grades anew.
  private static List<?> files(List<String> command) {
    return CommandFile.of(command).stream()
        .map(file -> List.of(file.index(), file.hash().orElse("unreadable")))
        .toList();
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

  private static List<?> sqlNames(SqlNames spec) {
    return switch (spec) {
      case SqlNames(var tables, var columns, var mysql, var found) ->
          List.of("sql_names", tables, columns, mysql, found);
    };
  }

  private static List<?> wordOverlap(WordOverlap spec) {
    return switch (spec) {
      case WordOverlap(var measure, var all, var least) ->
          List.of("word_overlap", measure.name(), texts(all), list(least));
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
    return fields.stream().map(GraderHash::field).toList();
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
    return calls.stream().map(GraderHash::call).toList();
  }

  private static List<?> call(ExpectedCall call) {
    return switch (call) {
      case ExpectedCall(var name, var arguments, var schema) ->
          List.of(name, list(arguments.map(Template::text)), list(schema));
    };
  }

  private static List<?> parts(List<Weighted> parts) {
    return parts.stream().map(GraderHash::part).toList();
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
