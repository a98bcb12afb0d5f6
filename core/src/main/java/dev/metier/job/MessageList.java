package dev.metier.job;

import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Turns that a case brings: a JSON list of messages, each an object with `role` and `content`.
public final class MessageList {
  private static final Map<String, Role> ROLES =
      Map.of(
          "system", Role.SYSTEM,
          "developer", Role.SYSTEM,
          "user", Role.USER,
          "assistant", Role.ASSISTANT);

  private MessageList() {}

  /// The messages that this value of a case is; empty when it is something else, which is said as
  /// text.
  public static Optional<List<Message>> of(String value) {
    return messages(value).filter(nodes -> mistake(value).isEmpty()).map(MessageList::said);
  }

  /// Why a list of messages cannot be said, in half a sentence; empty when it can, or is none.
  public static Optional<String> mistake(String value) {
    return messages(value)
        .flatMap(nodes -> nodes.stream().flatMap(n -> wrong(n).stream()).findFirst());
  }

  private static Optional<List<JsonNode>> messages(String value) {
    if (!value.stripLeading().startsWith("[")) {
      return Optional.empty();
    }
    return Json.tryArray(value.getBytes(StandardCharsets.UTF_8))
        .map(array -> array.valueStream().toList())
        .filter(nodes ->
            !nodes.isEmpty() && nodes.stream().allMatch(n -> n.isObject() && n.has("role")));
  }

  private static Optional<String> wrong(JsonNode message) {
    String role = message.path("role").asString("");
    if (!ROLES.containsKey(role)) {
      return Optional.of("one has the role \"" + role + "\"");
    }
    return text(message.path("content")).isEmpty()
        ? Optional.of("the content of one is no text")
        : Optional.empty();
  }

  private static List<Message> said(List<JsonNode> messages) {
    var said = new ArrayList<Message>();
    for (JsonNode message : messages) {
      Role role = ROLES.getOrDefault(message.path("role").asString(""), Role.USER);
      said.add(Message.of(role, text(message.path("content")).orElse("")));
    }
    return said;
  }

  /// Text, or a list of parts that are all text.
  private static Optional<String> text(JsonNode content) {
    if (content.isString()) {
      return Optional.of(content.stringValue());
    }
    boolean parts =
        content.isArray() && content.valueStream().allMatch(part -> part.path("text").isString());
    return parts
        ? Optional.of(
            String.join("", content.valueStream().map(p -> p.path("text").stringValue()).toList()))
        : Optional.empty();
  }
}
