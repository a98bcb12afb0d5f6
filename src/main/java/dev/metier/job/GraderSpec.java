package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How answers are to be graded, as written in the project; texts are templates that the case
/// fills.
public sealed interface GraderSpec {
  /// Whether the grade is a score in 0..1 rather than pass (1) or fail (0).
  default boolean graded() {
    return false;
  }

  /// The answer is exactly this text (outer white space aside).
  record Equals(Template expected, boolean ignoreCase) implements GraderSpec {}

  /// The answer is one of these texts; a text that is a JSON list counts as its elements.
  record OneOf(List<Template> expected, boolean ignoreCase) implements GraderSpec {}

  /// The answer contains all, or any, of these texts.
  record Contains(List<Template> texts, boolean all, boolean ignoreCase) implements GraderSpec {}

  record StartsWith(Template text, boolean ignoreCase) implements GraderSpec {}

  /// The regular expression (java.util.regex) is found in the answer, or matches all of it.
  record Regex(String pattern, boolean whole, boolean ignoreCase) implements GraderSpec {}

  /// The number in the answer (the last one, when there are several) is the expected one.
  ///
  /// @param tolerance absolute, at least 0
  /// @param relative relative to the expected number, at least 0
  record Numeric(Template expected, double tolerance, double relative) implements GraderSpec {}

  /// The answer is a value of this kind, compared as such.
  record Value(Template expected, FieldKind kind, double tolerance) implements GraderSpec {}

  /// The answer is a well-formed text in this language.
  record WellFormed(Syntax syntax) implements GraderSpec {}

  /// The answer is JSON that follows this JSON Schema (JSON text).
  record JsonSchema(String schema) implements GraderSpec {}

  /// Fields of the JSON answer, each compared by its kind.
  ///
  /// @param partial score by the share of right fields instead of all or nothing
  record JsonFields(List<Field> fields, boolean partial) implements GraderSpec {
    @Override
    public boolean graded() {
      return partial;
    }
  }

  /// One field: `path` as `a.b[0].c`, compared with `expected`, absolute tolerance for numbers and
  /// money, in days for dates.
  record Field(String path, Template expected, FieldKind kind, double tolerance) {}

  /// The tool calls of the answer.
  ///
  /// @param expected the calls that must be there
  /// @param ordered whether in this order
  /// @param exact whether nothing else may be called
  /// @param forbidden tools that must not be called
  record ToolCalls(
      List<ExpectedCall> expected, boolean ordered, boolean exact, List<String> forbidden)
      implements GraderSpec {}

  /// One expected call: `arguments` a JSON object template that must be contained in the call's
  /// (empty: any), `schema` their JSON Schema.
  record ExpectedCall(String name, Optional<Template> arguments, Optional<String> schema) {}

  /// The model stopped for one of these reasons (lower-case names of FinishReason).
  record Finish(List<String> reasons) implements GraderSpec {}

  record Length(OptionalInt least, OptionalInt most, LengthUnit unit) implements GraderSpec {}

  /// The answer is in this language (ISO 639-1).
  record Language(String code) implements GraderSpec {}

  /// The answer declines to do the job.
  record Refusal() implements GraderSpec {}

  /// No thinking tags or tool markup in the text.
  record NoMarkup() implements GraderSpec {}

  /// Likeness to the expected text, 0..1; pass or fail when `atLeast` is given.
  record Similarity(Metric metric, Template expected, OptionalDouble atLeast)
      implements GraderSpec {
    @Override
    public boolean graded() {
      return atLeast.isEmpty();
    }
  }

  /// The answer took at most this long, up to its end.
  record WithinTime(Duration limit) implements GraderSpec {}

  /// The answer cost at most this much.
  record WithinCost(Money limit) implements GraderSpec {}

  /// The same tool with the same arguments is called at most `most` times.
  record NoLoop(int most) implements GraderSpec {}

  /// A program of the team: JSON on its standard input, JSON on its standard output.
  record Program(List<String> command, Duration timeout, boolean scored) implements GraderSpec {
    @Override
    public boolean graded() {
      return scored;
    }
  }

  /// The opposite of another grader: pass becomes fail, a score s becomes 1 - s.
  record Not(GraderSpec of) implements GraderSpec {
    @Override
    public boolean graded() {
      return of.graded();
    }
  }

  /// Several graders together.
  ///
  /// @param threshold with `WEIGHTED`: pass at this mean or above; without it the mean is the score
  record Group(Rule rule, List<Weighted> parts, OptionalDouble threshold) implements GraderSpec {
    public Group {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean graded() {
      return threshold.isEmpty()
          && (rule == Rule.WEIGHTED || parts.stream().anyMatch(p -> p.spec().graded()));
    }
  }

  /// A grader with a weight (above 0), and a name for reports.
  record Weighted(GraderSpec spec, double weight, Optional<String> name) {}

  /// How a group combines its parts.
  enum Rule {
    /// Every part passes; the score is the least.
    ALL,
    /// At least one part passes; the score is the greatest.
    ANY,
    /// The mean score, by weight.
    WEIGHTED
  }

  /// What a value is compared as.
  enum FieldKind {
    TEXT,
    NUMBER,
    DATE,
    MONEY,
    BOOLEAN,
    NULL,
    JSON
  }

  /// Languages whose form can be checked.
  enum Syntax {
    JSON,
    XML,
    HTML,
    SQL
  }

  /// What a length is counted in.
  enum LengthUnit {
    CHARACTERS,
    WORDS,
    LINES,
    TOKENS
  }

  /// How likeness is measured.
  enum Metric {
    LEVENSHTEIN,
    ROUGE_L,
    BLEU,
    CHRF,
    EMBEDDING
  }
}
