package dev.metier.grade.spec;

import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.grade.Sample;
import dev.metier.grade.judge.Judgements;
import dev.metier.job.Case;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.LengthUnit;
import dev.metier.job.GraderSpec.Metric;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Syntax;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Template;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Runs the examples of docs/reference/graders.md. With -Dgolden.update=true it writes what they
/// print instead.
class GraderDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/reference/graders.md");
  private static final Case CASE =
      new Case(
          "c1",
          Map.of(
              "label", "billing",
              "labels", "[\"billing\", \"refund\"]",
              "tags", "[\"late\", \"damaged\"]",
              "total", "1234.56",
              "due", "2026-03-03"),
          Optional.empty(),
          Set.of(),
          Optional.empty());

  @Test
  void theExamplesPrintWhatTheDocumentSays() throws IOException {
    String document = Files.readString(DOCUMENT);
    String run = run(document);
    if (GoldenFile.isUpdating()) {
      Files.writeString(DOCUMENT, run);
    }
    assertThat(run).isEqualTo(Files.readString(DOCUMENT));
  }

  @Test
  void everyGraderHasItsSection() throws IOException {
    List<String> sections =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(sections).containsExactlyElementsOf(specs().keySet());
    assertThat(specs().values().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(GraderSpec.class.getPermittedSubclasses());
  }

  @Test
  void everySectionShowsAPassAndAFail() throws IOException {
    for (String section : Files.readString(DOCUMENT).split("\n## ", -1)) {
      if (!section.startsWith("# ")) {
        String name = section.lines().findFirst().orElse("");
        assertThat(section).as(name).contains("\nanswer: ").contains("\nfails: ");
        assertThat(section).as(name).containsAnyOf("\npasses: ", "\nscores 0.9", "\nscores 0.8");
      }
    }
  }

  private static String run(String document) {
    var lines = new ArrayList<String>();
    GraderSpec spec = new GraderSpec.Refusal();
    String name = "";
    boolean answered = false;
    for (String line : document.split("\n", -1)) {
      if (line.startsWith("## ")) {
        name = line.substring(3);
        spec = specs().getOrDefault(name, new GraderSpec.Refusal());
      }
      lines.add(
          answered ? shown(spec, name, lines.getLast().substring("answer: ".length())) : line);
      answered = !answered && line.startsWith("answer: ");
    }
    return String.join("\n", lines);
  }

  private static String shown(GraderSpec spec, String name, String answer) {
    Grade grade =
        spec instanceof GraderSpec.Judged judged
            ? judged(judged, answer)
            : Graders.of(spec).grade(sample(name, answer.replace("\\n", "\n")));
    String how =
        grade.broken()
            ? "broken: "
            : grade.passed()
                ? "passes: "
                : grade.score() == 0 ? "fails:  " : "scores " + Grade.shown(grade.score()) + ": ";
    // The last digits of an embedding's likeness depend on the processor.
    String reason = grade.reason();
    return how + (name.equals("embedding") ? reason.replaceAll("0\\.\\d{2,3}", "0.…") : reason);
  }

  /// What a judge says stands in place of the answer: to each order of a comparison.
  private static Grade judged(GraderSpec.Judged spec, String said) {
    List<ChatReply> replies =
        Stream.of(said.split(", then ")).map(one -> Answers.saying(one).reply()).toList();
    var judgements =
        java.util.stream.IntStream.range(0, new JudgePrompt(spec.criterion()).requests())
            .mapToObj(
                request -> new JudgePrompt(spec.criterion()).read(replies.get(request), request))
            .toList();
    return Judgements.grade(spec.judge(), spec.criterion(), judgements);
  }

  private static Sample sample(String name, String answer) {
    String inner = answer.replaceAll("^\\(\\w+: |( ms)?\\)$", "");
    return switch (name) {
      case "tool_calls", "no_loop" -> Answers.calling(calls(answer));
      case "finish_reason" -> Answers.ended(FinishReason.valueOf(inner.toUpperCase(Locale.ROOT)));
      case "within_time" ->
          Answers.taking(Duration.ofMillis(Long.parseLong(inner)), Optional.empty());
      case "within_cost" ->
          Answers.taking(
              Duration.ZERO,
              inner.equals("unknown")
                  ? Optional.empty()
                  : Optional.of(Money.usd(Double.parseDouble(inner))));
      default -> Answers.saying(answer, CASE);
    };
  }

  private static String[] calls(String written) {
    return written.startsWith("(")
        ? new String[0]
        : Stream.of(written.split("; ", -1))
            .flatMap(call -> Stream.of(call.split(" ", 2)))
            .toArray(String[]::new);
  }

  private static Map<String, GraderSpec> specs() {
    var specs = new LinkedHashMap<String, GraderSpec>();
    texts(specs);
    structures(specs);
    surroundings(specs);
    judges(specs);
    groups(specs);
    return specs;
  }

  private static void judges(Map<String, GraderSpec> specs) {
    var anchors = new TreeMap<>(Map.of(1, "misses the point", 5, "complete and friendly"));
    judge(specs, new Criterion.Rubric(template("It is polite."), anchors, 4));
    judge(
        specs,
        new Criterion.Labels(
            template("Which tone has it?"), List.of("polite", "rude"), Set.of("polite")));
    judge(specs, new Criterion.Factuality(template("{{label}}"), Criterion.Factuality.USUAL));
    judge(specs, new Criterion.Faithfulness(template("{{label}}")));
    judge(
        specs, new Criterion.Pairwise(template("{{label}}"), template("Which helps more?"), true));
  }

  private static void judge(Map<String, GraderSpec> specs, Criterion criterion) {
    specs.put(criterion.word(), new GraderSpec.Judged(new ModelName("opus"), criterion, false));
  }

  private static void texts(Map<String, GraderSpec> specs) {
    Template label = template("{{label}}");
    var two = List.of(template("refund"), template("invoice"));
    specs.put("equals", new GraderSpec.Equals(label, false));
    specs.put("one_of", new GraderSpec.OneOf(List.of(template("{{labels}}")), false));
    specs.put("contains", new GraderSpec.Contains(List.of(label), true, true));
    specs.put("contains_all", new GraderSpec.Contains(two, true, false));
    specs.put("contains_any", new GraderSpec.Contains(two, false, false));
    specs.put("starts_with", new GraderSpec.StartsWith(template("feat:"), false));
    specs.put("regex", new GraderSpec.Regex("[A-Z]{2}\\d{4}", true, false));
    specs.put("numeric", new GraderSpec.Numeric(template("{{total}}"), 0.01, 0));
    specs.put("value", new GraderSpec.Value(template("{{due}}"), FieldKind.DATE, 0));
  }

  private static void structures(Map<String, GraderSpec> specs) {
    for (Syntax syntax : Syntax.values()) {
      specs.put(
          syntax.name().toLowerCase(Locale.ROOT) + "_valid", new GraderSpec.WellFormed(syntax));
    }
    found(specs);
    String schema =
        """
        {"type": "object", "required": ["total"],
         "properties": {"total": {"type": "number", "minimum": 0}}}\
        """;
    specs.put("json_schema", new GraderSpec.JsonSchema(schema));
    specs.put(
        "json_fields",
        new GraderSpec.JsonFields(
            List.of(
                new Field("total", template("12.5"), FieldKind.NUMBER, 0.01),
                new Field("due", template("2026-03-03"), FieldKind.DATE, 0),
                new Field("vat", template("null"), FieldKind.NULL, 0),
                new Field("tags", template("{{tags}}"), FieldKind.AUTO, 0)),
            true));
    var find =
        new ExpectedCall("find_order", Optional.of(template("{\"id\": 42}")), Optional.empty());
    var refund = new ExpectedCall("refund", Optional.empty(), Optional.empty());
    specs.put(
        "tool_calls",
        new GraderSpec.ToolCalls(List.of(find, refund), true, false, List.of("delete_order")));
  }

  private static void surroundings(Map<String, GraderSpec> specs) {
    specs.put("finish_reason", new GraderSpec.Finish(List.of("stop", "tool_use")));
    specs.put(
        "length", new GraderSpec.Length(OptionalInt.empty(), OptionalInt.of(8), LengthUnit.WORDS));
    specs.put("language", new GraderSpec.Language("de"));
    specs.put("refusal", new GraderSpec.Refusal());
    specs.put("no_markup", new GraderSpec.NoMarkup());
    like(specs, Metric.LEVENSHTEIN, "refund the lamp", OptionalDouble.of(0.8));
    like(specs, Metric.ROUGE_L, "the cat sat on the mat", OptionalDouble.empty());
    like(specs, Metric.BLEU, "the cat sat on the mat", OptionalDouble.empty());
    like(specs, Metric.CHRF, "the cat sat on the mat", OptionalDouble.empty());
    like(specs, Metric.EMBEDDING, "The parcel arrived late.", OptionalDouble.of(0.5));
    specs.put("within_time", new GraderSpec.WithinTime(Duration.ofSeconds(2)));
    specs.put("within_cost", new GraderSpec.WithinCost(Money.usd(0.01)));
    specs.put("no_loop", new GraderSpec.NoLoop(2));
    String script =
        """
        read -r told
        case "$told" in
          *'"answer":"refund"'*) echo '{"pass": true, "reason": "The topic is right."}' ;;
          *'"answer":"crash"'*) echo 'no such file: topics.txt' >&2; exit 1 ;;
          *) echo '{"pass": false, "reason": "The topic is not refund."}' ;;
        esac
        """;
    specs.put(
        "program",
        new GraderSpec.Program(List.of("sh", "-c", script), Duration.ofSeconds(10), false));
    String check = "[ \"$(sh answer.sh 2)\" = 4 ] || { echo 'expected 4' >&2; exit 1; }\n";
    specs.put(
        "code_tests",
        new GraderSpec.CodeTests(
            List.of("sh", "check.sh"),
            "answer.sh",
            new java.util.TreeMap<>(Map.of("check.sh", template(check))),
            Duration.ofSeconds(10),
            4096));
    String shop =
        "CREATE TABLE orders(id INTEGER, customer TEXT, total REAL);"
            + "INSERT INTO orders VALUES (1,'ann',20.0),(2,'bob',5.5),(3,'ann',7.5);";
    specs.put(
        "sql_result",
        new GraderSpec.SqlResult(
            shop,
            template("SELECT customer, SUM(total) FROM orders GROUP BY customer"),
            false,
            Duration.ofSeconds(5)));
    specs.put(
        "javascript",
        new GraderSpec.JavaScript(
            template("JSON.parse(output).total > 0 && output.length < context.vars.most"),
            OptionalDouble.empty(),
            false,
            Map.of("most", "40")));
  }

  private static void like(
      Map<String, GraderSpec> specs, Metric metric, String expected, OptionalDouble least) {
    specs.put(
        metric.name().toLowerCase(Locale.ROOT),
        new GraderSpec.Similarity(metric, template(expected), least));
  }

  private static void found(Map<String, GraderSpec> specs) {
    specs.put("edit_distance", new GraderSpec.EditDistance(template("{{label}}"), 2));
    for (GraderSpec.Overlap measure : GraderSpec.Overlap.values()) {
      boolean stems = measure == GraderSpec.Overlap.METEOR;
      String sent = stems ? "the refunds were sent on Monday" : "the refund was sent on Monday";
      var least = OptionalDouble.of(measure == GraderSpec.Overlap.ROUGE_1 ? 0.75 : 0.5);
      specs.put(
          measure.name().toLowerCase(Locale.ROOT),
          new GraderSpec.WordOverlap(measure, List.of(template(sent)), least));
    }
    specs.put(
        "json_found",
        new GraderSpec.Found(Syntax.JSON, Optional.of("{\"required\": [\"total\"]}")));
    for (Syntax syntax : List.of(Syntax.XML, Syntax.HTML, Syntax.SQL)) {
      specs.put(
          syntax.name().toLowerCase(Locale.ROOT) + "_found",
          new GraderSpec.Found(syntax, Optional.empty()));
    }
    specs.put(
        "sql_names",
        new GraderSpec.SqlNames(
            List.of("orders", "customers", "insert::null::log"), List.of(), false, false));
  }

  private static void groups(Map<String, GraderSpec> specs) {
    var refund = new GraderSpec.Contains(List.of(template("refund")), true, false);
    specs.put("all", group(Rule.ALL, part(refund, 1), part(new GraderSpec.NoMarkup(), 1)));
    specs.put(
        "any",
        group(
            Rule.ANY,
            part(new GraderSpec.Equals(template("refund"), false), 1),
            part(new GraderSpec.Equals(template("billing"), false), 1)));
    var brief = new GraderSpec.Length(OptionalInt.empty(), OptionalInt.of(3), LengthUnit.WORDS);
    specs.put(
        "weighted",
        new Group(
            Rule.WEIGHTED,
            List.of(
                new Weighted(refund, 3, Optional.of("topic")),
                new Weighted(brief, 1, Optional.of("short"))),
            OptionalDouble.of(0.7)));
    specs.put("fenced", new GraderSpec.Fenced(new GraderSpec.WellFormed(Syntax.JSON)));
    specs.put(
        "at",
        new GraderSpec.At("order.total", new GraderSpec.Numeric(template("{{total}}"), 0.01, 0)));
    specs.put(
        "transform",
        new GraderSpec.Transformed(
            List.of(template("output.split('Answer:')[1]"), template("output.trim()")),
            new GraderSpec.Equals(template("{{label}}"), false)));
    specs.put(
        "when",
        new GraderSpec.When(
            "label", new GraderSpec.Contains(List.of(template("{{label}}")), true, false)));
    specs.put("not_equals", new GraderSpec.Not(new GraderSpec.Equals(template("billing"), false)));
  }

  private static Group group(Rule rule, Weighted... parts) {
    return new Group(rule, List.of(parts), OptionalDouble.empty());
  }

  private static Weighted part(GraderSpec spec, double weight) {
    return new Weighted(spec, weight, Optional.empty());
  }
}
