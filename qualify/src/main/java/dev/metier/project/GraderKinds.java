package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.chat.FinishReason;
import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.GraderSpec.LengthUnit;
import dev.metier.job.GraderSpec.Metric;
import dev.metier.job.GraderSpec.Syntax;
import dev.metier.job.GraderSpec.Which;
import dev.metier.job.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// The graders that look at one answer by themselves, each with its settings and short form.
final class GraderKinds {
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  static final Slot<Template> EXPECTED =
      key("expected", ProjectScalars.template(), "What is expected.", "\"{{label}}\"")
          .otherwise("`{{expected}}`");

  static final List<Slot<GraderSpec>> ALL = all();

  private GraderKinds() {}

  private static List<Slot<GraderSpec>> all() {
    var all = new ArrayList<Slot<GraderSpec>>();
    all.addAll(TextKinds.ALL);
    all.addAll(values());
    all.addAll(forms());
    all.addAll(StructureKinds.ALL);
    all.addAll(RunKinds.ALL);
    all.addAll(likeness());
    all.addAll(limits());
    all.addAll(JudgeKinds.ALL);
    return List.copyOf(all);
  }

  /// The case's `expected`, where the project says nothing else.
  static Optional<Template> usual(Place place, Reading reading) {
    var template = new Template("{{expected}}");
    ProjectReading.of(reading).uses(template, place, "`" + reading.key() + "`");
    return Optional.of(template);
  }

  /// The bare word: the case's `expected`.
  static Shape<Template> bare() {
    return ScalarReader.nothing(true).then((nothing, place, reading) -> usual(place, reading));
  }

  /// What is expected in a table, or the case's `expected`.
  static Optional<Template> expected(Table table, Slot<Template> key, Reading reading) {
    return table.lacks(key) ? usual(table.place(), reading) : table.find(key);
  }

  /// A text, or a table that says more, or the bare word.
  static Shape<GraderSpec> textOr(Function<Template, GraderSpec> plain, Shape<GraderSpec> table) {
    return Shape.either(table, bare().map(plain), ProjectScalars.plainTemplate().map(plain));
  }

  private static List<Slot<GraderSpec>> values() {
    Slot<FieldKind> kind = ComparisonKeys.KIND.needed();
    Shape<GraderSpec> value =
        Table.shape("value", "", ComparisonKeys.with(EXPECTED, kind))
            .then((t, at, reading) ->
                expected(t, EXPECTED, reading)
                    .flatMap(e ->
                        t.find(kind)
                            .flatMap(k -> ComparisonKeys.of(t, k, EXPECTED, e, reading))
                            .map(comparison -> new GraderSpec.Value(e, comparison))));
    return List.of(
        key(
            "numeric",
            textOr(e -> new GraderSpec.Numeric(e, 0, 0), numeric()),
            "The last number in the answer is the expected one.",
            "{expected: \"{{total}}\", tolerance: 0.01}"),
        key(
            "value",
            value,
            "The answer is a value of this kind, compared as such.",
            "{expected: \"{{due}}\", kind: date}"));
  }

  private static Shape<GraderSpec> numeric() {
    Slot<Double> tolerance = ComparisonKeys.TOLERANCE;
    Slot<Double> relative =
        key(
                "relative",
                ScalarReader.amount(),
                "Largest difference, relative to the number.",
                "0.01")
            .usually(0.0, "0");
    Slot<Which> which =
        key(
                "which",
                ScalarReader.words(
                    Which.values(),
                    "the last one, where models conclude",
                    "the first one",
                    "there may be no other"),
                "Which number counts when there are several.",
                "first")
            .usually(Which.LAST, "last");
    return Table.shape("numeric", "", EXPECTED, tolerance, relative, which)
        .then((t, at, reading) ->
            expected(t, EXPECTED, reading)
                .map(e ->
                    new GraderSpec.Numeric(
                        e, t.value(tolerance), t.value(relative), t.value(which))));
  }

  private static List<Slot<GraderSpec>> forms() {
    var keys = new ArrayList<Slot<GraderSpec>>();
    for (Syntax syntax : Syntax.values()) {
      String word = syntax.name().toLowerCase(Locale.ROOT);
      keys.add(
          key(
              word + "_valid",
              ScalarReader.nothing(new GraderSpec.WellFormed(syntax)),
              "The answer is well-formed " + syntax + ".",
              ""));
    }
    Slot<String> code = key("code", language(), "The language.", "de").needed();
    keys.add(
        key(
            "language",
            Shape.<GraderSpec>either(
                Table.shape("language", "", code)
                    .then((t, at, reading) -> t.find(code).map(GraderSpec.Language::new)),
                language().map(GraderSpec.Language::new)),
            "The answer is in this language.",
            "de"));
    keys.add(
        key(
            "refusal",
            ScalarReader.nothing(new GraderSpec.Refusal()),
            "The answer declines to do the job.",
            ""));
    keys.add(
        key(
            "no_markup",
            ScalarReader.nothing(new GraderSpec.NoMarkup()),
            "No thinking tags or tool markup in the text.",
            ""));
    return keys;
  }

  private static Shape<String> language() {
    return ScalarReader.text()
        .as(
            new Shape.Kind.Single(
                "a language of two letters (ISO 639-1)",
                "\"type\":\"string\",\"pattern\":\"^[a-z]{2}$\""))
        .then((text, place, reading) -> {
          if (LANGUAGES.contains(text)) {
            return Optional.of(text);
          }
          reading.problem(
              place,
              "There is no language \"" + text + "\".",
              "Languages have two letters, as en, de, fr.");
          return Optional.empty();
        });
  }

  private static List<Slot<GraderSpec>> likeness() {
    var keys = new ArrayList<Slot<GraderSpec>>();
    Slot<Double> least =
        key("at_least", ScalarReader.share(), "Passes at this likeness or above.", "0.8")
            .otherwise("the likeness is the score");
    for (Metric metric : Metric.values()) {
      String word = metric.name().toLowerCase(Locale.ROOT);
      Shape<GraderSpec> table =
          Table.shape(word, "", EXPECTED, least)
              .then((t, at, reading) ->
                  expected(t, EXPECTED, reading)
                      .map(e -> new GraderSpec.Similarity(metric, e, number(t.find(least)))));
      keys.add(
          key(
              word,
              textOr(e -> new GraderSpec.Similarity(metric, e, OptionalDouble.empty()), table),
              told(metric),
              "{expected: \"{{answer}}\", at_least: 0.8}"));
    }
    return keys;
  }

  private static String told(Metric metric) {
    return switch (metric) {
      case LEVENSHTEIN -> "Likeness by edit distance.";
      case ROUGE_L -> "Likeness by the longest common word sequence (ROUGE-L).";
      case BLEU -> "Likeness by common word sequences (BLEU).";
      case CHRF -> "Likeness by common letter sequences (chrF).";
      case EMBEDDING -> "Likeness of meaning, by an embedding model.";
    };
  }

  private static OptionalDouble number(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static List<Slot<GraderSpec>> limits() {
    return List.of(
        key("finish_reason", finish(), "The model stopped for one of these reasons.", "stop"),
        key("length", length(), "The answer is this long.", "{at_most: 8, unit: words}"),
        key(
            "within_time",
            ScalarReader.duration().map(GraderSpec.WithinTime::new),
            "The answer took at most this long.",
            "2s"),
        key(
            "within_cost",
            ProjectScalars.money().map(GraderSpec.WithinCost::new),
            "The answer cost at most this much.",
            "0.01 USD"));
  }

  private static Shape<GraderSpec> finish() {
    Shape<String> reason =
        ScalarReader.words(
                FinishReason.values(),
                "the answer was complete",
                "it reached its greatest length",
                "it wants a tool called",
                "the vendor filtered it",
                "anything else")
            .map(r -> r.name().toLowerCase(Locale.ROOT));
    Slot<List<String>> reasons =
        key("reasons", Shape.oneOrMore(reason), "The reasons.", "[stop, tool_use]").needed();
    return Shape.<GraderSpec>either(
        Table.shape("finish_reason", "", reasons)
            .then((t, at, reading) -> t.find(reasons).map(GraderSpec.Finish::new)),
        Shape.oneOrMore(reason).map(GraderSpec.Finish::new));
  }

  private static Shape<GraderSpec> length() {
    Shape<Integer> size = ScalarReader.whole(0, Integer.MAX_VALUE).map(Math::toIntExact);
    Slot<Integer> least = key("at_least", size, "Least length.", "1");
    Slot<Integer> most = key("at_most", size, "Greatest length.", "72");
    Slot<LengthUnit> unit =
        key(
                "unit",
                ScalarReader.words(
                    LengthUnit.values(),
                    "letters and other signs",
                    "words between white space",
                    "lines",
                    "tokens, as the vendor counts them"),
                "What is counted.",
                "words")
            .usually(LengthUnit.CHARACTERS, "characters");
    return Table.shape("length", "", least, most, unit)
        .then((t, at, reading) -> {
          boolean none = !t.has(least) && !t.has(most);
          boolean crossed = t.find(least).orElse(0) > t.find(most).orElse(Integer.MAX_VALUE);
          if (none || crossed) {
            reading.problem(
                t.place(),
                none ? "`length` says no limit." : "`at_least` is more than `at_most`.",
                "For example `length: {at_most: 8, unit: words}`.");
            return Optional.empty();
          }
          return t.find(unit)
              .map(u -> new GraderSpec.Length(whole(t.find(least)), whole(t.find(most)), u));
        });
  }

  private static OptionalInt whole(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}
