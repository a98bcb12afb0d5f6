package dev.metier.dialect.openai;

import dev.metier.chat.Tool;
import dev.metier.wire.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tools in OpenAI's shape, which Ollama has too.
public final class OpenAiTools {
  private OpenAiTools() {}

  /// Writes all tools.
  ///
  /// @param enforces whether the server knows that arguments must follow a schema
  public static void write(List<Tool> tools, boolean enforces, ObjectNode body) {
    if (tools.isEmpty()) {
      return;
    }
    ArrayNode array = body.putArray("tools");
    for (Tool tool : tools) {
      ObjectNode function = array.addObject().put("type", "function").putObject("function");
      function.put("name", tool.name());
      if (!tool.description().isEmpty()) {
        function.put("description", tool.description());
      }
      Json.put(function, "parameters", tool.schema());
      if (enforces && tool.strict() && isStrict(Json.value(tool.schema()))) {
        function.put("strict", true);
      }
    }
  }

  /// Whether OpenAI enforces the schema of every tool that is to be so.
  static boolean areEnforceable(List<Tool> tools) {
    return tools.stream()
        .filter(Tool::strict)
        .allMatch(tool -> isStrict(Json.value(tool.schema())));
  }

  static void choice(String choice, ObjectNode body) {
    switch (choice) {
      case "auto", "none", "required" -> body.put("tool_choice", choice);
      default ->
          body.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", choice);
    }
  }

  /// Whether a schema keeps the rules without which OpenAI refuses to enforce it: every object
  /// names all its fields, requires them and allows no others.
  static boolean isStrict(JsonNode schema) {
    for (JsonNode child : schema) {
      if (!isStrict(child)) {
        return false;
      }
    }
    JsonNode properties = schema.path("properties");
    if (!properties.isObject()) {
      return !Json.text(schema, "type").equals("object");
    }
    JsonNode additional = schema.path("additionalProperties");
    return additional.isBoolean()
        && !additional.asBoolean(true)
        && schema.path("required").size() == properties.size();
  }
}
