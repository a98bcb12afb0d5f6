package dev.metier.grade.tool;

import dev.metier.chat.Part.ToolUse;
import dev.metier.grade.value.JsonComparison;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a call passes to its tool, as JSON.
final class ToolArguments {
  private ToolArguments() {}

  /// The arguments of a call; no text at all stands for no arguments.
  static Optional<JsonNode> of(ToolUse call) {
    if (call.arguments().isBlank()) {
      return Optional.of(JsonComparison.MAPPER.createObjectNode());
    }
    return JsonComparison.parse(call.arguments()) instanceof JsonComparison.Good good
            && good.node().isObject()
        ? Optional.of(good.node())
        : Optional.empty();
  }

  /// JSON text that is equal for equal values: members sorted, numbers in one form.
  static String canonical(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(m ->
              JsonComparison.MAPPER.writeValueAsString(m.getKey()) + ":" + canonical(m.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node.isArray()) {
      return node.values().stream()
          .map(ToolArguments::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return node.isNumber() ? node.decimalValue().stripTrailingZeros().toString() : node.toString();
  }
}
