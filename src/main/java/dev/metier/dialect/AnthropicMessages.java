package dev.metier.dialect;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic Messages. See <https://docs.anthropic.com/en/api/messages>.
///
/// @param version of the API, an ISO date; from 2026-10-21 on it refuses sampling parameters and
///   takes the key as a bearer token
/// @param without fields that the server refuses and that are not written; those that this version
///   of the API never takes are always among them
public record AnthropicMessages(String version, Set<String> without) implements Dialect {
  /// The version that every server understands.
  public static final String USUAL = "2023-06-01";

  /// The first version without sampling parameters.
  public static final String NEWER = "2026-10-21";

  private static final int USUAL_LIMIT = 4096;
  private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");
  private static final Pattern DATA_URL =
      Pattern.compile("data:([^;,]+);base64,(.*)", Pattern.DOTALL);

  public AnthropicMessages {
    var all = new HashSet<>(without);
    all.add("seed");
    if (version.compareTo(NEWER) >= 0) {
      all.addAll(SAMPLING);
    }
    // an answer without a limit cannot be asked for here
    all.remove("max_tokens");
    without = Set.copyOf(all);
  }

  public AnthropicMessages(String version) {
    this(version, Set.of());
  }

  /// Whether the key is a bearer token; else it goes into `x-api-key`.
  public boolean bearer() {
    return version.compareTo(NEWER) >= 0;
  }

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("model", model);
    body.put("max_tokens", request.settings().maxTokens().orElse(USUAL_LIMIT));
    String system = system(request.messages());
    if (!system.isEmpty()) {
      body.put("system", system);
    }
    messages(request.messages(), body.putArray("messages"));
    if (stream) {
      body.put("stream", true);
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
    new AnthropicReader().readWhole(body).forEach(assembly::add);
    return assembly.reply();
  }

  @Override
  public StreamReader reader() {
    return new AnthropicReader();
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return ErrorReader.read(status, body);
  }

  private static String system(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .map(message -> OpenAiChat.joined(message.parts()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /// Turns of the same side that follow each other become one, as results of calls must stand
  /// directly behind the calls.
  private static void messages(List<Message> messages, ArrayNode to) {
    String side = "";
    ArrayNode content = Json.MAPPER.createArrayNode();
    for (Message message : messages) {
      if (message.role() == Role.SYSTEM) {
        continue;
      }
      String next = message.role() == Role.ASSISTANT ? "assistant" : "user";
      if (!next.equals(side)) {
        side = next;
        content = Json.MAPPER.createArrayNode();
        to.addObject().put("role", side).set("content", content);
      }
      for (Part part : message.parts()) {
        part(part, content);
      }
    }
  }

  private static void part(Part part, ArrayNode to) {
    switch (part) {
      case Part.Text text -> {
        if (!text.text().isBlank()) {
          to.addObject().put("type", "text").put("text", text.text());
        }
      }
      case Part.Image image ->
          to.addObject().put("type", "image").set("source", source(image.url()));
      // reasoning that nobody signed is refused when it comes back
      case Part.Thinking thinking ->
          thinking
              .signature()
              .filter(signature -> !signature.isEmpty())
              .ifPresent(signature ->
                  to.addObject()
                      .put("type", "thinking")
                      .put("thinking", thinking.text())
                      .put("signature", signature));
      case Part.Sealed sealed ->
          to.addObject().put("type", "redacted_thinking").put("data", sealed.data());
      case Part.Document document -> {}
      case Part.ToolUse use ->
          to.addObject()
              .put("type", "tool_use")
              .put("id", use.id())
              .put("name", use.name())
              .set("input", Json.arguments(use.arguments()));
      case Part.ToolResult result -> {
        ObjectNode block =
            to.addObject().put("type", "tool_result").put("tool_use_id", result.id());
        block.put("content", result.text());
        if (result.error()) {
          block.put("is_error", true);
        }
      }
    }
  }

  private static ObjectNode source(String url) {
    ObjectNode source = Json.MAPPER.createObjectNode();
    var data = DATA_URL.matcher(url);
    return data.matches()
        ? source.put("type", "base64").put("media_type", data.group(1)).put("data", data.group(2))
        : source.put("type", "url").put("url", url);
  }

  private static void tools(List<Tool> tools, ObjectNode body) {
    if (tools.isEmpty()) {
      return;
    }
    ArrayNode array = body.putArray("tools");
    for (Tool tool : tools) {
      ObjectNode node = array.addObject().put("name", tool.name());
      if (!tool.description().isEmpty()) {
        node.put("description", tool.description());
      }
      node.set("input_schema", Json.value(tool.schema()));
    }
  }

  private static void settings(Settings settings, ObjectNode body) {
    settings.temperature().ifPresent(value -> body.put("temperature", value));
    if (!settings.stop().isEmpty()) {
      settings.stop().forEach(body.putArray("stop_sequences")::add);
    }
    settings.toolChoice().ifPresent(choice -> choice(choice, body.putObject("tool_choice")));
    settings
        .responseSchema()
        .ifPresent(schema ->
            body.putObject("output_config")
                .putObject("format")
                .put("type", "json_schema")
                .set("schema", Json.value(schema)));
  }

  private static void choice(String choice, ObjectNode to) {
    switch (choice) {
      case "auto", "none" -> to.put("type", choice);
      case "required" -> to.put("type", "any");
      default -> to.put("type", "tool").put("name", choice);
    }
  }
}
