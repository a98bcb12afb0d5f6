package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.metier.catalog.KeySource;
import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The graders of structured answers (JSON, tool calls) and those of the team's own making.
final class StructureKinds {
  private static final Pattern FIELD_PATH =
      Pattern.compile(
          "(?!\\.|$)(\\$(?=[.\\[]|$))?(\\.?[^.\\[\\]]+|\\[\\d{1,6}\\]|\\[\"[^\"]*\"\\]|\\['[^']*'\\])*");

  /// A JSON Schema.
  static final Shape<String> SCHEMA = Prompts.schema().then(StructureKinds::checked);

  static final List<Slot<GraderSpec>> ALL = all();

  private StructureKinds() {}

  private static List<Slot<GraderSpec>> all() {
    return List.of(
        key(
            "json_schema",
            SCHEMA.map(GraderSpec.JsonSchema::new),
            "The answer is JSON that follows this JSON Schema: an object, or a path to a .json"
                + " file.",
            "schemas/invoice.json"),
        key(
            "json_fields",
            jsonFields(),
            "Fields of the JSON answer, each compared by its kind.",
            "{fields: {total: {expected: \"{{total}}\", kind: money}}, partial: true}"),
        key(
            "tool_calls",
            ToolKinds.toolCalls(),
            "The tool calls of the answer.",
            "{expected: [{name: refund, arguments: {id: \"{{id}}\"}}]}"),
        key(
            "no_loop",
            noLoop(),
            "The same tool with the same arguments is called at most this often.",
            "2"),
        key(
            "program",
            program(),
            "A program of the team: JSON on its standard input, JSON on its standard output.",
            "{command: [python3, graders/check.py], timeout: 10s}"),
        key(
            "javascript",
            javascript(),
            "Code in JavaScript says so: an expression of `output` and `context`, or several"
                + " lines that return its value.",
            "\"output.length < context.vars.text.length\""));
  }

  /// Checks a JSON Schema against the rules of draft 2020-12.
  static Optional<String> checked(String schema, Place place, Reading reading) {
    try {
      var errors = Rules.SCHEMA.validate(schema, InputFormat.JSON);
      if (errors.isEmpty()) {
        return Optional.of(schema);
      }
      var first = errors.getFirst();
      reading.problem(
          place,
          "This is no JSON Schema: " + first.getInstanceLocation() + " " + first.getMessage() + ".",
          "");
    } catch (RuntimeException e) {
      reading.problem(place, "This is no JSON Schema: " + e.getMessage() + ".", "");
    }
    return Optional.empty();
  }

  /// Loaded only when a schema is written, since the library is large.
  private static final class Rules {
    static final Schema SCHEMA =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
  }

  private static Shape<GraderSpec> jsonFields() {
    Slot<List<Shape.Named<Field>>> fields =
        key(
                "fields",
                Shape.named("path such as a.b[0].c", field(), StructureKinds::withPath),
                "What is expected at each path.",
                "{total: 12.5}")
            .needed();
    Slot<Boolean> partial =
        key("partial", ScalarReader.flag(), "Score by the share of right fields.", "true")
            .usually(false, "false");
    return Table.shape("json_fields", "", fields, partial)
        .then((t, at, reading) ->
            t.find(fields)
                .map(all -> all.stream().map(Shape.Named::value).toList())
                .map(all -> new GraderSpec.JsonFields(all, t.find(partial).orElse(false))));
  }

  /// Whether a text is the way to a value in JSON.
  static boolean isPath(String text) {
    return FIELD_PATH.matcher(text).matches();
  }

  private static Optional<Shape.Named<Field>> withPath(
      Shape.Named<Field> named, Place place, Reading reading) {
    if (!FIELD_PATH.matcher(named.name()).matches()) {
      reading.problem(
          place, "This is no path to a field.", "Paths look like `total` or `lines[0].price`.");
      return Optional.empty();
    }
    Field f = named.value();
    var field = new Field(named.name(), f.expected(), f.comparison(), f.optional());
    return Optional.of(new Shape.Named<>(named.name(), named.place(), field));
  }

  /// What is expected, and what it is compared as unless the project says it.
  private record Wanted(Template template, FieldKind kind) {}

  /// An expected value, or an object that says more; the path is filled in later.
  private static Shape<Field> field() {
    Shape<Wanted> wanted = wanted();
    Slot<Wanted> expected = key("expected", wanted, "What is expected.", "\"{{total}}\"").needed();
    Slot<FieldKind> kind =
        ComparisonKeys.KIND.otherwise(
            "by how `expected` is written; a variable by what the case's value is");
    Slot<Boolean> optional =
        key(
                "optional",
                ScalarReader.flag(),
                "Whether cases that lack a variable of `expected` are not graded on this field.",
                "true")
            .usually(false, "false");
    return Shape.either(
        Table.shape("field", "One expected field.", ComparisonKeys.with(expected, kind, optional))
            .then((t, at, reading) ->
                t.find(expected)
                    .flatMap(w -> {
                      boolean spared = t.find(optional).orElse(false);
                      if (spared) {
                        ProjectReading.of(reading).spares(w.template());
                      }
                      FieldKind as = t.find(kind).orElse(ComparisonKeys.kind(t, w.kind()));
                      return ComparisonKeys.of(t, as, expected, w.template(), reading)
                          .map(comparison -> new Field("", w.template(), comparison, spared));
                    })),
        wanted
            .map(w -> new Field("", w.template(), w.kind(), 0))
            .onlyFor(written -> !(written instanceof Written.Entries)));
  }

  private static Shape<Wanted> wanted() {
    Shape<Template> template = ProjectScalars.template();
    return new Shape<>(
        template.kind(),
        template.fits(),
        (written, reading) ->
            template.read(written, reading).map(t -> new Wanted(t, kindOf(written, t))));
  }

  private static FieldKind kindOf(Written written, Template template) {
    return written instanceof Written.Scalar(_, _, var sort)
        ? switch (sort) {
          case TEXT -> template.isVariable() ? FieldKind.AUTO : FieldKind.TEXT;
          case NUMBER -> FieldKind.NUMBER;
          case FLAG -> FieldKind.BOOLEAN;
          case NOTHING -> FieldKind.NULL;
        }
        : FieldKind.JSON;
  }

  private static Shape<GraderSpec> noLoop() {
    Slot<Integer> most = key("most", ScalarReader.count(), "How often.", "2").needed();
    return Shape.<GraderSpec>either(
        ScalarReader.nothing(new GraderSpec.NoLoop(2)),
        Table.shape("no_loop", "", most)
            .then((t, at, reading) -> t.find(most).map(GraderSpec.NoLoop::new)),
        ScalarReader.count().map(GraderSpec.NoLoop::new));
  }

  private static Shape<GraderSpec> program() {
    Duration usual = Duration.ofSeconds(30);
    Shape<List<String>> words = Shape.oneOrMore(ScalarReader.text()).then(StructureKinds::command);
    Slot<List<String>> command =
        key("command", words, "The program and its arguments.", "[python3, check.py]").needed();
    Slot<Duration> timeout =
        key("timeout", ScalarReader.duration(), "How long it may take.", "10s")
            .usually(usual, "30s");
    Slot<Boolean> scored =
        key(
                "scored",
                ScalarReader.flag(),
                "Whether it gives a score rather than pass or fail.",
                "true")
            .usually(false, "false");
    return Shape.<GraderSpec>either(
        Table.shape("program", "", command, timeout, scored)
            .then((t, at, reading) ->
                t.sound()
                    ? Optional.of(
                        new GraderSpec.Program(
                            t.value(command), t.value(timeout), t.value(scored), keys(reading)))
                    : Optional.empty()),
        words.then((c, at, reading) ->
            Optional.of(new GraderSpec.Program(c, usual, false, keys(reading)))));
  }

  private static Shape<GraderSpec> javascript() {
    Slot<Template> code =
        key("code", ProjectScalars.plainTemplate(), "The code.", "\"output.length < 80\"").needed();
    Slot<Double> threshold =
        key(
                "threshold",
                ScalarReader.number("a number", v -> Double.isFinite(v), ""),
                "The least number that passes.",
                "0.5")
            .otherwise("every number above 0 passes");
    Slot<Boolean> scored =
        key(
                "scored",
                ScalarReader.flag(),
                "Whether its number is a score rather than pass or fail.",
                "true")
            .usually(false, "false");
    Slot<List<Shape.Named<String>>> vars =
        key(
                "vars",
                Shape.named("variable", anything()),
                "Variables that are no text, as `context.vars` gets them.",
                "{most: 3}")
            .usually(List.of(), "none");
    return Shape.<GraderSpec>either(
        Table.shape("javascript", "", code, threshold, scored, vars)
            .then((t, at, reading) ->
                t.sound()
                    ? t.find(code)
                        .map(c ->
                            new GraderSpec.JavaScript(
                                c,
                                t.find(threshold)
                                    .map(OptionalDouble::of)
                                    .orElse(OptionalDouble.empty()),
                                t.value(scored),
                                values(t.value(vars))))
                    : Optional.empty()),
        ProjectScalars.plainTemplate()
            .map(c -> new GraderSpec.JavaScript(c, OptionalDouble.empty(), false, Map.of())));
  }

  private static Shape<String> anything() {
    return new Shape<>(
        new Shape.Kind.Anything("anything"),
        _ -> true,
        (written, _) -> Optional.of(written.json()));
  }

  private static Map<String, String> values(List<Shape.Named<String>> named) {
    return named.stream().collect(Collectors.toMap(Shape.Named::name, Shape.Named::value));
  }

  /// The variables of the environment in which models' keys are.
  private static Set<String> keys(Reading reading) {
    return ProjectReading.of(reading).models.values().stream()
        .flatMap(model -> model.key().stream())
        .flatMap(key ->
            key instanceof KeySource.Environment(var variable)
                ? Stream.of(variable)
                : Stream.empty())
        .collect(Collectors.toSet());
  }

  /// A program with a slash in its name is a file beside metier.yaml; others are found by the
  /// system. Arguments that name a file there are resolved too.
  static Optional<List<String>> command(List<String> words, Place place, Reading reading) {
    if (words.isEmpty()) {
      reading.problem(place, "The command is empty.", "");
      return Optional.empty();
    }
    if (words.getFirst().contains("/")
        && ProjectReading.of(reading).file(words.getFirst(), place).isEmpty()) {
      return Optional.empty();
    }
    var resolved = new ArrayList<String>();
    for (String word : words) {
      boolean program = resolved.isEmpty() && !word.contains("/");
      resolved.add(
          program || !ProjectReading.of(reading).isFile(word)
              ? word
              : located(ProjectReading.of(reading).resolve(word)));
    }
    return Optional.of(List.copyOf(resolved));
  }

  /// With a slash, so that no system looks for it elsewhere.
  private static String located(Path file) {
    return file.getNameCount() == 1 && !file.isAbsolute() ? "./" + file : file.toString();
  }
}
