package dev.metier.grade;

import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Contains;
import dev.metier.job.GraderSpec.Equals;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.Finish;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.JsonFields;
import dev.metier.job.GraderSpec.JsonSchema;
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
import dev.metier.job.GraderSpec.StartsWith;
import dev.metier.job.GraderSpec.ToolCalls;
import dev.metier.job.GraderSpec.Value;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.GraderSpec.WellFormed;
import dev.metier.job.GraderSpec.WithinCost;
import dev.metier.job.GraderSpec.WithinTime;
import dev.metier.job.Template;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// All graders: the one for each line of a project.
public final class Graders {
  /// Raised when a grader's judgement changes, so that kept answers are graded anew.
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
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      feed(digest, List.of(VERSION, canonical(spec)));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Grader bare(GraderSpec spec) {
    return switch (spec) {
      case Equals s -> new Texts.Equal(Wording.of(s.expected()), s.ignoreCase());
      case OneOf s -> new Texts.OneOf(Wording.all(s.expected()), s.ignoreCase());
      case Contains s -> new Texts.Contains(Wording.all(s.texts()), s.all(), s.ignoreCase());
      case StartsWith s -> new Texts.StartsWith(Wording.of(s.text()), s.ignoreCase());
      case Regex s -> Texts.Regex.of(s);
      case Numeric s -> new Values.Numeric(Wording.of(s.expected()), s.tolerance(), s.relative());
      case Value s -> Values.Value.of(s);
      case WellFormed s -> new Syntaxes(s.syntax());
      case JsonSchema s -> JsonGraders.Follows.of(s);
      case JsonFields s -> JsonGraders.Fields.of(s);
      case ToolCalls s -> ToolGraders.Calls.of(s);
      case Finish s -> new Measures.Finish(Measures.known(s.reasons()));
      case Length s -> Measures.Length.of(s);
      case Language s -> Manners.Language.of(s.code());
      case Refusal _ -> new Manners.Refusal();
      case NoMarkup _ -> new Manners.NoMarkup();
      case Similarity s -> Likeness.of(s);
      case WithinTime s -> new Measures.WithinTime(s.limit());
      case WithinCost s -> new Measures.WithinCost(s.limit());
      case NoLoop s -> new ToolGraders.NoLoop(s.most());
      case Program s -> ProgramGrader.of(s);
      case Not s -> new Groups.Not(of(s.of()));
      case Group s -> Groups.Group.of(s);
    };
  }

  /// A grader whose own failures become broken grades.
  private record Guarded(Grader grader) implements Grader {
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
      case Equals(var text, var fold) -> List.of("equals", text.text(), fold);
      case OneOf(var all, var fold) -> List.of("one_of", texts(all), fold);
      case Contains(var texts, var all, var fold) -> List.of("contains", texts(texts), all, fold);
      case StartsWith(var text, var fold) -> List.of("starts_with", text.text(), fold);
      case Regex(var pattern, var whole, var fold) -> List.of("regex", pattern, whole, fold);
      case Numeric(var text, var near, var share) -> List.of("numeric", text.text(), near, share);
      case Value(var text, var kind, var near) -> List.of("value", text.text(), kind.name(), near);
      case WellFormed(var syntax) -> List.of("well_formed", syntax.name());
      case JsonSchema(var schema) -> List.of("json_schema", schema);
      case JsonFields(var all, var partial) -> List.of("json_fields", fields(all), partial);
      case ToolCalls(var all, var ordered, var exact, var forbidden) ->
          List.of("tool_calls", calls(all), ordered, exact, forbidden);
      case Finish(var reasons) -> List.of("finish", reasons);
      case Length(var least, var most, var unit) ->
          List.of("length", least.toString(), most.toString(), unit.name());
      case Language(var code) -> List.of("language", code);
      case Refusal() -> List.of("refusal");
      case NoMarkup() -> List.of("no_markup");
      case Similarity(var metric, var text, var least) ->
          List.of("similarity", metric.name(), text.text(), list(least));
      case WithinTime(var limit) -> List.of("within_time", limit.toNanos());
      case WithinCost(var limit) -> List.of("within_cost", limit.nanos());
      case NoLoop(var most) -> List.of("no_loop", most);
      case Program(var command, var timeout, var scored) ->
          List.of("program", command, timeout.toNanos(), scored);
      case Not(var of) -> List.of("not", canonical(of));
      case Group(var rule, var all, var threshold) ->
          List.of("group", rule.name(), parts(all), list(threshold));
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
      case Field(var path, var text, var kind, var near) ->
          List.of(path, text.text(), kind.name(), near);
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
  private static void feed(MessageDigest digest, Object value) {
    if (value instanceof List<?> list) {
      digest.update(("[" + list.size() + ":").getBytes(StandardCharsets.US_ASCII));
      list.forEach(element -> feed(digest, element));
      return;
    }
    byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
    digest.update(text);
  }
}
