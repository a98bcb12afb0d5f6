package dev.metier.report.view.cases;

import dev.metier.chat.Part.ToolUse;
import dev.metier.core.text.ShortText;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.cases.CasesView.FieldRow;
import dev.metier.report.view.cases.CasesView.FieldValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sets tool calls beside those that the job's graders expect, argument by argument.
final class CallRows {
  private static final int LONGEST = 300;
  private static final int MOST = 60;
  private static final JsonNode NOTHING = JsonComparison.MAPPER.createObjectNode();

  private final boolean exact;
  private final Set<String> forbidden;
  private final List<Wanted> wanted;
  private final List<FieldRow> rows = new ArrayList<>();

  /// A call that is expected.
  ///
  /// @param arguments what its arguments must hold
  private record Wanted(String name, JsonNode arguments) {}

  /// A call that was made.
  ///
  /// @param arguments as JSON; empty where they are no object
  private record Made(String name, String written, Optional<JsonNode> arguments) {
    static Made of(ToolUse use) {
      Optional<JsonNode> read =
          use.arguments().isBlank()
              ? Optional.of(NOTHING)
              : JsonComparison.parse(use.arguments()) instanceof JsonComparison.Good(var node)
                      && node.isObject()
                  ? Optional.of(node)
                  : Optional.empty();
      return new Made(use.name(), use.arguments(), read);
    }

    Optional<JsonNode> argument(String name) {
      return arguments.flatMap(node -> Optional.ofNullable(node.get(name)));
    }

    /// On how many arguments it is as expected.
    long fitting(Wanted call) {
      return call.arguments().properties().stream()
          .filter(each -> holds(argument(each.getKey()), each.getValue()))
          .count();
    }
  }

  /// A model's call in a row, if there is one.
  private record Place(boolean asked, Optional<Made> made) {}

  private CallRows(List<GraderSpec.ToolCalls> specs, Case given) {
    this.exact = specs.stream().anyMatch(GraderSpec.ToolCalls::exact);
    this.forbidden = new LinkedHashSet<>();
    this.wanted = new ArrayList<>();
    for (GraderSpec.ToolCalls spec : specs) {
      forbidden.addAll(spec.forbidden());
      for (GraderSpec.ExpectedCall call : spec.expected()) {
        JsonNode arguments =
            call.arguments()
                .map(text -> JsonComparison.expected(text.fill(given.values())))
                .filter(ObjectNode.class::isInstance)
                .orElse(NOTHING);
        wanted.add(new Wanted(call.name(), arguments));
      }
    }
  }

  /// Nothing where no grader of the case looks at calls.
  ///
  /// @param calls those of each model; empty for one that was not asked
  static List<FieldRow> of(
      GraderSpec.Group grading, Case given, List<Optional<List<ToolUse>>> calls) {
    List<GraderSpec.ToolCalls> specs = specs(grading).toList();
    return specs.isEmpty() || calls.stream().allMatch(Optional::isEmpty)
        ? List.of()
        : new CallRows(specs, given).rows(calls);
  }

  private static Stream<GraderSpec.ToolCalls> specs(GraderSpec spec) {
    return switch (spec) {
      case GraderSpec.ToolCalls calls -> Stream.of(calls);
      case GraderSpec.Group group -> group.parts().stream().flatMap(part -> specs(part.spec()));
      default -> Stream.empty();
    };
  }

  private List<FieldRow> rows(List<Optional<List<ToolUse>>> calls) {
    List<Optional<List<Made>>> made =
        calls.stream()
            .map(each ->
                each.<List<Made>>map(uses -> new ArrayList<>(uses.stream().map(Made::of).toList())))
            .toList();
    for (Wanted call : wanted) {
      List<Place> taken =
          made.stream()
              .map(left -> new Place(left.isPresent(), left.flatMap(own -> take(call, own))))
              .toList();
      expected(call, taken);
    }
    int most = made.stream().flatMap(Optional::stream).mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      int place = i;
      unexpected(
          made.stream()
              .map(left -> new Place(left.isPresent(), left.flatMap(own -> at(place, own))))
              .toList());
    }
    return rows.size() > MOST ? rows.subList(0, MOST) : rows;
  }

  /// Takes the call that is meant out of those that are left: of the same name, with the most
  /// arguments as expected.
  private static Optional<Made> take(Wanted call, List<Made> left) {
    Optional<Made> found = Optional.empty();
    for (Made each : left) {
      boolean closer =
          each.name().equals(call.name())
              && found.filter(other -> other.fitting(call) >= each.fitting(call)).isEmpty();
      found = closer ? Optional.of(each) : found;
    }
    found.ifPresent(left::remove);
    return found;
  }

  private void expected(Wanted call, List<Place> taken) {
    add(
        "",
        call.name(),
        taken.stream()
            .map(own -> value(own, made -> made.name(), made -> made.isPresent()))
            .toList(),
        false);
    call.arguments()
        .properties()
        .forEach(each ->
            add(
                each.getKey(),
                text(each.getValue()),
                taken.stream()
                    .map(own ->
                        value(
                            own,
                            made -> made.argument(each.getKey()).map(CallRows::text).orElse(""),
                            made ->
                                holds(
                                    made.flatMap(m -> m.argument(each.getKey())), each.getValue())))
                    .toList(),
                false));
    free(taken, call.arguments());
  }

  private void unexpected(List<Place> made) {
    boolean wrong =
        exact
            || made.stream()
                .flatMap(own -> own.made().stream())
                .anyMatch(each -> forbidden.contains(each.name()));
    add(
        "",
        "",
        made.stream().map(own -> value(own, Made::name, each -> each.isEmpty())).toList(),
        !wrong);
    free(made, NOTHING);
  }

  /// The arguments of which nothing is expected.
  private void free(List<Place> made, JsonNode expected) {
    var calls = made.stream().flatMap(own -> own.made().stream()).toList();
    var names = new LinkedHashSet<String>();
    calls.stream()
        .flatMap(each -> each.arguments().stream())
        .forEach(node -> names.addAll(node.propertyNames()));
    names.removeIf(expected::has);
    for (String name : names) {
      add(
          name,
          "",
          made.stream()
              .map(own ->
                  value(own, each -> each.argument(name).map(CallRows::text).orElse(""), _ -> true))
              .toList(),
          true);
    }
    if (calls.stream().anyMatch(each -> each.arguments().isEmpty())) {
      add(
          "{ }",
          "",
          made.stream()
              .map(own ->
                  value(
                      own,
                      each -> each.arguments().isEmpty() ? clipped(each.written()) : "",
                      each -> each.flatMap(Made::arguments).isPresent()))
              .toList(),
          false);
    }
  }

  private void add(String argument, String expected, List<FieldValue> values, boolean free) {
    boolean same = values.stream().allMatch(value -> value.asExpected() || !value.asked());
    rows.add(new FieldRow(VisibleText.of(argument), VisibleText.of(expected), values, same, free));
  }

  private static FieldValue value(
      Place own, Function<Made, String> text, Predicate<Optional<Made>> right) {
    return own.asked()
        ? new FieldValue(
            VisibleText.of(clipped(own.made().map(text).orElse(""))), right.test(own.made()), true)
        : new FieldValue("", false, false);
  }

  private static Optional<Made> at(int place, List<Made> made) {
    return place < made.size() ? Optional.of(made.get(place)) : Optional.empty();
  }

  private static boolean holds(Optional<JsonNode> found, JsonNode expected) {
    return found.filter(node -> JsonComparison.contains(node, expected)).isPresent();
  }

  private static String text(JsonNode value) {
    return clipped(FieldRows.shown(value));
  }

  private static String clipped(String text) {
    return ShortText.of(text, LONGEST, "…");
  }
}
