package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;

/// How answers are to be graded, as written in the project; a case fills texts as templates.
public sealed interface GraderSpec {
  /// Whether the grade is a score in 0..1 rather than pass (1) or fail (0).
  default boolean graded() {
    return switch (this) {
      case Not(var of) -> of.graded();
      case Fenced(var of) -> of.graded();
      case At(_, var of) -> of.graded();
      case Transformed(_, var of) -> of.graded();
      case When(_, var of) -> of.graded();
      default -> false;
    };
  }

  /// The answer is this text (outer white space aside).
  ///
  /// @param strict whether texts that look the same (composed letters, line ends) are told apart
  /// @param exact whether outer white space counts too
  record Equals(Template expected, boolean ignoreCase, boolean strict, boolean exact)
      implements GraderSpec {
    public Equals(Template expected, boolean ignoreCase) {
      this(expected, ignoreCase, false);
    }

    public Equals(Template expected, boolean ignoreCase, boolean strict) {
      this(expected, ignoreCase, strict, false);
    }
  }

  /// The answer is one of these texts; a variable that is a JSON list counts as its elements.
  ///
  /// @param strict as for `Equals`
  record OneOf(List<Template> expected, boolean ignoreCase, boolean strict) implements GraderSpec {
    public OneOf(List<Template> expected, boolean ignoreCase) {
      this(expected, ignoreCase, false);
    }
  }

  /// The answer contains all, or any, of these texts.
  ///
  /// @param strict as for `Equals`
  record Contains(List<Template> texts, boolean all, boolean ignoreCase, boolean strict)
      implements GraderSpec {
    public Contains(List<Template> texts, boolean all, boolean ignoreCase) {
      this(texts, all, ignoreCase, false);
    }
  }

  /// The answer starts with one of these texts.
  ///
  /// @param strict as for `Equals`
  record StartsWith(List<Template> texts, boolean ignoreCase, boolean strict)
      implements GraderSpec {
    public StartsWith(Template text, boolean ignoreCase) {
      this(List.of(text), ignoreCase, false);
    }
  }

  /// The regular expression is found in the answer, or matches all of it; fillings are quoted.
  record Regex(Template pattern, boolean whole, boolean ignoreCase, Flavour flavour)
      implements GraderSpec {
    public Regex(Template pattern, boolean whole, boolean ignoreCase) {
      this(pattern, whole, ignoreCase, Flavour.JAVA);
    }

    public Regex(String pattern, boolean whole, boolean ignoreCase) {
      this(new Template(pattern), whole, ignoreCase);
    }
  }

  /// A number in the answer is the expected one.
  ///
  /// @param tolerance absolute, at least 0
  /// @param relative relative to the expected number, at least 0
  /// @param which which number, when there are several
  record Numeric(Template expected, double tolerance, double relative, Which which)
      implements GraderSpec {
    public Numeric(Template expected, double tolerance, double relative) {
      this(expected, tolerance, relative, Which.LAST);
    }
  }

  /// The answer is a value, compared as its kind.
  record Value(Template expected, Comparison comparison) implements GraderSpec {
    public Value(Template expected, FieldKind kind, double tolerance) {
      this(expected, new Comparison(kind, tolerance, Dates.ANY));
    }
  }

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

  /// One field: `path` as `a.b[0].c`, compared with `expected`.
  ///
  /// @param optional whether cases that lack a variable of `expected` are not graded on it
  record Field(String path, Template expected, Comparison comparison, boolean optional) {
    public Field(String path, Template expected, FieldKind kind, double tolerance) {
      this(path, expected, new Comparison(kind, tolerance, Dates.ANY), false);
    }
  }

  /// How a value is compared.
  ///
  /// @param tolerance absolute, for numbers and money; days for dates
  record Comparison(FieldKind kind, double tolerance, Dates dates) {}

  /// The tool calls of the answer.
  ///
  /// @param expected the calls that must be there
  /// @param ordered whether in this order
  /// @param exact whether nothing else may be called
  /// @param forbidden tools that must not be called
  /// @param f1 the least F1 of the names alone that passes, instead of all this; 0..1
  record ToolCalls(
      List<ExpectedCall> expected,
      boolean ordered,
      boolean exact,
      List<String> forbidden,
      OptionalDouble f1)
      implements GraderSpec {
    public ToolCalls(
        List<ExpectedCall> expected, boolean ordered, boolean exact, List<String> forbidden) {
      this(expected, ordered, exact, forbidden, OptionalDouble.empty());
    }
  }

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

  /// At most `most` characters are put in, taken out or changed to make the expected text.
  record EditDistance(Template expected, int most) implements GraderSpec {}

  /// Likeness by words to the nearest of these texts, 0..1; pass or fail when `atLeast` is given.
  record WordOverlap(Overlap measure, List<Template> expected, OptionalDouble atLeast)
      implements GraderSpec {
    @Override
    public boolean graded() {
      return atLeast.isEmpty();
    }
  }

  /// A well-formed text in this language stands somewhere in the answer.
  ///
  /// @param schema what a JSON object there follows (JSON text); only for JSON
  record Found(Syntax syntax, Optional<String> schema) implements GraderSpec {}

  /// The SQL of the answer names these tables and columns alone; none: any.
  ///
  /// @param mysql whether double quotes enclose text
  /// @param found whether it may stand in a code fence
  record SqlNames(List<String> tables, List<String> columns, boolean mysql, boolean found)
      implements GraderSpec {}

  /// The answer took at most this long, up to its end.
  record WithinTime(Duration limit) implements GraderSpec {}

  /// The answer cost at most this much.
  record WithinCost(Money limit) implements GraderSpec {}

  /// The same tool with the same arguments is called at most `most` times.
  record NoLoop(int most) implements GraderSpec {}

  /// A program of the team: JSON on its standard input, JSON on its standard output.
  ///
  /// @param withheld names of variables of the environment that it does not get: models' keys
  record Program(List<String> command, Duration timeout, boolean scored, Set<String> withheld)
      implements GraderSpec {
    public Program(List<String> command, Duration timeout, boolean scored) {
      this(command, timeout, scored, Set.of());
    }

    @Override
    public boolean graded() {
      return scored;
    }
  }

  /// What another model says of the answer.
  ///
  /// @param judge the model
  /// @param sameFamily whether it may be of the family of the model whose answer it is
  record Judged(ModelName judge, Criterion criterion, boolean sameFamily) implements GraderSpec {}

  /// Code in JavaScript: an expression of `output` and `context`, or lines that return its value.
  ///
  /// @param threshold the least number that passes; without it every positive one
  /// @param scored whether its number is a score rather than pass or fail
  /// @param values variables that are no text, as JSON
  record JavaScript(
      Template code, OptionalDouble threshold, boolean scored, Map<String, String> values)
      implements GraderSpec {
    public JavaScript {
      values = Map.copyOf(values);
    }

    @Override
    public boolean graded() {
      return scored;
    }
  }

  /// The query in the answer brings the same rows as the expected one.
  ///
  /// @param script SQL that makes the database
  /// @param expected the query whose rows are expected
  /// @param ordered whether the order of the rows counts
  /// @param timeout how long each may run
  record SqlResult(String script, Template expected, boolean ordered, Duration timeout)
      implements GraderSpec {}

  /// Tests pass on the code that the answer is, in a folder of its own.
  ///
  /// @param command what runs them there
  /// @param answer what the code is saved as
  /// @param files what stands beside it, by name
  /// @param memory the most megabytes of address space
  record CodeTests(
      List<String> command,
      String answer,
      SortedMap<String, Template> files,
      Duration timeout,
      int memory)
      implements GraderSpec {}

  /// The opposite of another grader: pass becomes fail, a score s becomes 1 - s.
  record Not(GraderSpec of) implements GraderSpec {}

  /// Another grader's judgement of what stands in the one code fence that the answer is; an answer
  /// without a fence is judged as it is.
  record Fenced(GraderSpec of) implements GraderSpec {}

  /// Another grader's judgement of one value in an answer that is JSON; an answer without it fails.
  ///
  /// @param path as `a.b[0].c`; names with dots as `["a.b"]`
  record At(String path, GraderSpec of) implements GraderSpec {}

  /// Another grader's judgement of what code in JavaScript makes of the answer.
  ///
  /// @param by the code, each of what the one before made
  record Transformed(List<Template> by, GraderSpec of) implements GraderSpec {
    public Transformed {
      by = List.copyOf(by);
    }
  }

  /// Another grader, only for cases that have this variable.
  record When(String variable, GraderSpec of) implements GraderSpec {}

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

  /// A grader with a weight (0: it is told, and counts for nothing), and a name for reports.
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
    JSON,
    /// As what the case's value is: a list, an object or a number as such, all else as text.
    AUTO,
    /// One of a list.
    ONE_OF,
    /// A text in which what is expected stands.
    CONTAINS,
    /// A text in which a regular expression is found.
    REGEX
  }

  /// Which of an answer's numbers counts.
  enum Which {
    LAST,
    FIRST,
    /// The answer may have no other.
    ONLY
  }

  /// What comes first in a date of numbers.
  enum DateOrder {
    DMY,
    MDY,
    YMD
  }

  /// Languages whose form can be checked.
  enum Syntax {
    JSON,
    XML,
    HTML,
    SQL
  }

  /// Whose rules a regular expression follows.
  enum Flavour {
    JAVA,
    JAVASCRIPT
  }

  /// What a length is counted in.
  enum LengthUnit {
    CHARACTERS,
    WORDS,
    LINES,
    TOKENS
  }

  /// How likeness by words is measured.
  enum Overlap {
    BLEU_WORDS,
    GLEU,
    ROUGE_1,
    METEOR
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
