package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Overlap;
import dev.metier.job.GraderSpec.Syntax;
import dev.metier.job.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The graders that count edits and common words, and those that look for a text in an answer or
/// for names in it.
final class OverlapKinds {
  static final List<Slot<GraderSpec>> ALL = all();

  private OverlapKinds() {}

  private static List<Slot<GraderSpec>> all() {
    var all = new ArrayList<Slot<GraderSpec>>();
    all.add(edits());
    for (Overlap measure : Overlap.values()) {
      all.add(overlap(measure));
    }
    all.add(
        key(
            "json_found",
            Shape.<GraderSpec>either(
                ScalarReader.nothing(new GraderSpec.Found(Syntax.JSON, Optional.empty())),
                StructureKinds.SCHEMA.map(
                    schema -> new GraderSpec.Found(Syntax.JSON, Optional.of(schema)))),
            "Somewhere in the answer is a JSON object, one that follows this JSON Schema if there"
                + " is one.",
            "{required: [total]}"));
    for (Syntax syntax : List.of(Syntax.XML, Syntax.HTML, Syntax.SQL)) {
      all.add(
          key(
              syntax.name().toLowerCase(Locale.ROOT) + "_found",
              ScalarReader.nothing(new GraderSpec.Found(syntax, Optional.empty())),
              "Somewhere in the answer is well-formed " + syntax + ".",
              ""));
    }
    all.add(
        key(
            "sql_names",
            sqlNames(),
            "The SQL that the answer is names only these tables and columns.",
            "{tables: [orders, customers]}"));
    return List.copyOf(all);
  }

  private static Shape<GraderSpec> sqlNames() {
    Shape<List<String>> names = Shape.oneOrMore(ScalarReader.text().then(OverlapKinds::allowed));
    Slot<List<String>> tables =
        key(
            "tables",
            names,
            "Tables that may be read; or what may be done to which, as"
                + " `(select|insert)::null::orders`.",
            "[orders, sales.customers]");
    Slot<List<String>> columns =
        key(
            "columns",
            names,
            "Columns that may be read, `*` for all; or what may be done to which.",
            "[orders.id, total]");
    Slot<Boolean> mysql =
        key("mysql", ScalarReader.flag(), "Whether double quotes enclose text.", "true")
            .usually(false, "false");
    Slot<Boolean> found =
        key("found", ScalarReader.flag(), "Whether it may stand in a code fence.", "true")
            .usually(false, "false");
    return Table.shape("sql_names", "", tables, columns, mysql, found)
        .then((t, at, reading) -> {
          if (!t.has(tables) && !t.has(columns)) {
            reading.problem(
                t.place(),
                "`sql_names` says neither `tables` nor `columns`.",
                "For example `sql_names: {tables: [orders]}`; `sql_valid` needs none.");
            return Optional.empty();
          }
          return t.sound()
              ? Optional.of(
                  new GraderSpec.SqlNames(
                      t.find(tables).orElse(List.of()),
                      t.find(columns).orElse(List.of()),
                      t.value(mysql),
                      t.value(found)))
              : Optional.empty();
        });
  }

  /// A name, or an expression in place of one.
  private static Optional<String> allowed(String name, Place place, Reading reading) {
    try {
      if (!name.equals("*")) {
        Pattern.compile(name);
      }
      return Optional.of(name);
    } catch (PatternSyntaxException e) {
      reading.problem(
          place,
          "This is neither a name nor a regular expression: " + e.getDescription() + ".",
          "Write `orders`, `sales.orders` or `delete::null::orders`.");
      return Optional.empty();
    }
  }

  private static Slot<GraderSpec> edits() {
    Slot<Integer> most =
        key(
                "at_most",
                ScalarReader.whole(0, Integer.MAX_VALUE).map(Math::toIntExact),
                "Passes at this many edits or fewer.",
                "2")
            .usually(5, "5");
    Shape<GraderSpec> table =
        Table.shape("edit_distance", "", GraderKinds.EXPECTED, most)
            .then((t, at, reading) ->
                GraderKinds.expected(t, GraderKinds.EXPECTED, reading)
                    .map(e -> new GraderSpec.EditDistance(e, t.value(most))));
    return key(
        "edit_distance",
        GraderKinds.textOr(e -> new GraderSpec.EditDistance(e, 5), table),
        "At most this many characters must be put in, taken out or changed to make the expected"
            + " text.",
        "{expected: \"{{answer}}\", at_most: 2}");
  }

  private static Slot<GraderSpec> overlap(Overlap measure) {
    String word = measure.name().toLowerCase(Locale.ROOT);
    Shape<List<Template>> list = Shape.oneOrMore(ProjectScalars.plainTemplate());
    Slot<List<Template>> texts =
        key("expected", list, "The text, or several: the nearest counts.", "\"{{answer}}\"")
            .otherwise("`{{expected}}`");
    Slot<Double> least =
        key("at_least", ScalarReader.share(), "Passes at this likeness or above.", "0.5")
            .otherwise("the likeness is the score");
    Shape<GraderSpec> table =
        Table.shape(word, "", texts, least)
            .then((t, at, reading) ->
                (t.lacks(texts)
                        ? GraderKinds.usual(t.place(), reading).map(List::of)
                        : t.find(texts))
                    .map(all ->
                        new GraderSpec.WordOverlap(
                            measure,
                            all,
                            t.find(least).map(OptionalDouble::of).orElse(OptionalDouble.empty()))));
    return key(
        word,
        Shape.either(
            table,
            GraderKinds.bare().map(e -> of(measure, List.of(e))),
            list.map(all -> of(measure, all))),
        told(measure),
        "{expected: \"{{answer}}\", at_least: 0.5}");
  }

  private static GraderSpec of(Overlap measure, List<Template> texts) {
    return new GraderSpec.WordOverlap(measure, texts, OptionalDouble.empty());
  }

  private static String told(Overlap measure) {
    return switch (measure) {
      case BLEU_WORDS -> "Likeness by common sequences of the words between white space (BLEU).";
      case GLEU -> "Likeness by all common sequences of up to four words (GLEU).";
      case ROUGE_1 -> "Likeness by common words (ROUGE-1).";
      case METEOR -> "Likeness by words of one stem and their order (METEOR without synonyms).";
    };
  }
}
