package dev.metier.importer.table;

import dev.metier.grade.value.JsonComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What form answers have, by the expected ones of a table: how they are asked for and graded.
///
/// @param labels the distinct labels, where they are labels
/// @param fields the fields of expected objects, where these are compared one by one; `true` for
///   those that every object has
/// @param comma whether numbers have a decimal comma
public record AnswerForm(
    ExpectedKind kind, List<String> labels, Map<String, Boolean> fields, boolean comma) {
  private static final Pattern COMMA =
      Pattern.compile("-?\\d+,(\\d{1,2}|\\d{4,})|-?\\d{1,3}(\\.\\d{3})+,\\d+");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_]\\w*");
  private static final int MOST_FIELDS = 40;
  private static final String JUDGE =
      "Where none can be named, another model can judge: add `- rubric: {text: ok.md, judge:"
          + " MODEL}` to the graders, label answers, and run `metier judge calibrate`.";

  static AnswerForm of(List<String> expected, ColumnMapping mapping) {
    var values = expected.stream().filter(text -> !text.isEmpty()).toList();
    ExpectedKind kind = ExpectedKind.of(values);
    return new AnswerForm(
        kind,
        kind == ExpectedKind.LABELS ? List.copyOf(new TreeSet<>(values)) : List.of(),
        kind == ExpectedKind.OBJECTS ? fields(values, mapping) : Map.of(),
        kind == ExpectedKind.NUMBERS && values.stream().anyMatch(v -> COMMA.matcher(v).matches()));
  }

  /// The fields, when all of them can be variables.
  private static Map<String, Boolean> fields(List<String> values, ColumnMapping mapping) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    values.forEach(text ->
        JsonComparison.expected(text)
            .propertyNames()
            .forEach(n -> counts.merge(n, 1, Integer::sum)));
    var names = new VariableNames(mapping.inputs());
    Set<String> taken = new LinkedHashSet<>(mapping.inputs().stream().map(names::of).toList());
    taken.addAll(Set.of("id", "expected"));
    boolean sound =
        !counts.isEmpty()
            && counts.size() <= MOST_FIELDS
            && counts.keySet().stream()
                .allMatch(name -> FIELD.matcher(name).matches() && !taken.contains(name));
    Map<String, Boolean> fields = new LinkedHashMap<>();
    if (sound) {
      counts.forEach((name, count) -> fields.put(name, count == values.size()));
    }
    return fields;
  }

  /// What a case keeps as expected; nothing where its fields are variables.
  Optional<String> expected(String value) {
    if (value.isEmpty() || !fields.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(comma ? value.replace(".", "").replace(',', '.') : value);
  }

  /// The variables that a case gets of its expected object.
  Map<String, String> variables(String value) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (!fields.isEmpty() && !value.isEmpty()) {
      for (Map.Entry<String, JsonNode> field : JsonComparison.expected(value).properties()) {
        JsonNode node = field.getValue();
        variables.put(field.getKey(), node.isString() ? node.stringValue() : node.toString());
      }
    }
    return variables;
  }

  /// What the expected answers look like, in a word for programs.
  public String kindWord() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// The same for people.
  public String words() {
    return kind.words() + (labels.isEmpty() ? "" : " (" + String.join(", ", labels) + ")");
  }

  /// Whether a grader can tell right answers from wrong ones.
  public boolean decidable() {
    return kind != ExpectedKind.FREE && kind != ExpectedKind.NONE;
  }

  /// The graders, each an item of a list in YAML.
  public List<String> graders() {
    return switch (kind) {
      case LABELS -> List.of("- one_of: {expected: \"{{expected}}\", ignore_case: true}");
      case NUMBERS -> List.of("- numeric: {expected: \"{{expected}}\"}");
      case DATES -> List.of("- value: {expected: \"{{expected}}\", kind: date}");
      case MONEY -> List.of("- value: {expected: \"{{expected}}\", kind: money}");
      case SHORT -> List.of("- equals: {expected: \"{{expected}}\", ignore_case: true}");
      case OBJECTS -> List.of(objects());
      case FREE, NONE -> List.of("- not_refusal", "- length: {at_least: 1}", "- no_loop");
    };
  }

  private String objects() {
    if (fields.isEmpty()) {
      return "- value: {expected: \"{{expected}}\", kind: json}";
    }
    var text = new StringBuilder("- json_fields:\n    fields:\n");
    fields.forEach((name, always) ->
        text.append("      ")
            .append(name)
            .append(
                always
                    ? ": \"{{" + name + "}}\""
                    : ": {expected: \"{{" + name + "}}\", optional: true}")
            .append('\n'));
    return text.toString().stripTrailing();
  }

  /// What stands beside the graders.
  public String remark() {
    return decidable() ? "" : "they look at the form only: none knows whether an answer is right";
  }

  /// How a prompt asks for it.
  String instruction() {
    return switch (kind) {
      case LABELS ->
          "Answer with exactly one of these labels, and nothing else:\n\n"
              + String.join("\n", labels.stream().map(label -> "- " + label).toList());
      case NUMBERS -> "Answer with the number alone.";
      case DATES -> "Answer with the date alone, as YYYY-MM-DD.";
      case MONEY -> "Answer with the amount and its currency alone.";
      case SHORT -> "Answer as briefly as possible, without any explanation.";
      case OBJECTS ->
          "Answer with one JSON object and nothing else"
              + (fields.isEmpty()
                  ? "."
                  : ". Its fields: " + String.join(", ", fields.keySet()) + ".");
      case FREE, NONE -> "Do this for the text below.";
    };
  }

  List<String> notes() {
    var notes = new ArrayList<String>();
    if (labels.size() == 1) {
      notes.add("Every row expects `" + labels.getFirst() + "`: any model can guess that.");
    }
    if (comma) {
      notes.add("Expected numbers have a decimal comma; the cases have them with a point.");
    }
    if (kind == ExpectedKind.FREE) {
      notes.add(
          "The expected answers are free text, of which a right answer is no copy: only the form is"
              + " graded. "
              + JUDGE);
    }
    if (kind == ExpectedKind.NONE) {
      notes.add(
          "No column says what is expected: only the form is graded. Name one with `--expected`. "
              + JUDGE);
    }
    return notes;
  }
}
