package dev.metier.dialect.anthropic;

import dev.metier.chat.CacheHints;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The places up to which Anthropic is to keep a request in its cache: those that the client marks,
/// or else the end of what stays the same from turn to turn. See
/// <https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching>. Not thread-safe.
final class CacheBreakpoints {
  private static final int MOST = 4;

  private final CacheHints hints;
  private final List<ObjectNode> marked = new ArrayList<>();

  CacheBreakpoints(CacheHints hints) {
    this.hints = hints;
  }

  /// Notes that a part was written as this block.
  void written(Part part, ObjectNode block) {
    Stream<Part> parts =
        part instanceof Part.ToolResult result
            ? Stream.concat(Stream.of(part), result.content().stream())
            : Stream.of(part);
    parts
        .map(hints::behind)
        .flatMap(Optional::stream)
        .reduce((one, other) -> other)
        .ifPresent(mark -> mark(block, mark.ttl()));
  }

  private void mark(ObjectNode block, Optional<String> ttl) {
    ObjectNode control = block.putObject("cache_control").put("type", "ephemeral");
    ttl.ifPresent(time -> control.put("ttl", time));
    marked.add(block);
  }

  /// What the system says: one text where nothing in it is marked.
  JsonNode system(List<Message> messages) {
    List<Message> system =
        messages.stream().filter(message -> message.role() == Role.SYSTEM).toList();
    boolean blocks =
        system.stream()
            .flatMap(message -> message.parts().stream())
            .anyMatch(part -> hints.behind(part).isPresent());
    return blocks ? blocks(system) : Json.value(Json.quoted(joined(system)));
  }

  private static String joined(List<Message> system) {
    return system.stream()
        .map(message -> OpenAiChat.joined(message.parts()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private ArrayNode blocks(List<Message> system) {
    ArrayNode blocks = Json.newArray();
    for (Message message : system) {
      for (Part part : message.parts()) {
        if (part instanceof Part.Text(String text) && !text.isBlank()) {
          written(part, blocks.addObject().put("type", "text").put("text", text));
        }
      }
    }
    return blocks;
  }

  /// Marks the end of what stays the same, where that is wished and the chat is likely to go on; at
  /// last leaves out what is more than Anthropic takes.
  void complete(ObjectNode body) {
    JsonNode messages = body.path("messages");
    if (marked.isEmpty() && hints.automatic() && (body.has("tools") || messages.size() > 1)) {
      beginning(body);
      for (int turn = Math.max(0, messages.size() - 3); turn < messages.size(); turn += 2) {
        lastBlock(messages.path(turn).path("content"));
      }
    }
    for (int i = 0; i < marked.size() - MOST; i++) {
      marked.get(i).remove("cache_control");
    }
  }

  private void beginning(ObjectNode body) {
    if (body.path("system").isString()) {
      ObjectNode block =
          Json.newObject().put("type", "text").put("text", Json.text(body, "system"));
      mark(block, Optional.empty());
      body.putArray("system").add(block);
    } else if (body.path("tools").path(body.path("tools").size() - 1) instanceof ObjectNode tool) {
      mark(tool, Optional.empty());
    }
  }

  /// Reasoning cannot be marked.
  private void lastBlock(JsonNode content) {
    for (int i = content.size() - 1; i >= 0; i--) {
      if (content.path(i) instanceof ObjectNode block
          && !Json.text(block, "type").endsWith("thinking")) {
        mark(block, Optional.empty());
        return;
      }
    }
  }
}
