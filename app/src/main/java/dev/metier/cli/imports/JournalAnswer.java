package dev.metier.cli.imports;

import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The answer of a request as its client got it.
///
/// @param text all text of it
/// @param called whether a tool was called
record JournalAnswer(String text, boolean called) {
  private static final String DATA = "data:";

  /// Reads an answer, whole or streamed, in the format of any protocol; empty when it is none.
  static Optional<JournalAnswer> of(String kept) {
    var events = new ArrayList<JsonNode>();
    if (kept.stripLeading().startsWith("{")) {
      object(kept).ifPresent(events::add);
    } else {
      kept.lines()
          .filter(line -> line.startsWith(DATA))
          .forEach(line -> object(line.substring(DATA.length())).ifPresent(events::add));
    }
    var text = new StringBuilder();
    boolean called = false;
    for (JsonNode event : events) {
      for (JsonNode part : parts(event)) {
        called |= isCall(part);
        text.append(part.path("text").asString(part.path("content").asString("")));
      }
    }
    return events.isEmpty() || (text.isEmpty() && !called)
        ? Optional.empty()
        : Optional.of(new JournalAnswer(text.toString(), called));
  }

  private static Optional<JsonNode> object(String json) {
    return Json.tryObject(json.strip().getBytes(StandardCharsets.UTF_8));
  }

  /// What of an event, in whichever protocol, tells text or calls.
  private static List<JsonNode> parts(JsonNode event) {
    var parts = new ArrayList<JsonNode>();
    JsonNode choice = event.path("choices").path(0);
    parts.add(choice.has("message") ? choice.path("message") : choice.path("delta"));
    event.path("content").forEach(parts::add);
    parts.add(event.path("content_block"));
    parts.add(event.path("delta"));
    JsonNode whole = event.has("output") ? event : event.path("response");
    if (whole.path("status").asString("").equals("completed")) {
      for (JsonNode item : whole.path("output")) {
        parts.add(item);
        item.path("content").forEach(parts::add);
      }
    }
    return parts;
  }

  private static boolean isCall(JsonNode part) {
    String type = part.path("type").asString("");
    return !part.path("tool_calls").isEmpty()
        || type.endsWith("tool_use")
        || type.endsWith("_call");
  }
}
