package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Part;
import dev.metier.dialect.Dialect;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Requests in the shapes that real clients send go through every reader and every writer.
class RecordingsTest {
  private static final Path FOLDER = Path.of("gateway/src/test/golden/protocol/client-requests");

  private record Recorded(String place, Protocol protocol, JsonNode body) {}

  private List<Recorded> recordings = List.of();

  @BeforeEach
  void read() throws IOException {
    try (var files = Files.list(FOLDER)) {
      recordings =
          files
              .filter(file -> file.toString().endsWith(".jsonl"))
              .sorted()
              .flatMap(file -> rows(file).stream())
              .toList();
    }
    assertThat(recordings).hasSizeGreaterThan(40);
  }

  private static List<Recorded> rows(Path file) {
    List<Recorded> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode row = Json.value(line);
        String url = row.path("url").asString("");
        boolean whole = row.path("body").isObject() && !url.contains("count_tokens");
        if (whole && url.contains("/messages")) {
          rows.add(new Recorded(file.getFileName() + "", Messages.PROTOCOL, row.path("body")));
        } else if (whole && url.contains("/chat/completions")) {
          rows.add(
              new Recorded(file.getFileName() + "", ChatCompletions.PROTOCOL, row.path("body")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @Test
  void R17_everyFieldIsUnderstoodOrNamed() {
    Set<String> dropped = new TreeSet<>();
    for (Recorded recorded : recordings) {
      ParsedRequest asked = recorded.protocol.read(Json.bytes(recorded.body));
      dropped.addAll(asked.dropped());
    }
    assertThat(dropped)
        .containsOnly(
            "cache_control",
            "context_management",
            "messages.output_config",
            "safeguards",
            "thinking.display",
            "tools.defer_loading",
            "tools.eager_input_streaming");
  }

  @Test
  void everyTextAndEveryCallReachesEveryModel() {
    for (Recorded recorded : recordings) {
      ChatRequest request = recorded.protocol.read(Json.bytes(recorded.body)).request();
      for (Dialect dialect : RuleTest.TARGETS.values()) {
        byte[] written = dialect.writeRequest(request, "some-model", true);
        JsonNode body = Json.object(written);
        String text = new String(written, StandardCharsets.UTF_8);
        assertThat(body.path("messages")).as(recorded.place).isNotEmpty();
        assertThat(body.path("tools").size()).isEqualTo(request.tools().size());
        request.messages().stream()
            .flatMap(message -> message.parts().stream())
            .forEach(part -> reached(part, text, recorded.place));
      }
    }
  }

  private static void reached(Part part, String text, String place) {
    if (part instanceof Part.Text said && !said.text().isBlank()) {
      String json = Json.compact(Json.newObject().put("t", said.text()));
      assertThat(text).as(place).contains(json.substring(6, json.length() - 2).stripTrailing());
    } else if (part instanceof Part.ToolUse use) {
      assertThat(text).as(place).contains(use.name());
    }
  }

  @Test
  void R7_idsOfCallsStayAsTheClientSentThem() {
    int calls = 0;
    for (Recorded recorded : recordings) {
      String sent = recorded.body.toString();
      ChatRequest request = recorded.protocol.read(Json.bytes(recorded.body)).request();
      for (var message : request.messages()) {
        for (Part part : message.parts()) {
          if (part instanceof Part.ToolResult result) {
            calls++;
            assertThat(sent).contains('"' + result.id() + '"');
            assertThat(text(RuleTest.target("local"), request)).contains(result.id());
            assertThat(text(RuleTest.target("anthropic"), request)).contains(result.id());
          }
        }
      }
    }
    assertThat(calls).isGreaterThan(5);
  }

  private static String text(Dialect dialect, ChatRequest request) {
    return new String(dialect.writeRequest(request, "some-model", true), StandardCharsets.UTF_8);
  }
}
