package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.testing.LlamaServer;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What agents send, to a real llama-server whose template takes a system message only as the
/// first: their first turns, turns with tools, and reminders in the middle.
class StrictTemplateTest {
  private static final Path REQUESTS = Path.of("gateway/src/test/golden/protocol/client-requests");
  private static final Path TEMPLATE =
      Path.of("gateway/src/test/resources/dev/metier/server/first-system-only.jinja");
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int TOOLS = 2;
  private static final int LONGEST_TEXT = 16;
  private static final List<String> TEXTS =
      List.of("text", "content", "system", "instructions", "input", "output", "thinking");

  @TempDir private Path folder;

  private record Asked(String path, ObjectNode body) {}

  private static List<Asked> requests() throws Exception {
    var all = new ArrayList<Asked>();
    for (String name : List.of("chat", "messages", "responses")) {
      for (String line : Files.readAllLines(REQUESTS.resolve(name + ".jsonl"))) {
        JsonNode request = Json.object(line.getBytes(StandardCharsets.UTF_8));
        String path = Json.text(request, "url").replaceFirst("\\?.*", "");
        var body = (ObjectNode) request.path("body");
        body.put("model", "j");
        body.put(name.equals("responses") ? "max_output_tokens" : "max_tokens", 2);
        // the grammar of many tools takes the server longer than the answer
        if (body.path("tools") instanceof ArrayNode tools) {
          Iterator<JsonNode> each = tools.iterator();
          for (int i = 0; each.hasNext(); i++) {
            each.next();
            if (i >= TOOLS) {
              each.remove();
            }
          }
        }
        shorten(body);
        all.add(new Asked(path.startsWith("/v1") ? path : "/v1" + path, body));
      }
    }
    return all;
  }

  /// The model takes 512 tokens in all.
  private static void shorten(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : TEXTS) {
        String text = Json.text(object, name);
        if (text.length() > LONGEST_TEXT) {
          object.put(name, text.substring(0, LONGEST_TEXT));
        }
      }
    }
    node.forEach(StrictTemplateTest::shorten);
  }

  @Test
  void everyRequestOfAnAgentIsAnswered() throws Exception {
    try (var llama =
            LlamaServer.startOrSkip("--jinja", "--chat-template-file", TEMPLATE.toString());
        var served =
            new Served(folder)
                .timeouts(new Timeouts(LONG, LONG, LONG, LONG))
                .model("m", ProviderKind.LLAMACPP, DataClass.RESTRICTED, llama.root() + "/v1")
                .job("j", DataClass.RESTRICTED, "m")
                .start()) {
      List<Asked> requests = requests();
      assertThat(requests).hasSizeGreaterThan(30);
      for (Asked asked : requests) {
        var answer =
            served.post(asked.path(), asked.body().toString(), "anthropic-version", "2023-06-01");
        assertThat(answer.statusCode()).as("%s of %s", answer.body(), asked).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("must be at the beginning", "Unexpected message");
      }
    }
  }
}
