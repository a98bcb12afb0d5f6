package dev.metier.report.view.cases;

import dev.metier.core.text.ShortText;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.cases.CasesView.FieldRow;
import dev.metier.report.view.cases.CasesView.FieldValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sets JSON objects beside each other, field by field.
final class FieldRows {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern OTHER_KIND =
      Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null");
  private static final int LONGEST = 300;
  private static final int MOST = 60;

  private FieldRows() {}

  /// Nothing where what is expected is no JSON object, or no answer is one.
  ///
  /// @param answers one a model; empty for one that was not asked
  static List<FieldRow> of(String expected, List<Optional<String>> answers) {
    Optional<ObjectNode> wanted = object(expected);
    List<Optional<ObjectNode>> given =
        answers.stream().map(answer -> answer.flatMap(FieldRows::object)).toList();
    if (wanted.isEmpty() || given.stream().allMatch(Optional::isEmpty)) {
      return List.of();
    }
    var names = new LinkedHashSet<>(wanted.get().propertyNames());
    given.forEach(object -> object.ifPresent(node -> names.addAll(node.propertyNames())));
    var rows = new ArrayList<FieldRow>();
    for (String name : names.stream().limit(MOST).toList()) {
      Optional<JsonNode> value = Optional.ofNullable(wanted.get().get(name));
      var values = new ArrayList<FieldValue>();
      for (int i = 0; i < answers.size(); i++) {
        Optional<JsonNode> found = given.get(i).map(node -> node.get(name));
        values.add(new FieldValue(text(found), value.equals(found), answers.get(i).isPresent()));
      }
      boolean same = values.stream().allMatch(v -> v.asExpected() || !v.asked());
      rows.add(new FieldRow(VisibleText.of(name), text(value), values, same, false));
    }
    return rows;
  }

  /// The values that graders of a case compare fields with, a line each; empty where none does.
  static Optional<String> named(GraderSpec.Group grading, Case given) {
    String lines =
        fields(grading)
            .filter(field -> given.values().keySet().containsAll(field.expected().variables()))
            .map(field -> field.path() + ": " + field.expected().fill(given.values()))
            .distinct()
            .collect(Collectors.joining("\n"));
    return Optional.of(lines).filter(text -> !text.isEmpty());
  }

  private static Stream<GraderSpec.Field> fields(GraderSpec spec) {
    return switch (spec) {
      case GraderSpec.JsonFields fields -> fields.fields().stream();
      case GraderSpec.Group group -> group.parts().stream().flatMap(part -> fields(part.spec()));
      default -> Stream.empty();
    };
  }

  /// A value as a reader sees it: a text without quotes, unless it would look like another kind of
  /// value, such as the number that was expected.
  static String shown(JsonNode value) {
    return value.isString() && !OTHER_KIND.matcher(value.stringValue()).matches()
        ? value.stringValue()
        : value.toString();
  }

  private static String text(Optional<JsonNode> value) {
    String text = value.map(FieldRows::shown).orElse("");
    return VisibleText.of(ShortText.of(text, LONGEST, "…"));
  }

  static boolean isObject(String expected) {
    return object(expected).isPresent();
  }

  /// Also where it stands in a fence.
  private static Optional<ObjectNode> object(String text) {
    int from = text.indexOf('{');
    int to = text.lastIndexOf('}');
    if (from < 0 || to < from || from > LONGEST) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(text.substring(from, to + 1)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
