package dev.metier.grade.spec;

import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.GraderSpec.LengthUnit;
import dev.metier.job.GraderSpec.Metric;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Syntax;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// At least one specification of every kind, for the contract that all graders keep.
public final class Specs {
  private static final Template LABEL = new Template("{{label}}");

  private Specs() {}

  public static List<GraderSpec> all() {
    var specs = new ArrayList<GraderSpec>(texts());
    specs.addAll(values());
    specs.addAll(structures());
    specs.addAll(surroundings());
    for (Metric metric : Metric.values()) {
      specs.add(new GraderSpec.Similarity(metric, LABEL, OptionalDouble.empty()));
    }
    specs.add(new GraderSpec.Similarity(Metric.CHRF, LABEL, OptionalDouble.of(0.5)));
    for (GraderSpec.Overlap measure : GraderSpec.Overlap.values()) {
      specs.add(new GraderSpec.WordOverlap(measure, List.of(LABEL, LABEL), OptionalDouble.empty()));
    }
    specs.add(
        new GraderSpec.WordOverlap(
            GraderSpec.Overlap.GLEU, List.of(LABEL), OptionalDouble.of(0.5)));
    specs.add(new GraderSpec.EditDistance(LABEL, 5));
    for (Syntax syntax : Syntax.values()) {
      specs.add(new GraderSpec.Found(syntax, Optional.empty()));
    }
    specs.add(new GraderSpec.Found(Syntax.JSON, Optional.of("{\"required\":[\"a\"]}")));
    var share = new GraderSpec.Similarity(Metric.LEVENSHTEIN, LABEL, OptionalDouble.empty());
    for (Rule rule : Rule.values()) {
      specs.add(group(rule, OptionalDouble.empty(), specs.getFirst(), share));
      specs.add(group(rule, OptionalDouble.of(0.5), specs.getFirst(), share));
    }
    specs.add(new GraderSpec.Not(specs.getFirst()));
    return List.copyOf(specs);
  }

  private static List<GraderSpec> texts() {
    return List.of(
        new GraderSpec.Equals(LABEL, true),
        new GraderSpec.Equals(LABEL, true, true),
        new GraderSpec.Fenced(new GraderSpec.Equals(LABEL, true)),
        new GraderSpec.At("a.b[0]", new GraderSpec.Equals(LABEL, true)),
        new GraderSpec.When("label", new GraderSpec.Equals(LABEL, true)),
        new GraderSpec.Regex("^{{label}}", false, true),
        new GraderSpec.Numeric(new Template("{{n}}"), 0.5, 0.01, GraderSpec.Which.ONLY),
        new GraderSpec.OneOf(List.of(new Template("{{labels}}"), LABEL), false),
        new GraderSpec.Contains(List.of(LABEL, new Template("re")), true, true),
        new GraderSpec.Contains(List.of(LABEL, new Template("{{labels}}")), false, false),
        new GraderSpec.StartsWith(LABEL, true),
        new GraderSpec.Regex("(a|a)*b", false, true),
        new GraderSpec.Regex(
            new Template("(?<!x){{label}}"), false, false, GraderSpec.Flavour.JAVASCRIPT),
        new GraderSpec.Regex(LABEL, true, true, GraderSpec.Flavour.JAVASCRIPT),
        new GraderSpec.Transformed(
            List.of(new Template("output.trim()")), new GraderSpec.Equals(LABEL, true)),
        new GraderSpec.Regex("(\\s|\\S)*x", true, false),
        new GraderSpec.Numeric(new Template("{{n}}"), 0.5, 0.01));
  }

  private static List<GraderSpec> values() {
    return List.of(
        value("x", FieldKind.TEXT),
        value("{{n}}", FieldKind.NUMBER),
        value("2026-03-03", FieldKind.DATE),
        value("EUR 12.50", FieldKind.MONEY),
        value("yes", FieldKind.BOOLEAN),
        value("", FieldKind.NULL),
        value("{{labels}}", FieldKind.JSON),
        value("{{labels}}", FieldKind.AUTO),
        value("{{labels}}", FieldKind.ONE_OF),
        value("x", FieldKind.CONTAINS),
        value("x+", FieldKind.REGEX));
  }

  private static GraderSpec value(String expected, FieldKind kind) {
    return new GraderSpec.Value(new Template(expected), kind, 0);
  }

  private static List<GraderSpec> structures() {
    var fields =
        Stream.of(FieldKind.TEXT, FieldKind.NULL)
            .map(kind -> new Field("a.b[0]", LABEL, kind, 0))
            .toList();
    var call =
        new ExpectedCall(
            "get",
            Optional.of(new Template("{\"id\":{{n}}}")),
            Optional.of("{\"type\":\"object\"}"));
    var specs = new ArrayList<GraderSpec>();
    for (Syntax syntax : Syntax.values()) {
      specs.add(new GraderSpec.WellFormed(syntax));
    }
    specs.add(new GraderSpec.JsonSchema("{\"items\":{\"$ref\":\"#\"},\"type\":\"array\"}"));
    specs.add(new GraderSpec.JsonFields(fields, true));
    specs.add(new GraderSpec.JsonFields(fields, false));
    specs.add(new GraderSpec.ToolCalls(List.of(call, call), true, true, List.of("drop")));
    specs.add(new GraderSpec.ToolCalls(List.of(call), false, false, List.of()));
    specs.add(
        new GraderSpec.CodeTests(
            List.of("sh", "answer.sh"),
            "answer.sh",
            new java.util.TreeMap<>(),
            Duration.ofSeconds(20),
            4096));
    specs.add(new GraderSpec.NoLoop(1));
    specs.add(new GraderSpec.SqlNames(List.of("t"), List.of("t.a"), false, true));
    specs.add(
        new GraderSpec.SqlResult(
            "CREATE TABLE t(a); INSERT INTO t VALUES (1);",
            new Template("SELECT {{n}} FROM t"),
            false,
            Duration.ofSeconds(5)));
    return specs;
  }

  private static List<GraderSpec> surroundings() {
    var specs = new ArrayList<GraderSpec>();
    specs.add(new GraderSpec.Finish(List.of("stop")));
    for (LengthUnit unit : LengthUnit.values()) {
      specs.add(new GraderSpec.Length(OptionalInt.of(1), OptionalInt.of(9), unit));
    }
    specs.add(new GraderSpec.Language("de"));
    specs.add(new GraderSpec.Refusal());
    specs.add(new GraderSpec.NoMarkup());
    specs.add(new GraderSpec.WithinTime(Duration.ofMillis(100)));
    specs.add(new GraderSpec.WithinCost(Money.usd(0.01)));
    specs.add(
        new GraderSpec.Program(
            List.of("sh", "-c", "cat >/dev/null; echo '{\"score\":0.5}'"),
            Duration.ofSeconds(20),
            true));
    specs.add(
        new GraderSpec.Judged(
            new ModelName("opus"), new Criterion.Rubric(new Template("It is polite.")), false));
    specs.add(code("output.includes('billing') && context.vars.label.length > 1"));
    specs.add(code("const n = output.length; n / 1000"));
    specs.add(new GraderSpec.Not(code("JSON.parse(output)")));
    return specs;
  }

  private static GraderSpec code(String text) {
    return new GraderSpec.JavaScript(
        new Template(text), OptionalDouble.of(0.2), true, Map.of("n", "42"));
  }

  private static GraderSpec group(Rule rule, OptionalDouble threshold, GraderSpec... specs) {
    var parts = Stream.of(specs).map(spec -> new Weighted(spec, 1.5, Optional.of("part"))).toList();
    return new GraderSpec.Group(rule, parts, threshold);
  }
}
