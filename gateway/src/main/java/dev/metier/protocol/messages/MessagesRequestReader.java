package dev.metier.protocol.messages;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.RequestFields;
import dev.metier.protocol.ToolNames;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads one Messages request. Not thread-safe.
final class MessagesRequestReader {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "system",
          "stream",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "output_format",
          "metadata");
  private static final Set<String> TOOL =
      Set.of("type", "name", "description", "input_schema", "cache_control", "strict");
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

  private final RequestFields fields = new RequestFields();
  private final ToolNames names = new ToolNames();
  private final JsonNode body;

  MessagesRequestReader(byte[] body) {
    this.body = RequestFields.body(body);
  }

  ParsedRequest read() {
    fields.known(body, KNOWN, "");
    List<Tool> tools = tools();
    var request = new ChatRequest(messages(), tools, settings(tools), hints());
    boolean stream = RequestFields.flag(body, "stream", "");
    return new ParsedRequest(request, stream, true, fields.dropped(), names.memory());
  }

  private List<Message> messages() {
    var blocks = new MessagesBlocks(fields, names);
    List<Message> messages = new ArrayList<>();
    var system = blocks.system(body.path("system"), "system");
    if (!system.isEmpty()) {
      messages.add(new Message(Role.SYSTEM, system));
    }
    int index = 0;
    for (JsonNode message : RequestFields.list(body, "messages", "")) {
      messages.add(message(message, "messages." + index++, blocks));
    }
    if (index == 0) {
      throw RequestFields.bad("messages", "`messages` must hold at least one message.");
    }
    return messages;
  }

  private Message message(JsonNode message, String path, MessagesBlocks blocks) {
    if (!message.isObject()) {
      throw RequestFields.bad(path, "A message must be an object.");
    }
    fields.known(message, Set.of("role", "content"), "messages.");
    JsonNode content = message.path("content");
    String at = path + ".content";
    String role = RequestFields.needed(message, "role", path + ".");
    return switch (role) {
      case "user" -> new Message(Role.USER, blocks.user(content, at));
      case "assistant" -> new Message(Role.ASSISTANT, blocks.assistant(content, at));
      case "system" -> new Message(Role.SYSTEM, blocks.system(content, at));
      default -> throw RequestFields.bad(path + ".role", "`" + Json.cut(role) + "` is no role.");
    };
  }

  /// Tools that Anthropic runs, or whose arguments only its own models know, no other model has.
  private List<Tool> tools() {
    List<Tool> tools = new ArrayList<>();
    int index = 0;
    for (JsonNode tool : RequestFields.list(body, "tools", "")) {
      String path = "tools." + index++ + ".";
      String type = tool.path("type").stringValue("custom");
      if (!type.equals("custom")) {
        fields.drop("tools." + type);
        continue;
      }
      fields.known(tool, TOOL, "tools.");
      if (tool.has("cache_control")) {
        fields.drop("cache_control");
      }
      String name = names.safe(RequestFields.needed(tool, "name", path));
      tools.add(RequestFields.tool(name, tool, "input_schema", path));
    }
    return tools;
  }

  private Settings settings(List<Tool> tools) {
    return new Settings(
        RequestFields.number(body, "temperature", 2),
        RequestFields.count(body, "max_tokens", ""),
        OptionalLong.empty(),
        RequestFields.stops(body, "stop_sequences"),
        schema(),
        choice(tools),
        Map.of());
  }

  private Optional<String> schema() {
    JsonNode config = body.path("output_config");
    fields.known(config, Set.of("effort", "format"), "output_config.");
    JsonNode format = config.has("format") ? config.path("format") : body.path("output_format");
    if (RequestFields.absent(format)) {
      return Optional.empty();
    }
    JsonNode schema = format.path("schema");
    if (!Json.text(format, "type").equals("json_schema") || !schema.isObject()) {
      throw RequestFields.bad(
          "output_config.format", "Only `json_schema` with its `schema` is known.");
    }
    return Optional.of(Json.compact(schema));
  }

  private Optional<String> choice(List<Tool> tools) {
    JsonNode choice = body.path("tool_choice");
    if (RequestFields.absent(choice)) {
      return Optional.empty();
    }
    fields.known(choice, Set.of("type", "name", "disable_parallel_tool_use"), "tool_choice.");
    String type = RequestFields.needed(choice, "type", "tool_choice.");
    Optional<String> chosen =
        switch (type) {
          case "auto", "none" -> Optional.of(type);
          case "any" -> Optional.of("required");
          case "tool" ->
              Optional.of(names.safe(RequestFields.needed(choice, "name", "tool_choice.")));
          default ->
              throw RequestFields.bad("tool_choice.type", "`" + Json.cut(type) + "` is no choice.");
        };
    boolean there =
        !tools.isEmpty()
            && (!type.equals("tool")
                || tools.stream().anyMatch(tool -> tool.name().equals(chosen.get())));
    if (!there) {
      fields.drop("tool_choice");
    }
    return chosen.filter(name -> there);
  }

  private SamplingHints hints() {
    JsonNode thinking = body.path("thinking");
    fields.known(thinking, Set.of("type", "budget_tokens"), "thinking.");
    fields.known(body.path("metadata"), Set.of("user_id"), "metadata.");
    Optional<String> effort =
        RequestFields.text(body.path("output_config"), "effort", "output_config.");
    if (effort.isPresent() && !EFFORTS.contains(effort.get())) {
      fields.drop("output_config.effort");
      effort = Optional.empty();
    }
    boolean single =
        RequestFields.flag(body.path("tool_choice"), "disable_parallel_tool_use", "tool_choice.");
    return new SamplingHints(
        RequestFields.number(body, "top_p", 1),
        RequestFields.count(body, "top_k", ""),
        reasons(thinking),
        effort,
        reasoningTokens(thinking),
        single ? Optional.of(false) : Optional.empty(),
        false,
        RequestFields.text(body.path("metadata"), "user_id", "metadata."));
  }

  /// Models that decide for themselves are left to it.
  private static Optional<Boolean> reasons(JsonNode thinking) {
    return switch (Json.text(thinking, "type")) {
      case "enabled" -> Optional.of(true);
      case "disabled" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static OptionalInt reasoningTokens(JsonNode thinking) {
    return RequestFields.count(thinking, "budget_tokens", "thinking.");
  }
}
