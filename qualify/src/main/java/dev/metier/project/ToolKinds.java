package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.Template;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The grader of tool calls.
final class ToolKinds {
  private ToolKinds() {}

  static Shape<GraderSpec> toolCalls() {
    Shape<ExpectedCall> call = call();
    Slot<List<ExpectedCall>> expected =
        key(
                "expected",
                Shape.<List<ExpectedCall>>either(Shape.list(call), call.map(List::of)),
                "Calls that must be there.",
                "[{name: refund, arguments: {id: \"{{id}}\"}}]")
            .usually(List.of(), "none");
    Slot<Boolean> ordered =
        key("ordered", ScalarReader.flag(), "Whether in this order.", "true")
            .usually(false, "false");
    Slot<Boolean> exact =
        key("exact", ScalarReader.flag(), "Whether nothing else may be called.", "true")
            .usually(false, "false");
    Slot<List<String>> forbidden =
        key(
                "forbidden",
                Shape.oneOrMore(ScalarReader.text().then(ToolKinds::tool)),
                "Tools that must not be called.",
                "[delete_account]")
            .usually(List.of(), "none");
    Slot<Double> f1 =
        key(
            "f1",
            ScalarReader.share(),
            "The least F1 of the called tools' names against the expected ones that passes.",
            "0.8");
    return Table.shape("tool_calls", "", expected, ordered, exact, forbidden, f1)
        .then((t, at, reading) -> toolCalls(t, new Calls(expected, ordered, exact, forbidden, f1)));
  }

  private record Calls(
      Slot<List<ExpectedCall>> expected,
      Slot<Boolean> ordered,
      Slot<Boolean> exact,
      Slot<List<String>> forbidden,
      Slot<Double> f1) {}

  private static Optional<GraderSpec> toolCalls(Table t, Calls keys) {
    return t.sound()
        ? Optional.of(
            new GraderSpec.ToolCalls(
                t.value(keys.expected()),
                t.value(keys.ordered()),
                t.value(keys.exact()),
                t.value(keys.forbidden()),
                t.find(keys.f1()).map(OptionalDouble::of).orElse(OptionalDouble.empty())))
        : Optional.empty();
  }

  private static Optional<String> tool(String name, Place place, Reading reading) {
    ProjectReading.of(reading).calls(name, place);
    return Optional.of(name);
  }

  private static Shape<ExpectedCall> call() {
    Shape<String> toolName = ScalarReader.text().then(ToolKinds::tool);
    Slot<String> name = key("name", toolName, "The tool.", "refund").needed();
    Slot<Template> arguments =
        key(
            "arguments",
            ProjectScalars.template(),
            "An object that the call's arguments must contain.",
            "{id: \"{{id}}\"}");
    Slot<String> schema =
        key(
            "schema",
            Prompts.schema().then(StructureKinds::checked),
            "JSON Schema of them.",
            "call.json");
    return Shape.either(
        Table.shape("call", "One expected call.", name, arguments, schema)
            .then((t, at, reading) ->
                t.find(name).map(n -> new ExpectedCall(n, t.find(arguments), t.find(schema)))),
        toolName.map(n -> new ExpectedCall(n, Optional.empty(), Optional.empty())));
  }
}
