package dev.metier.protocol.chat;

import dev.metier.chat.CacheHints;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.RequestFields;
import dev.metier.protocol.ToolNames;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads one Chat Completions request. Not thread-safe.
final class ChatRequestReader {
  private static final String FREE_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
          + "\"required\":[\"input\"],\"additionalProperties\":false}";
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "functions",
          "function_call",
          "parallel_tool_calls",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "seed",
          "stop",
          "n",
          "response_format",
          "reasoning_effort",
          "reasoning",
          "thinking",
          "user",
          "safety_identifier",
          "modalities",
          "presence_penalty",
          "frequency_penalty",
          "logit_bias");

  private static final String ALLOWED = "allowed_tools";

  /// What every server of this protocol takes, and chat has no word for.
  private static final List<String> EXTRA =
      List.of("presence_penalty", "frequency_penalty", "logit_bias");

  private static final Set<String> EFFORTS =
      Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  private final RequestFields fields = new RequestFields();
  private final ToolNames names = new ToolNames();
  private final Map<String, String> memory = new HashMap<>();
  private final JsonNode body;

  ChatRequestReader(byte[] body) {
    this.body = RequestFields.body(body);
  }

  ParsedRequest read() {
    refuse();
    fields.known(body, KNOWN, "");
    List<Tool> tools = allowed(tools());
    var turns = new ChatTurns(fields, names);
    List<Message> messages = RequestFields.some(turns.read(body));
    SamplingHints hints =
        hints()
            .with(new CacheHints(turns.marks(), false))
            .with(RequestFields.schemaName(body.path("response_format").path("json_schema")));
    var request = new ChatRequest(messages, tools, settings(!tools.isEmpty()), hints);
    memory.putAll(names.memory());
    return new ParsedRequest(
        request,
        RequestFields.flag(body, "stream", ""),
        RequestFields.flag(body.path("stream_options"), "include_usage", "stream_options."),
        fields.dropped(),
        memory);
  }

  private void refuse() {
    if (RequestFields.count(body, "n", "").orElse(1) > 1) {
      throw RequestFields.unsupported(
          "n", "Only one answer a request can be given; `n` must be 1.");
    }
    for (JsonNode kind : RequestFields.list(body, "modalities", "")) {
      if (!kind.stringValue("").equals("text")) {
        throw RequestFields.unsupported("modalities", "Answers are text only.");
      }
    }
  }

  private List<Tool> tools() {
    List<Tool> tools = new ArrayList<>();
    int index = 0;
    for (JsonNode tool : RequestFields.list(body, "tools", "")) {
      String path = "tools." + index++ + ".";
      switch (tool.path("type").stringValue("function")) {
        case "function" -> tools.add(function(tool.path("function"), path + "function."));
        case "custom" -> tools.add(free(tool.path("custom"), path + "custom."));
        case String other -> fields.drop("tools." + other);
      }
    }
    index = 0;
    for (JsonNode function : RequestFields.list(body, "functions", "")) {
      memory.put(ChatCompletions.OLD_CALLS, "");
      tools.add(function(function, "functions." + index++ + "."));
    }
    return tools;
  }

  /// Tools that a choice leaves out are not shown to the model.
  private List<Tool> allowed(List<Tool> tools) {
    JsonNode choice = body.path("tool_choice");
    if (!Json.text(choice, "type").equals(ALLOWED)) {
      return tools;
    }
    Set<String> allowed = new HashSet<>();
    for (JsonNode tool : choice.path(ALLOWED).path("tools")) {
      String name = Json.text(tool.path(Json.text(tool, "type")), "name");
      if (!name.isEmpty()) {
        allowed.add(names.safe(name));
      }
    }
    return tools.stream().filter(tool -> allowed.contains(tool.name())).toList();
  }

  private Tool function(JsonNode function, String path) {
    String name = names.safe(RequestFields.needed(function, "name", path));
    fields.known(function, Set.of("name", "description", "parameters", "strict"), "tools.");
    return RequestFields.tool(name, function, "parameters", path);
  }

  private Tool free(JsonNode tool, String path) {
    String name = names.safe(RequestFields.needed(tool, "name", path));
    names.free(name);
    String told = RequestFields.text(tool, "description", path).orElse("");
    JsonNode grammar = tool.path("format").path("grammar");
    String rule =
        grammar.isObject()
            ? "\nThe input follows this grammar:\n" + Json.text(grammar, "definition")
            : "";
    return new Tool(name, (told + rule).strip(), FREE_SCHEMA);
  }

  private Settings settings(boolean anyTools) {
    Map<String, String> extra = new HashMap<>();
    for (String name : EXTRA) {
      JsonNode value = body.path(name);
      if (!RequestFields.absent(value)) {
        extra.put(name, value.toString());
      }
    }
    OptionalInt most = RequestFields.count(body, "max_completion_tokens", "");
    return new Settings(
        RequestFields.number(body, "temperature", 2),
        most.isPresent() ? most : RequestFields.count(body, "max_tokens", ""),
        RequestFields.whole(body, "seed"),
        RequestFields.stops(body, "stop"),
        schema(),
        anyTools ? choice() : Optional.empty(),
        extra);
  }

  private Optional<String> schema() {
    JsonNode format = body.path("response_format");
    return switch (Json.text(format, "type")) {
      case "", "text", "json_object" -> Optional.empty();
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema").path("schema");
        if (!schema.isObject()) {
          throw RequestFields.bad(
              "response_format.json_schema.schema", "The JSON Schema is missing.");
        }
        yield Optional.of(Json.compact(schema));
      }
      default -> {
        fields.drop("response_format." + Json.text(format, "type"));
        yield Optional.empty();
      }
    };
  }

  private Optional<String> choice() {
    JsonNode choice =
        body.has("tool_choice") ? body.path("tool_choice") : body.path("function_call");
    if (choice.isString()) {
      return switch (choice.stringValue()) {
        case "auto", "none", "required" -> Optional.of(choice.stringValue());
        case String other ->
            throw RequestFields.bad("tool_choice", "`" + Json.cut(other) + "` is no choice.");
      };
    }
    if (Json.text(choice, "type").equals(ALLOWED)) {
      return Optional.of(
          Json.text(choice.path(ALLOWED), "mode").equals("required") ? "required" : "auto");
    }
    String name = Json.text(choice, "name");
    for (String kind : List.of("function", "custom")) {
      name = name.isEmpty() ? Json.text(choice.path(kind), "name") : name;
    }
    if (choice.isObject() && name.isEmpty()) {
      fields.drop("tool_choice." + Json.text(choice, "type"));
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(names.safe(name));
  }

  private SamplingHints hints() {
    JsonNode reasoning = body.path("reasoning");
    JsonNode thinking = body.path("thinking");
    Optional<String> effort =
        RequestFields.text(body, "reasoning_effort", "")
            .or(() -> RequestFields.text(reasoning, "effort", "reasoning."));
    if (effort.isPresent() && !EFFORTS.contains(effort.get())) {
      fields.drop("reasoning_effort");
      effort = Optional.empty();
    }
    OptionalInt budget = RequestFields.count(reasoning, "max_tokens", "reasoning.");
    return new SamplingHints(
        RequestFields.number(body, "top_p", 1),
        RequestFields.count(body, "top_k", ""),
        reasons(effort, reasoning, thinking),
        effort,
        budget.isPresent() ? budget : RequestFields.count(thinking, "budget_tokens", "thinking."),
        parallel(),
        Json.text(body.path("response_format"), "type").equals("json_object"),
        RequestFields.text(body, "safety_identifier", "")
            .or(() -> RequestFields.text(body, "user", "")));
  }

  private static Optional<Boolean> reasons(
      Optional<String> effort, JsonNode reasoning, JsonNode thinking) {
    if (reasoning.path("enabled").isBoolean()) {
      return Optional.of(reasoning.path("enabled").asBoolean());
    }
    return switch (Json.text(thinking, "type")) {
      case "enabled" -> Optional.of(true);
      case "disabled" -> Optional.of(false);
      default -> effort.map(how -> !how.equals("none"));
    };
  }

  private Optional<Boolean> parallel() {
    return RequestFields.absent(body.path("parallel_tool_calls"))
        ? Optional.empty()
        : Optional.of(RequestFields.flag(body, "parallel_tool_calls", ""));
  }
}
