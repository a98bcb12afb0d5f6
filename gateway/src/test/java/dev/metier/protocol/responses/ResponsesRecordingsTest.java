package dev.metier.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Part;
import dev.metier.chat.Tool;
import dev.metier.protocol.ParsedRequest;
import dev.metier.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Requests in the shapes that real clients send are understood, and nothing of them is lost (P1).
class ResponsesRecordingsTest {
  private static final Path FOLDER = Path.of("gateway/src/test/golden/protocol/client-requests");

  private static List<JsonNode> bodies() throws IOException {
    var bodies = new ArrayList<JsonNode>();
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode request = Json.value(line);
          if (Json.text(request, "url").startsWith("/v1/responses")) {
            bodies.add(request.path("body"));
          }
        }
      }
    }
    return bodies;
  }

  @Test
  void everyTextAndEveryToolOfRealClientsArrives() throws IOException {
    var bodies = bodies();
    assertThat(bodies).hasSizeGreaterThan(8);
    for (JsonNode body : bodies) {
      ParsedRequest asked = Responses.PROTOCOL.read(Json.bytes(body));
      assertThat(asked.stream()).isEqualTo(body.path("stream").asBoolean(false));
      assertThat(texts(asked)).containsAll(texts(body.path("input")));
      assertThat(asked.request().tools().stream().map(Tool::name)).containsAll(names(body));
    }
  }

  @Test
  void onlyTheVendorsOwnToolsAreDropped() throws IOException {
    var dropped = new TreeSet<String>();
    for (JsonNode body : bodies()) {
      dropped.addAll(Responses.PROTOCOL.read(Json.bytes(body)).dropped());
    }
    assertThat(dropped).containsExactly("tools.web_search");
  }

  private static List<String> texts(ParsedRequest asked) {
    return asked.request().messages().stream()
        .flatMap(message -> message.parts().stream())
        .map(part ->
            switch (part) {
              case Part.Text(String text) -> text;
              case Part.Refused(String text) -> text;
              case Part.ToolUse use -> use.arguments();
              case Part.ToolResult result -> result.text();
              case Part.Thinking thinking -> thinking.text();
              case Part.Sealed _, Part.Image _, Part.Document _ -> "";
            })
        .toList();
  }

  private static List<String> texts(JsonNode input) {
    var texts = new ArrayList<String>();
    if (input.isString()) {
      texts.add(input.stringValue());
    }
    for (JsonNode item : input) {
      for (String field : List.of("content", "output", "arguments")) {
        JsonNode value = item.path(field);
        if (value.isString()) {
          texts.add(value.stringValue());
        }
        value.forEach(part -> texts.add(Json.text(part, "text")));
      }
    }
    return texts;
  }

  private static List<String> names(JsonNode body) {
    var names = new ArrayList<String>();
    for (JsonNode tool : body.path("tools")) {
      String name = Json.text(tool, "name");
      switch (Json.text(tool, "type")) {
        case "function" -> names.add(name);
        case "namespace" ->
            tool.path("tools").forEach(inner -> names.add(name + "__" + Json.text(inner, "name")));
        default -> {}
      }
    }
    return names;
  }
}
