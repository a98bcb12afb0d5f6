package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.ScriptedVendor;
import dev.metier.testing.Vendor;
import dev.metier.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Gemini refuses calls that come back unsigned; a client that gives back what it was given, in
/// whichever protocol, gives back the signature.
class GeminiSignaturesTest {
  private static final String PROMPT = "THINK Both.\nCALL weather {\"city\":\"Paris\"}";
  private static final String LOST = "skip_thought_signature_validator";
  private static final String SCHEMA = "{\"type\":\"object\"}";

  @TempDir private Path folder;
  private final ScriptedVendor google = new ScriptedVendor(Vendor.GOOGLE);
  private Served served;

  @BeforeEach
  void begin() {
    served =
        new Served(folder)
            .model("m", ProviderKind.GOOGLE, DataClass.RESTRICTED, google.address())
            .job("j", DataClass.RESTRICTED, "m")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    google.close();
  }

  private JsonNode ask(String path, ObjectNode body) throws Exception {
    var answer = served.post(path, body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.value(answer.body());
  }

  /// The signatures of the calls in the last request that reached Google, and of its other parts.
  private List<String> signatures() {
    var all = new ArrayList<String>();
    for (JsonNode content : google.last().body().path("contents")) {
      for (JsonNode part : content.path("parts")) {
        if (part.has("functionCall") || part.has("thoughtSignature")) {
          all.add(Json.text(part, "thoughtSignature"));
        }
      }
    }
    return all;
  }

  private void isSigned() {
    assertThat(signatures()).hasSize(1).allSatisfy(s -> assertThat(s).isNotEmpty());
    assertThat(signatures()).doesNotContain(LOST);
  }

  @Test
  void chatClientsGiveItBack() throws Exception {
    ObjectNode body = Json.newObject().put("model", "j");
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", PROMPT);
    ObjectNode function = body.putArray("tools").addObject().put("type", "function");
    function.putObject("function").put("name", "weather").set("parameters", Json.value(SCHEMA));
    JsonNode message = ask("/v1/chat/completions", body).path("choices").path(0).path("message");
    messages.add(message);
    String id = Json.text(message.path("tool_calls").path(0), "id");
    messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", "sun");
    ask("/v1/chat/completions", body);
    isSigned();
    ((ObjectNode) message).remove("reasoning_signature");
    ask("/v1/chat/completions", body);
    assertThat(signatures()).containsExactly(LOST);
  }

  @Test
  void messagesClientsGiveItBack() throws Exception {
    ObjectNode body = Json.newObject().put("model", "j").put("max_tokens", 99);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", PROMPT);
    ObjectNode tool = body.putArray("tools").addObject().put("name", "weather");
    tool.set("input_schema", Json.value(SCHEMA));
    JsonNode content = ask("/v1/messages", body).path("content");
    messages.addObject().put("role", "assistant").set("content", content);
    ObjectNode result = messages.addObject().put("role", "user").putArray("content").addObject();
    String id = Json.text(content.path(content.size() - 1), "id");
    result.put("type", "tool_result").put("tool_use_id", id).put("content", "sun");
    ask("/v1/messages", body);
    isSigned();
  }

  @Test
  void responsesClientsGiveItBack() throws Exception {
    ObjectNode body = Json.newObject().put("model", "j");
    ArrayNode input = body.putArray("input");
    input.addObject().put("role", "user").put("content", PROMPT);
    ObjectNode tool = body.putArray("tools").addObject().put("type", "function");
    tool.put("name", "weather").set("parameters", Json.value(SCHEMA));
    JsonNode output = ask("/v1/responses", body).path("output");
    output.forEach(input::add);
    String id = Json.text(output.path(output.size() - 1), "call_id");
    input.addObject().put("type", "function_call_output").put("call_id", id).put("output", "sun");
    ask("/v1/responses", body);
    isSigned();
  }
}
