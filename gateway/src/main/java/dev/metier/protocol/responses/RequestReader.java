package dev.metier.protocol.responses;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.RequestFields;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads one request. Not thread-safe.
final class RequestReader {
  /// What the response object says again of the request, as the inside of a JSON object.
  static final String ECHO = "echo";

  /// What only the last response object says again, as JSON.
  static final String INSTRUCTIONS = "instructions";

  static final String TOOLS = "tools";

  private static final Set<String> EFFORTS =
      Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  /// Fields that are understood here, and those that change nothing when they are not.
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "instructions",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning",
          "temperature",
          "top_p",
          "max_output_tokens",
          "store",
          "include",
          "metadata",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "client_metadata",
          "previous_response_id",
          "conversation",
          "background",
          "truncation",
          "service_tier");

  /// Fields of the response object, and what they say when the client said nothing.
  private static final List<Map.Entry<String, String>> ECHOED =
      List.of(
          Map.entry("max_output_tokens", "null"),
          Map.entry("metadata", "{}"),
          Map.entry("parallel_tool_calls", "true"),
          Map.entry("prompt_cache_key", "null"),
          Map.entry("reasoning", "{\"effort\":null,\"summary\":null}"),
          Map.entry("temperature", "null"),
          Map.entry("text", "{\"format\":{\"type\":\"text\"}}"),
          Map.entry("tool_choice", "\"auto\""),
          Map.entry("top_p", "null"),
          Map.entry("user", "null"));

  private final JsonNode body;
  private final Fields fields;
  private final List<String> dropped = new ArrayList<>();
  private final ToolBox tools = new ToolBox(dropped);
  private Optional<String> schema = Optional.empty();
  private boolean json;

  RequestReader(JsonNode body, Fields fields) {
    this.body = body;
    this.fields = fields;
  }

  ParsedRequest read() {
    nothingIsStored();
    tools.add(body.path("tools"), "tools");
    List<Message> messages = new InputReader(tools, dropped).read(body);
    format();
    told();
    Settings settings = settings(choice());
    List<String> told = dropped.stream().distinct().toList();
    var memory = new HashMap<String, String>();
    tools.remember(memory);
    memory.put(ECHO, echo());
    for (String field : List.of(INSTRUCTIONS, TOOLS)) {
      fields
          .field(field)
          .filter(_ -> given(field))
          .ifPresent(value -> memory.put(field, line(fields.raw(value), field)));
    }
    var request = new ChatRequest(messages, tools.offered(), settings, hints());
    return new ParsedRequest(request, flag("stream").orElse(false), true, told, memory);
  }

  /// What was stored is in `input` by now, where a conversation goes on from it.
  private void nothingIsStored() {
    for (String field : List.of("previous_response_id", "conversation", "prompt")) {
      if (given(field)) {
        throw Responses.unsupported(
            field,
            "Nothing is stored here, so `"
                + field
                + "` leads nowhere. Send the whole conversation in `input`.");
      }
    }
    if (flag("background").orElse(false)) {
      throw Responses.unsupported(
          "background", "Answers are not made in the background here. Leave `background` out.");
    }
  }

  /// What is accepted and comes to nothing.
  private void told() {
    if (Json.text(body, "truncation").equals("auto")) {
      dropped.add("truncation");
    }
    if (!Set.of("", "auto", "default").contains(Json.text(body, "service_tier"))) {
      dropped.add("service_tier");
    }
    for (JsonNode wanted : body.path("include")) {
      if (!wanted.stringValue("").equals("reasoning.encrypted_content")) {
        dropped.add("include." + wanted.stringValue(""));
      }
    }
    if (body.path("text").hasNonNull("verbosity")) {
      dropped.add("text.verbosity");
    }
    body.propertyNames().stream()
        .filter(name -> !KNOWN.contains(name) && given(name))
        .forEach(dropped::add);
  }

  private void format() {
    JsonNode format = body.path("text").path("format");
    switch (Json.text(format, "type")) {
      case "", "text" -> {}
      case "json_object" -> json = true;
      case "json_schema" -> {
        if (!format.path("schema").isObject()) {
          throw Responses.bad("text.format.schema", "`text.format.schema` is not a JSON Schema.");
        }
        schema = Optional.of(format.path("schema").toString());
      }
      default ->
          throw Responses.unsupported(
              "text.format.type", "`text.format.type` is text, json_object or json_schema.");
    }
  }

  private Settings settings(Optional<String> choice) {
    return new Settings(
        number("temperature", 2),
        whole("max_output_tokens"),
        OptionalLong.empty(),
        List.of(),
        schema,
        choice,
        Map.of());
  }

  private SamplingHints hints() {
    Optional<String> effort =
        Optional.of(Json.text(body.path("reasoning"), "effort")).filter(text -> !text.isEmpty());
    if (effort.isPresent() && !EFFORTS.contains(effort.get())) {
      throw Responses.bad(
          "reasoning.effort",
          "`reasoning.effort` is none, minimal, low, medium, high, xhigh or max.");
    }
    String identifier = Json.text(body, "safety_identifier");
    String user = identifier.isEmpty() ? Json.text(body, "user") : identifier;
    return new SamplingHints(
            number("top_p", 1),
            OptionalInt.empty(),
            effort.filter("none"::equals).map(none -> false),
            effort,
            OptionalInt.empty(),
            flag("parallel_tool_calls"),
            json,
            Optional.of(user).filter(text -> !text.isEmpty()))
        .with(RequestFields.schemaName(body.path("text").path("format")));
  }

  private Optional<String> choice() {
    JsonNode choice = body.path("tool_choice");
    if (choice.isString()) {
      String word = choice.stringValue();
      if (!Set.of("auto", "none", "required").contains(word)) {
        throw Responses.bad(
            "tool_choice", "`tool_choice` is auto, none, required or an object that names a tool.");
      }
      return Optional.of(word);
    }
    if (!choice.isObject()) {
      return Optional.empty();
    }
    String type = Json.text(choice, "type");
    return switch (type) {
      case "function", "custom" -> Optional.of(named(choice));
      case "allowed_tools" -> Optional.of(allowed(choice));
      default ->
          throw Responses.unsupported(
              "tool_choice", "A choice of type `" + Json.cut(type) + "` is not supported.");
    };
  }

  private String named(JsonNode choice) {
    String name = tools.nameOf(Json.text(choice, "namespace"), Json.text(choice, "name"));
    if (!tools.offers(name)) {
      throw Responses.bad(
          "tool_choice",
          "`tool_choice` names `" + Json.cut(Json.text(choice, "name")) + "`, which is no tool.");
    }
    return name;
  }

  /// Tools that are allowed only: the others are not shown to the model.
  private String allowed(JsonNode choice) {
    var names = new HashSet<String>();
    for (JsonNode tool : choice.path("tools")) {
      if (tool.has("name")) {
        names.add(named(tool));
      }
    }
    tools.only(names);
    return Json.text(choice, "mode").equals("required") ? "required" : "auto";
  }

  private boolean given(String field) {
    return body.hasNonNull(field);
  }

  private Optional<Boolean> flag(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw Responses.bad(field, "`" + field + "` is true or false.");
    }
    return Optional.of(value.booleanValue());
  }

  private OptionalDouble number(String field, double most) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    double number = value.isNumber() ? value.asDouble() : -1;
    if (!(number >= 0 && number <= most)) {
      throw Responses.bad(field, "`" + field + "` is a number from 0 to " + (int) most + ".");
    }
    return OptionalDouble.of(number);
  }

  private OptionalInt whole(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || value.asLong(0) < 1) {
      throw Responses.bad(field, "`" + field + "` is a whole number of at least 1.");
    }
    return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, value.asLong()));
  }

  /// A value as it came, where it stands in one line, as the data of an event must.
  private String line(String raw, String field) {
    boolean breaks = raw.indexOf('\n') >= 0 || raw.indexOf('\r') >= 0;
    return breaks ? body.path(field).toString() : raw;
  }

  private String echo() {
    var text = new StringBuilder();
    for (var field : ECHOED) {
      JsonNode value = body.path(field.getKey());
      boolean said =
          value.isContainer() ? !value.isEmpty() : value.isValueNode() && !value.isNull();
      text.append('"').append(field.getKey()).append("\":");
      text.append(said ? value.toString() : field.getValue()).append(',');
    }
    return text.append("\"truncation\":\"disabled\"").toString();
  }
}
