package dev.metier.protocol.chat;

import dev.metier.chat.CacheHints;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.protocol.RequestFields;
import dev.metier.protocol.ToolNames;
import dev.metier.wire.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads the messages of a Chat Completions request. Not thread-safe.
final class ChatTurns {
  private static final Set<String> KNOWN =
      Set.of(
          "role",
          "content",
          "refusal",
          "tool_calls",
          "tool_call_id",
          "function_call",
          "name",
          "reasoning_content",
          "reasoning",
          "reasoning_signature",
          "reasoning_details",
          "thinking_blocks");

  private record Open(String id, String name) {}

  private final RequestFields fields;
  private final ToolNames names;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<CacheHints.Mark> marks = new ArrayList<>();

  ChatTurns(RequestFields fields, ToolNames names) {
    this.fields = fields;
    this.names = names;
  }

  List<Message> read(JsonNode body) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : RequestFields.list(body, "messages", "")) {
      messages.add(message(message, "messages." + messages.size()));
    }
    return messages;
  }

  /// The parts that were read and that the client marks as worth keeping.
  List<CacheHints.Mark> marks() {
    return marks;
  }

  private Message message(JsonNode message, String path) {
    if (!message.isObject()) {
      throw RequestFields.bad(path, "A message must be an object.");
    }
    fields.known(message, KNOWN, "messages.");
    JsonNode content = message.path("content");
    String role = RequestFields.needed(message, "role", path + ".");
    return switch (role) {
      case "system", "developer" -> new Message(Role.SYSTEM, content(content, path));
      case "user" -> new Message(Role.USER, content(content, path));
      case "assistant" -> new Message(Role.ASSISTANT, assistant(message, path));
      case "tool", "function" -> {
        String id = answered(message, role.equals("function"));
        yield new Message(
            Role.TOOL, List.of(new Part.ToolResult(id, content(content, path), false)));
      }
      default -> throw RequestFields.bad(path + ".role", "`" + Json.cut(role) + "` is no role.");
    };
  }

  /// Which call a result belongs to: that of its id; without one the first that has no result yet,
  /// or the first of that name.
  private String answered(JsonNode message, boolean byName) {
    String id = Json.text(message, "tool_call_id");
    String name = byName ? names.safe(Json.text(message, "name")) : "";
    for (Open call : open) {
      if (id.isEmpty() ? name.isEmpty() || name.equals(call.name) : id.equals(call.id)) {
        open.remove(call);
        return call.id;
      }
    }
    return id;
  }

  private List<Part> assistant(JsonNode message, String path) {
    List<Part> parts = new ArrayList<>();
    thoughts(message, parts);
    parts.addAll(content(message.path("content"), path));
    String refusal = Json.text(message, "refusal");
    if (!refusal.isEmpty()) {
      parts.add(new Part.Text(refusal));
    }
    open.clear();
    int index = 0;
    for (JsonNode call : RequestFields.list(message, "tool_calls", path + ".")) {
      call(call, path + ".tool_calls." + index++, parts);
    }
    JsonNode old = message.path("function_call");
    if (old.isObject()) {
      add("", old, "arguments", path + ".function_call", parts);
    }
    return parts;
  }

  private void call(JsonNode call, String path, List<Part> parts) {
    String id = Json.text(call, "id");
    switch (call.path("type").stringValue("function")) {
      case "function" -> add(id, call.path("function"), "arguments", path + ".function", parts);
      case "custom" -> add(id, call.path("custom"), "input", path + ".custom", parts);
      case String other ->
          throw RequestFields.unsupported(
              path + ".type", "Calls of type `" + Json.cut(other) + "`.");
    }
  }

  private void add(String id, JsonNode function, String field, String path, List<Part> parts) {
    String name = names.safe(RequestFields.needed(function, "name", path + "."));
    String given = Json.argumentText(function.path(field));
    String arguments =
        field.equals("input")
            ? Json.compact(Json.newObject().put("input", given))
            : given.isBlank() ? "{}" : given;
    String known =
        id.isEmpty() ? "call_" + path.replaceAll("\\D+", "_").replaceAll("^_|_$", "") : id;
    open.add(new Open(known, name));
    parts.add(new Part.ToolUse(known, name, arguments));
  }

  /// What the model thought, as we or others told it: with seals in `reasoning_details` or
  /// `thinking_blocks`, else as plain text.
  private static void thoughts(JsonNode message, List<Part> parts) {
    for (JsonNode thought : message.path("thinking_blocks")) {
      thought(thought, "thinking", parts);
    }
    for (JsonNode thought :
        parts.isEmpty() ? message.path("reasoning_details") : List.<JsonNode>of()) {
      thought(thought, "text", parts);
    }
    String text = Json.text(message, "reasoning_content");
    text = text.isEmpty() ? Json.text(message, "reasoning") : text;
    String signature = Json.text(message, "reasoning_signature");
    boolean told = parts.stream().anyMatch(Part.Thinking.class::isInstance);
    if (!told && !(text.isEmpty() && signature.isEmpty())) {
      parts.addFirst(
          new Part.Thinking(text, Optional.of(signature).filter(seal -> !seal.isEmpty())));
    }
  }

  private static void thought(JsonNode thought, String field, List<Part> parts) {
    String data = Json.text(thought, "data");
    if (!data.isEmpty()) {
      parts.add(new Part.Sealed(data));
      return;
    }
    String text = Json.text(thought, field);
    String signature = Json.text(thought, "signature");
    if (!text.isEmpty() || !signature.isEmpty()) {
      parts.add(new Part.Thinking(text, Optional.of(signature).filter(seal -> !seal.isEmpty())));
    }
  }

  private List<Part> content(JsonNode content, String path) {
    if (RequestFields.absent(content)) {
      return List.of();
    }
    if (content.isString()) {
      String text = content.stringValue();
      return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }
    if (!content.isArray()) {
      throw RequestFields.bad(path + ".content", "`content` must be a string or a list.");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      part(content.path(i), path + ".content." + i, parts);
    }
    return parts;
  }

  private void part(JsonNode part, String path, List<Part> to) {
    int before = to.size();
    switch (Json.text(part, "type")) {
      case "text", "input_text", "output_text" -> {
        String text = RequestFields.text(part, "text", path + ".").orElse("");
        if (!text.isEmpty()) {
          to.add(new Part.Text(text));
        }
      }
      case "refusal" -> to.add(new Part.Text(Json.text(part, "refusal")));
      case "image_url" -> to.add(new Part.Image(imageUrl(part.path("image_url"), path)));
      case "file" -> to.add(file(part.path("file"), path + ".file"));
      case "thinking", "redacted_thinking" -> thought(part, "thinking", to);
      case String other ->
          throw RequestFields.unsupported(
              path, "Content of type `" + Json.cut(other) + "` cannot be passed on to a model.");
    }
    if (to.size() > before && part.path("cache_control").isObject()) {
      Optional<String> ttl = Optional.of(Json.text(part.path("cache_control"), "ttl"));
      marks.add(new CacheHints.Mark(to.getLast(), ttl.filter(time -> !time.isEmpty())));
    }
  }

  private static String imageUrl(JsonNode image, String path) {
    String url = image.isString() ? image.stringValue() : Json.text(image, "url");
    return address(url, path + ".image_url");
  }

  private static String address(String url, String path) {
    boolean known =
        url.regionMatches(true, 0, "data:", 0, 5)
            || url.regionMatches(true, 0, "https://", 0, 8)
            || url.regionMatches(true, 0, "http://", 0, 7);
    if (!known) {
      throw RequestFields.bad(path, "The address must begin with https:, http: or data:.");
    }
    return url;
  }

  private static Part file(JsonNode file, String path) {
    String data = Json.text(file, "file_data");
    if (data.isEmpty()) {
      throw RequestFields.unsupported(
          path, "A file must come with its data; ids mean nothing here.");
    }
    String url = data.startsWith("data:") ? data : "data:application/pdf;base64," + data;
    return new Part.Document(
        url, Optional.of(Json.text(file, "filename")).filter(name -> !name.isEmpty()));
  }
}
