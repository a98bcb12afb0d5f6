package dev.metier.dialect;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.wire.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI Chat Completions, which llama.cpp, vLLM, LM Studio and most others speak too. See
/// <https://platform.openai.com/docs/api-reference/chat>.
///
/// @param completionTokens whether the limit is called `max_completion_tokens`, as at OpenAI
///   itself, and not `max_tokens`, as everywhere else
/// @param without fields that the server refuses and that are not written; when one of the two
///   names of the limit is among them, the other is used
public record OpenAiChat(boolean completionTokens, Set<String> without) implements Dialect {
  public OpenAiChat {
    without = Set.copyOf(without);
  }

  public OpenAiChat(boolean completionTokens) {
    this(completionTokens, Set.of());
  }

  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("model", model);
    ArrayNode messages = body.putArray("messages");
    request.messages().forEach(message -> write(message, messages));
    if (stream) {
      body.put("stream", true);
      body.putObject("stream_options").put("include_usage", true);
    }
    tools(request.tools(), body);
    settings(request.settings(), body);
    request.settings().extra().forEach((name, value) -> body.set(name, Json.value(value)));
    without.forEach(body::remove);
    return Json.bytes(body);
  }

  @Override
  public ChatReply readReply(byte[] body) {
    var assembly = new ReplyAssembly();
    new OpenAiReader().readWhole(body).forEach(assembly::add);
    return assembly.reply();
  }

  @Override
  public StreamReader reader() {
    return new OpenAiReader();
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return ErrorReader.read(status, body);
  }

  private static void write(Message message, ArrayNode to) {
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        to.addObject()
            .put("role", "tool")
            .put("tool_call_id", result.id())
            .put("content", result.error() ? "Error: " + result.text() : result.text());
      }
    }
    List<Part> said =
        message.parts().stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
    if (message.role() == Role.ASSISTANT) {
      assistant(said, to.addObject());
    } else if (!said.isEmpty()) {
      ObjectNode turn =
          to.addObject().put("role", message.role() == Role.SYSTEM ? "system" : "user");
      content(said, turn);
    }
  }

  private static void content(List<Part> parts, ObjectNode turn) {
    if (parts.stream().noneMatch(Part.Image.class::isInstance)) {
      turn.put("content", joined(parts));
      return;
    }
    ArrayNode content = turn.putArray("content");
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        content.addObject().put("type", "text").put("text", text.text());
      } else if (part instanceof Part.Image image) {
        content.addObject().put("type", "image_url").putObject("image_url").put("url", image.url());
      }
    }
  }

  private static void assistant(List<Part> parts, ObjectNode turn) {
    turn.put("role", "assistant");
    String text = joined(parts);
    var calls = parts.stream().filter(Part.ToolUse.class::isInstance).toList();
    if (text.isEmpty() && !calls.isEmpty()) {
      turn.putNull("content");
    } else {
      turn.put("content", text);
    }
    if (!calls.isEmpty()) {
      ArrayNode array = turn.putArray("tool_calls");
      calls.forEach(part -> call((Part.ToolUse) part, array.addObject()));
    }
  }

  private static void call(Part.ToolUse use, ObjectNode to) {
    to.put("id", use.id()).put("type", "function");
    to.putObject("function").put("name", use.name()).put("arguments", use.arguments());
  }

  static String joined(List<Part> parts) {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /// Also Ollama's shape.
  static void tools(List<Tool> tools, ObjectNode body) {
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
      function.set("parameters", Json.value(tool.schema()));
    }
  }

  private void settings(Settings settings, ObjectNode body) {
    settings.temperature().ifPresent(value -> body.put("temperature", value));
    settings.maxTokens().ifPresent(value -> body.put(limitField(), value));
    settings.seed().ifPresent(value -> body.put("seed", value));
    if (!settings.stop().isEmpty()) {
      settings.stop().forEach(body.putArray("stop")::add);
    }
    settings.toolChoice().ifPresent(choice -> choice(choice, body));
    settings.responseSchema().ifPresent(schema -> format(schema, body));
  }

  private String limitField() {
    boolean refused = without.contains(completionTokens ? "max_completion_tokens" : "max_tokens");
    return completionTokens != refused ? "max_completion_tokens" : "max_tokens";
  }

  private static void choice(String choice, ObjectNode body) {
    switch (choice) {
      case "auto", "none", "required" -> body.put("tool_choice", choice);
      default ->
          body.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", choice);
    }
  }

  private static void format(String schema, ObjectNode body) {
    JsonNode node = Json.value(schema);
    ObjectNode format = body.putObject("response_format").put("type", "json_schema");
    ObjectNode named = format.putObject("json_schema").put("name", "answer");
    if (strict(node)) {
      named.put("strict", true);
    }
    named.set("schema", node);
  }

  /// Whether a schema keeps the rules without which OpenAI refuses to enforce it: every object
  /// names all its fields, requires them and allows no others.
  private static boolean strict(JsonNode schema) {
    for (JsonNode child : schema) {
      if (!strict(child)) {
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
