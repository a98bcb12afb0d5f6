package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.CaseFree;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.OfCase;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Weighted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lists of graders: each a word, or an object with one grader and perhaps its weight and name.
final class GraderSection {
  /// Every grader can be turned round with this before its name.
  private static final String NOT = "not_";

  /// A grader of a list, and where its weight is written.
  private record Part(Weighted grader, Optional<Place> weight) {}

  private static final Slot<Double> WEIGHT =
      key(
              "weight",
              ScalarReader.amount(),
              "How much it counts in a weighted mean; 0: it is only told.",
              "2")
          .otherwise("1");
  private static final Slot<String> NAME =
      key("name", ScalarReader.text(), "What reports call it.", "right label");

  private static final Slot<Boolean> FENCED =
      key(
              "fenced",
              ScalarReader.flag(),
              "Whether the grader looks at what stands in the code fence, where the answer is one.",
              "true")
          .usually(false, "false");

  private static final Slot<String> AT =
      key(
          "at",
          ScalarReader.text().then(GraderSection::path),
          "Of an answer that is JSON, the value that the grader looks at; an answer without it"
              + " fails.",
          "\"lines[0].price\"");
  private static final Pattern HAS = Pattern.compile("has\\(\\s*([^\\s()]+)\\s*\\)");
  private static final Slot<String> WHEN =
      key(
          "when",
          ScalarReader.text().then(GraderSection::condition),
          "The grader judges only cases that have this variable.",
          "has(total)");

  private static final Shape<List<Part>> PARTS =
      Shape.oneOrMore(Shape.later("a grader", GraderSection::grader));
  private static final Slot<List<Part>> OF =
      key("of", PARTS, "The graders.", "[json_valid, no_markup]").needed();
  private static final Slot<Double> THRESHOLD =
      key("threshold", ScalarReader.share(), "Passes at this mean or above.", "0.8")
          .otherwise("the mean is the score");

  private static final Map<String, Slot<GraderSpec>> KINDS = kinds();
  private static final Shape<Part> GRADER = Shape.either(word(), object());

  /// The graders of a job as one group: all must pass; when a weight is written, the score is the
  /// weighted mean.
  static final Shape<Group> SHAPE =
      PARTS.then((parts, place, reading) -> {
        boolean weighted = parts.stream().anyMatch(part -> part.weight().isPresent());
        return Optional.of(
            group(weighted ? Rule.WEIGHTED : Rule.ALL, parts, OptionalDouble.empty()));
      });

  private static final Slot<Boolean> INSTEAD =
      key(
              "instead",
              ScalarReader.flag(),
              "Whether the job's own graders do not judge the case.",
              "true")
          .usually(false, "false");

  private static final Slot<Double> LEAST =
      key(
              "threshold",
              ScalarReader.number(
                  "a share from 0 to 1", v -> v >= 0 && v <= 1, ",\"minimum\":0,\"maximum\":1"),
              "Passes at this mean or above.",
              "0.8")
          .otherwise("all pass; with weights the mean is the score");

  /// The graders of one case: a list, or an object that says more.
  static final Shape<OfCase> OWN =
      Shape.either(
          SHAPE.map(group -> new OfCase(group, false)).onlyFor(Written.Items.class::isInstance),
          Table.shape("case's graders", "Graders of one case.", OF, LEAST, INSTEAD)
              .then((table, place, reading) ->
                  table
                      .find(OF)
                      .map(parts -> new OfCase(own(parts, table), table.value(INSTEAD)))));

  private GraderSection() {}

  private static Group own(List<Part> parts, Table table) {
    boolean weighted =
        table.has(LEAST) || parts.stream().anyMatch(part -> part.weight().isPresent());
    OptionalDouble least = table.find(LEAST).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    return group(weighted ? Rule.WEIGHTED : Rule.ALL, parts, least);
  }

  /// Whether a grader has this name.
  static boolean isGrader(String word) {
    return KINDS.containsKey(word);
  }

  private static Shape<Part> grader() {
    return GRADER;
  }

  private static Group group(Rule rule, List<Part> parts, OptionalDouble threshold) {
    return new Group(rule, parts.stream().map(Part::grader).toList(), threshold);
  }

  private static Map<String, Slot<GraderSpec>> kinds() {
    var kinds = new LinkedHashMap<String, Slot<GraderSpec>>();
    GraderKinds.ALL.forEach(key -> kinds.put(key.name(), key));
    for (Slot<GraderSpec> key :
        List.of(
            key("all", together(Rule.ALL), "Every one of these passes.", "[json_valid, no_markup]"),
            key(
                "any",
                together(Rule.ANY),
                "At least one of these passes.",
                "[refusal, json_valid]"),
            key(
                "weighted",
                weighted(),
                "The mean score of these by weight, or pass and fail with a `threshold`.",
                "{of: [{equals: a, weight: 3}, no_markup], threshold: 0.8}"))) {
      kinds.put(key.name(), key);
    }
    for (Slot<GraderSpec> key : List.copyOf(kinds.values())) {
      boolean none = key.name().equals("contains");
      Shape<GraderSpec> opposite =
          key.shape().map(spec -> new GraderSpec.Not(none ? any(spec) : spec));
      String doc =
          none
              ? "The answer contains none of these texts."
              : "The opposite of `" + key.name() + "`.";
      kinds.put(NOT + key.name(), key(NOT + key.name(), opposite, doc, key.example()).unlisted());
    }
    return kinds;
  }

  /// Who lists what an answer must not contain means none of it.
  private static GraderSpec any(GraderSpec spec) {
    return spec instanceof GraderSpec.Contains(var texts, _, var fold, var strict)
        ? new GraderSpec.Contains(texts, false, fold, strict)
        : spec;
  }

  private static Shape<GraderSpec> together(Rule rule) {
    return PARTS.then((parts, place, reading) -> {
      for (Part part : parts) {
        part.weight()
            .ifPresent(at ->
                reading.problem(
                    at,
                    "A weight has no effect among graders that are joined by `"
                        + reading.key()
                        + "`.",
                    "Leave it out, or use `weighted`."));
      }
      return Optional.of(group(rule, parts, OptionalDouble.empty()));
    });
  }

  private static Shape<GraderSpec> weighted() {
    var object =
        Table.shape("weighted graders", "Several graders with weights.", OF, THRESHOLD)
            .then((table, place, reading) ->
                table.find(OF).map(parts -> group(Rule.WEIGHTED, parts, threshold(table))));
    return Shape.<GraderSpec>either(
        PARTS
            .map(parts -> group(Rule.WEIGHTED, parts, OptionalDouble.empty()))
            .onlyFor(Written.Items.class::isInstance),
        object);
  }

  private static OptionalDouble threshold(Table table) {
    return table.find(THRESHOLD).map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /// A grader without settings, as a bare word.
  private static Shape<Part> word() {
    var docs = new LinkedHashMap<String, String>();
    var alone = nothing(Place.of(Path.of("")));
    for (Slot<GraderSpec> key : GraderKinds.ALL) {
      if (key.shape().fits().test(alone)) {
        docs.put(key.name(), key.doc());
        docs.put(NOT + key.name(), "The opposite of `" + key.name() + "`.");
      }
    }
    return new Shape<>(
        new Shape.Kind.Choice(docs),
        w -> w instanceof Written.Scalar s && s.sort() == Written.Sort.TEXT,
        (written, reading) -> bare((Written.Scalar) written, reading));
  }

  private static Optional<Part> bare(Written.Scalar word, Reading reading) {
    var key = KINDS.get(word.text());
    if (key == null) {
      reading.problem(
          word.place(),
          "Unknown grader `" + word.text() + "`.",
          Nearest.hint(word.text(), known(word.text())));
      return Optional.empty();
    }
    var entry = new Written.Entry(word.place(), word.text(), nothing(word.place()));
    reading.enter(entry);
    var spec = key.shape().read(entry.value(), reading);
    reading.leave();
    return spec.map(s -> new Part(new Weighted(s, 1, Optional.empty()), Optional.empty()));
  }

  private static Written nothing(Place place) {
    return new Written.Scalar(place, "", Written.Sort.NOTHING);
  }

  private static List<String> known(String word) {
    return KINDS.keySet().stream()
        .filter(name -> name.startsWith(NOT) == word.startsWith("not"))
        .toList();
  }

  private static Shape<Part> object() {
    var keys = new ArrayList<Slot<?>>(KINDS.values());
    keys.add(FENCED);
    keys.add(AT);
    keys.add(WHEN);
    keys.add(WEIGHT);
    keys.add(NAME);
    return Table.shape("grader", "One grader, and perhaps its weight and name.", keys)
        .then((table, place, reading) -> one(table, reading));
  }

  private static Optional<Part> one(Table table, Reading reading) {
    var kinds = KINDS.values().stream().filter(table::has).toList();
    if (kinds.size() > 1) {
      reading.problem(
          table.place(kinds.get(1)),
          "One item has two graders, `"
              + kinds.get(0).name()
              + "` and `"
              + kinds.get(1).name()
              + "`.",
          "Begin each grader with a dash of its own, or join them with `all` or `any`.");
      return Optional.empty();
    }
    if (kinds.isEmpty()) {
      if (table.sound()) {
        reading.problem(
            table.place(), "No grader is named here.", "For example `- equals: \"{{label}}\"`.");
      }
      return Optional.empty();
    }
    Optional<Place> weight =
        table.has(WEIGHT) ? Optional.of(table.place(WEIGHT)) : Optional.empty();
    return table
        .find(kinds.getFirst())
        .map(spec -> framed(spec, table, reading))
        .map(spec ->
            new Part(new Weighted(spec, table.find(WEIGHT).orElse(1.0), table.find(NAME)), weight));
  }

  /// The grader within what is written beside it: the cases it is for, the fence, the value.
  private static GraderSpec framed(GraderSpec bare, Table table, Reading reading) {
    GraderSpec at = table.find(AT).<GraderSpec>map(p -> new GraderSpec.At(p, bare)).orElse(bare);
    GraderSpec whole = table.value(FENCED) ? new GraderSpec.Fenced(at) : at;
    return table
        .find(WHEN)
        .<GraderSpec>map(variable -> {
          CaseFree.templates(whole).forEach(ProjectReading.of(reading)::spares);
          ProjectReading.of(reading).mentions(variable, table.place(WHEN));
          return new GraderSpec.When(variable, whole);
        })
        .orElse(whole);
  }

  static Optional<String> path(String text, Place place, Reading reading) {
    if (StructureKinds.isPath(text)) {
      return Optional.of(text);
    }
    reading.problem(
        place,
        "This is no path to a value.",
        "Paths look like `total`, `lines[0].price` or `[\"a.b\"]`; `$` is the whole.");
    return Optional.empty();
  }

  private static Optional<String> condition(String text, Place place, Reading reading) {
    Matcher has = HAS.matcher(text.strip());
    if (has.matches()) {
      return Optional.of(has.group(1));
    }
    reading.problem(
        place, "This is no condition of a case.", "Write `has(total)` for a variable `total`.");
    return Optional.empty();
  }
}
