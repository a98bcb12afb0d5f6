package dev.metier.exporter;

import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Assertions of promptfoo that say what a grader says of one case.
final class PromptfooAssertion {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PromptfooAssertion() {}

  /// The assertion; empty where promptfoo has none that says the same.
  static Optional<ObjectNode> of(GraderSpec spec, Map<String, String> values) {
    return switch (spec) {
      case GraderSpec.Equals(var expected, var ignoreCase, _, _) ->
          Optional.of(
              among(List.of(expected.fill(values)), ignoreCase)
                  .orElseGet(() -> valued("equals", expected.fill(values))));
      case GraderSpec.OneOf(var expected, var ignoreCase, _) ->
          Optional.of(script(texts(expected, values), ignoreCase));
      case GraderSpec.Contains(var texts, var all, var ignoreCase, _) ->
          Optional.of(
              valued(
                  (ignoreCase ? "i" : "") + (all ? "contains-all" : "contains-any"),
                  JSON.valueToTree(texts(texts, values))));
      case GraderSpec.StartsWith(var texts, var ignoreCase, _) ->
          ignoreCase || texts.size() != 1
              ? Optional.empty()
              : Optional.of(valued("starts-with", texts.getFirst().fill(values)));
      case GraderSpec.Regex(var pattern, var whole, var ignoreCase, _) ->
          whole || ignoreCase
              ? Optional.empty()
              : Optional.of(valued("regex", pattern.fill(values)));
      case GraderSpec.WellFormed(var syntax) ->
          Optional.of(
              JSON.createObjectNode().put("type", "is-" + syntax.name().toLowerCase(Locale.ROOT)));
      case GraderSpec.JsonSchema(var schema) -> json(schema).map(tree -> valued("is-json", tree));
      case GraderSpec.Refusal _ -> Optional.of(JSON.createObjectNode().put("type", "is-refusal"));
      case GraderSpec.WithinTime(var limit) ->
          Optional.of(
              JSON.createObjectNode().put("type", "latency").put("threshold", limit.toMillis()));
      case GraderSpec.Not(var of) ->
          of(of, values).map(inner -> inner.put("type", "not-" + inner.path("type").stringValue()));
      default -> Optional.empty();
    };
  }

  private static Optional<ObjectNode> among(List<String> texts, boolean ignoreCase) {
    return ignoreCase ? Optional.of(script(texts, true)) : Optional.empty();
  }

  private static ObjectNode script(List<String> texts, boolean ignoreCase) {
    List<String> wanted =
        ignoreCase ? texts.stream().map(t -> t.toLowerCase(Locale.ROOT)).toList() : texts;
    return valued(
        "javascript",
        JSON.writeValueAsString(wanted)
            + ".includes(output.trim()"
            + (ignoreCase ? ".toLowerCase()" : "")
            + ")");
  }

  /// The texts; a variable that is a list stands for its elements.
  private static List<String> texts(List<Template> templates, Map<String, String> values) {
    return templates.stream()
        .flatMap(template -> {
          String text = template.fill(values);
          Optional<JsonNode> list =
              template.isVariable() && text.startsWith("[")
                  ? json(text).filter(JsonNode::isArray)
                  : Optional.empty();
          return list.map(PromptfooAssertion::elements).orElseGet(() -> Stream.of(text));
        })
        .toList();
  }

  private static Stream<String> elements(JsonNode list) {
    return list.valueStream().map(each -> each.isString() ? each.stringValue() : each.toString());
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode valued(String type, String value) {
    return JSON.createObjectNode().put("type", type).put("value", value);
  }

  private static ObjectNode valued(String type, JsonNode value) {
    ObjectNode node = JSON.createObjectNode().put("type", type);
    node.set("value", value);
    return node;
  }
}
