package dev.metier.upstream;

import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a client of Chat Completions makes of an answer that goes by the book: calls by their
/// places, names and arguments joined, nothing behind the end.
record Heard(String text, String reasoning, List<String> calls, String finish, boolean done) {
  static Heard of(String stream) {
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    Map<Integer, StringBuilder[]> calls = new TreeMap<>();
    String finish = "";
    boolean done = false;
    for (String event : stream.split("\n\n", -1)) {
      if (!event.startsWith("data: ") || done) {
        continue;
      }
      done = event.equals("data: [DONE]");
      if (done) {
        continue;
      }
      JsonNode choice =
          Json.object(event.substring(6).getBytes(StandardCharsets.UTF_8)).path("choices").path(0);
      JsonNode delta = choice.path("delta");
      text.append(Json.text(delta, "content"));
      reasoning.append(Json.text(delta, "reasoning_content"));
      for (JsonNode call : delta.path("tool_calls")) {
        add(call, calls);
      }
      finish =
          Json.text(choice, "finish_reason").isEmpty()
              ? finish
              : Json.text(choice, "finish_reason");
    }
    return new Heard(text.toString(), reasoning.toString(), joined(calls), finish, done);
  }

  static Heard ofWhole(byte[] body) {
    JsonNode choice = Json.object(body).path("choices").path(0);
    List<String> calls = new ArrayList<>();
    for (JsonNode call : choice.path("message").path("tool_calls")) {
      calls.add(
          Json.text(call, "id")
              + " "
              + Json.text(call.path("function"), "name")
              + Json.text(call.path("function"), "arguments"));
    }
    return new Heard(
        Json.text(choice.path("message"), "content"),
        Json.text(choice.path("message"), "reasoning_content"),
        calls,
        Json.text(choice, "finish_reason"),
        true);
  }

  private static void add(JsonNode call, Map<Integer, StringBuilder[]> to) {
    StringBuilder[] parts =
        to.computeIfAbsent(
            call.path("index").asInt(-1),
            index ->
                new StringBuilder[] {
                  new StringBuilder(), new StringBuilder(), new StringBuilder()
                });
    String id = Json.text(call, "id");
    if (!id.isEmpty()) {
      parts[0].setLength(0);
      parts[0].append(id);
    }
    parts[1].append(Json.text(call.path("function"), "name"));
    parts[2].append(Json.text(call.path("function"), "arguments"));
  }

  private static List<String> joined(Map<Integer, StringBuilder[]> calls) {
    List<String> all = new ArrayList<>();
    calls.forEach((index, parts) -> all.add(index + " " + parts[0] + " " + parts[1] + parts[2]));
    return all;
  }
}
