package dev.metier.dialect.anthropic;

import dev.metier.chat.CacheHints;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.dialect.Media;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.dialect.Turns;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the turns of a chat for Anthropic: the two sides by turns, the user's first, none of them
/// empty. Not thread-safe.
final class AnthropicTurns {
  private static final String BEGINNING = "[The conversation begins.]";

  private final ArrayNode turns;
  private final CacheBreakpoints breakpoints;
  private final boolean prefill;
  private final UniqueIds ids = new UniqueIds();

  /// What the part under way was written as.
  private final List<ObjectNode> blocks = new ArrayList<>();

  private String side = "";
  private ArrayNode content = Json.newArray();

  /// @param prefill whether the model goes on with an answer that was begun
  AnthropicTurns(ArrayNode turns, CacheBreakpoints breakpoints, boolean prefill) {
    this.prefill = prefill;
    this.turns = turns;
    this.breakpoints = breakpoints;
  }

  /// Turns of the same side that follow each other become one, as results of calls must stand
  /// directly behind the calls.
  void write(List<Message> messages) {
    for (Message message : Turns.settled(messages, false)) {
      if (message.role() != Role.SYSTEM) {
        String next = message.role() == Role.ASSISTANT ? "assistant" : "user";
        for (Part part : message.parts()) {
          blocks.clear();
          write(part, next);
          blocks.forEach(block -> breakpoints.written(part, block));
        }
      }
    }
    if (turns.isEmpty()) {
      turn("user").addObject().put("type", "text").put("text", BEGINNING);
    }
    if (!prefill && Turns.isPrefill(messages)) {
      turn("user").addObject().put("type", "text").put("text", Turns.GO_ON);
    } else if (side.equals("assistant")) {
      stripEnd();
    }
  }

  private ObjectNode block(String next) {
    ObjectNode block = turn(next).addObject();
    blocks.add(block);
    return block;
  }

  private ArrayNode turn(String next) {
    if (turns.isEmpty() && next.equals("assistant")) {
      turn("user").addObject().put("type", "text").put("text", BEGINNING);
    }
    if (!next.equals(side)) {
      side = next;
      content = Json.newArray();
      turns.addObject().put("role", side).set("content", content);
    }
    return content;
  }

  /// An answer that the model is to go on with must not end in white space.
  private void stripEnd() {
    if (content.get(content.size() - 1) instanceof ObjectNode last && last.has("text")) {
      last.put("text", Json.text(last, "text").stripTrailing());
    }
  }

  private void text(String text, String next) {
    if (!text.isBlank()) {
      block(next).put("type", "text").put("text", text);
    }
  }

  private void write(Part part, String next) {
    switch (part) {
      case Part.Text(String text) -> text(text, next);
      case Part.Refused(String text) -> text(text, next);
      case Part.Image image -> block(next).put("type", "image").set("source", picture(image.url()));
      // reasoning that nobody signed, or another vendor, is refused when it comes back
      case Part.Thinking thinking ->
          ThoughtSignature.unmarked(thinking)
              .ifPresent(signature ->
                  block(next)
                      .put("type", "thinking")
                      .put("thinking", thinking.text())
                      .put("signature", signature));
      case Part.Sealed sealed ->
          block(next).put("type", "redacted_thinking").put("data", sealed.data());
      case Part.Document document -> document(document, block(next));
      case Part.ToolUse use ->
          block(next)
              .put("type", "tool_use")
              .put("id", ids.called(use.id()))
              .put("name", use.name())
              .set("input", Json.arguments(use.arguments()));
      case Part.ToolResult result -> result(result, block(next));
    }
  }

  private void result(Part.ToolResult result, ObjectNode block) {
    block.put("type", "tool_result").put("tool_use_id", ids.answered(result.id()));
    if (result.content().stream().allMatch(Part.Text.class::isInstance)) {
      block.put("content", result.text());
    } else {
      var inside = new AnthropicTurns(Json.newArray(), new CacheBreakpoints(CacheHints.NONE), true);
      result.content().forEach(part -> inside.write(part, "user"));
      block.set("content", inside.content);
    }
    if (result.error()) {
      block.put("is_error", true);
    }
  }

  private static ObjectNode picture(String url) {
    return Media.of(url)
        .map(media -> base64(media.pictureType(), media.base64()))
        .orElseGet(() -> address(url));
  }

  private static void document(Part.Document document, ObjectNode block) {
    block.put("type", "document");
    ObjectNode source = Json.newObject();
    Media.of(document.url())
        .ifPresentOrElse(
            media ->
                media
                    .text()
                    .ifPresentOrElse(
                        text ->
                            source
                                .put("type", "text")
                                .put("media_type", "text/plain")
                                .put("data", text),
                        () -> source.setAll(base64(media.type(), media.base64()))),
            () -> source.setAll(address(document.url())));
    block.set("source", source);
    document.title().ifPresent(title -> block.put("title", title));
  }

  private static ObjectNode base64(String type, String data) {
    return Json.newObject().put("type", "base64").put("media_type", type).put("data", data);
  }

  private static ObjectNode address(String url) {
    return Json.newObject().put("type", "url").put("url", url);
  }
}
