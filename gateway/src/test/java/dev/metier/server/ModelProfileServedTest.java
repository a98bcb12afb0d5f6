package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every model is asked as its generation and its server want it, whatever clients speak.
class ModelProfileServedTest {
  private static final String NEW = "claude-opus-5-5";
  private static final String OLD = "claude-opus-4-5";
  private static final String LOCAL = "qwen";

  @TempDir private Path folder;
  private VendorServer claude;
  private VendorServer local;
  private Served served;
  private Optional<String> dropped = Optional.empty();

  @BeforeEach
  void begin() {
    claude = new VendorServer(Vendor.ANTHROPIC);
    local = new VendorServer(Vendor.OPENAI);
    served = new Served(folder);
    for (String name : List.of(NEW, OLD)) {
      served
          .model(name, ProviderKind.ANTHROPIC, DataClass.RESTRICTED, claude.address())
          .job(name, DataClass.INTERNAL, name);
    }
    served
        .model(LOCAL, ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
        .job(LOCAL, DataClass.INTERNAL, LOCAL)
        .start();
  }

  @AfterEach
  void end() {
    served.close();
    claude.close();
    local.close();
  }

  /// What the model's server was sent.
  private JsonNode sent(Spoken spoken, String job, String fields) throws Exception {
    String body = "{\"model\":\"" + job + "\"," + fields + "}";
    HttpResponse<String> answer = served.post(spoken.path(), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    dropped = answer.headers().firstValue("x-metier-dropped");
    VendorServer server = job.equals(LOCAL) ? local : claude;
    return Json.object(server.received().getLast().body().getBytes(StandardCharsets.UTF_8));
  }

  private static String hello(Spoken spoken) {
    return spoken == Spoken.RESPONSES
        ? "\"input\":\"Hi\""
        : "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
  }

  @Test
  void howHardToThinkIsToldInTheWayOfTheModelsGeneration() throws Exception {
    for (Spoken spoken : List.of(Spoken.CHAT, Spoken.RESPONSES)) {
      String effort =
          spoken == Spoken.CHAT
              ? ",\"reasoning_effort\":\"high\""
              : ",\"reasoning\":{\"effort\":\"high\"}";
      JsonNode now = sent(spoken, NEW, hello(spoken) + effort);
      assertThat(now.path("thinking").toString()).isEqualTo("{\"type\":\"adaptive\"}");
      assertThat(now.path("output_config").path("effort").asString()).isEqualTo("high");
      assertThat(dropped).isEmpty();
      JsonNode before = sent(spoken, OLD, hello(spoken) + effort);
      assertThat(before.path("thinking").path("type").asString()).isEqualTo("enabled");
      assertThat(before.path("thinking").path("budget_tokens").asInt()).isPositive();
    }
  }

  @Test
  void samplingParametersAreLeftOutWhereTheModelRefusesThem() throws Exception {
    for (Spoken spoken : Spoken.values()) {
      String some = spoken == Spoken.MESSAGES ? ",\"max_tokens\":9" : "";
      JsonNode now = sent(spoken, NEW, hello(spoken) + ",\"temperature\":0,\"top_p\":0.5" + some);
      assertThat(now.has("temperature")).isFalse();
      assertThat(now.has("top_p")).isFalse();
      assertThat(dropped).contains("temperature,top_p");
      JsonNode before = sent(spoken, OLD, hello(spoken) + ",\"temperature\":0" + some);
      assertThat(before.path("temperature").asDouble(-1)).isZero();
      assertThat(dropped).isEmpty();
    }
  }

  @Test
  void aTemperatureThatIsTooHighForAnthropicIsLoweredAndTold() throws Exception {
    for (Spoken spoken : List.of(Spoken.CHAT, Spoken.RESPONSES)) {
      JsonNode body = sent(spoken, OLD, hello(spoken) + ",\"temperature\":1.5");
      assertThat(body.path("temperature").asDouble()).isEqualTo(1);
      assertThat(dropped).contains("temperature");
    }
  }

  @Test
  void aModelThatCannotBeMadeToCallAToolIsOfferedItAndThatIsTold() throws Exception {
    String tool =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{}}}],"
            + "\"tool_choice\":\"required\"";
    JsonNode now = sent(Spoken.CHAT, NEW, hello(Spoken.CHAT) + tool);
    assertThat(now.path("tool_choice").path("type").asString()).isEqualTo("auto");
    assertThat(dropped).contains("tool_choice");
    JsonNode before = sent(Spoken.CHAT, OLD, hello(Spoken.CHAT) + tool);
    assertThat(before.path("tool_choice").path("type").asString()).isEqualTo("any");
  }

  @Test
  void anAnswerWithoutALimitMayBeAsLongAsTheModelsLongest() throws Exception {
    assertThat(sent(Spoken.RESPONSES, NEW, "\"input\":\"Hi\"").path("max_tokens").asInt())
        .isEqualTo(128_000);
    assertThat(sent(Spoken.CHAT, OLD, hello(Spoken.CHAT)).path("max_tokens").asInt())
        .isEqualTo(64_000);
  }

  @Test
  void aLocalServerGetsOneSystemMessageAndLaterOnesAsTheUsersText() throws Exception {
    String late = "<system-reminder>\\nLate.\\n</system-reminder>";
    JsonNode messages =
        sent(
            Spoken.MESSAGES,
            LOCAL,
            "\"max_tokens\":9,\"system\":\"Rules.\",\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"Hi\"},{\"role\":\"system\",\"content\":\"Late.\"}]");
    assertThat(messages.path("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"Rules.\"},{\"role\":\"user\",\"content\":\"Hi\\n"
                + late
                + "\"}]");
    JsonNode responses =
        sent(
            Spoken.RESPONSES,
            LOCAL,
            "\"instructions\":\"Rules.\",\"input\":[{\"role\":\"developer\",\"content\":\"Read"
                + " only.\"},{\"role\":\"user\",\"content\":\"Go\"}]");
    assertThat(responses.path("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"Rules.\\n\\nRead only.\"},"
                + "{\"role\":\"user\",\"content\":\"Go\"}]");
  }

  @Test
  void noLateMessageMovesIntoTheBeginningThatAnthropicHasCached() throws Exception {
    JsonNode body =
        sent(
            Spoken.RESPONSES,
            NEW,
            "\"input\":[{\"role\":\"developer\",\"content\":\"Rules.\"},{\"role\":\"user\","
                + "\"content\":\"Go\"},{\"role\":\"developer\",\"content\":\"Late.\"}]");
    assertThat(body.path("system").asString()).isEqualTo("Rules.");
    assertThat(body.path("messages").toString()).contains("Go", "Late.");
  }

  @Test
  void forwardedDevelopersAndLateSystemMessagesAreWhatALocalServerTakes() throws Exception {
    JsonNode body =
        sent(
            Spoken.CHAT,
            LOCAL,
            "\"messages\":[{\"role\":\"developer\",\"content\":\"Be brief.\"},{\"role\":\"user\","
                + "\"content\":\"Go\"},{\"role\":\"system\",\"content\":\"Late.\"}]");
    assertThat(body.path("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Go\\n"
                + "<system-reminder>\\nLate.\\n</system-reminder>\"}]");
    assertThat(dropped).isEmpty();
  }

  @Test
  void aForwardedLateSystemMessageStaysWhereTheModelTakesIt() throws Exception {
    String late =
        "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Go\"},"
            + "{\"role\":\"system\",\"content\":\"Late.\"}]";
    assertThat(sent(Spoken.MESSAGES, NEW, late).path("messages").path(1).toString())
        .isEqualTo("{\"role\":\"system\",\"content\":\"Late.\"}");
    assertThat(sent(Spoken.MESSAGES, OLD, late).path("messages").path(1).path("role").asString())
        .isEqualTo("user");
  }

  @Test
  void forwardedThinkingTakesTheFormOfTheModelsGeneration() throws Exception {
    String budget =
        ",\"max_tokens\":32000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":20000}";
    JsonNode now = sent(Spoken.MESSAGES, NEW, hello(Spoken.MESSAGES) + budget);
    assertThat(now.path("thinking").toString()).isEqualTo("{\"type\":\"adaptive\"}");
    assertThat(now.path("output_config").path("effort").asString()).isEqualTo("high");
    assertThat(dropped).contains("thinking.budget_tokens");
    sent(Spoken.MESSAGES, OLD, hello(Spoken.MESSAGES) + budget);
    assertThat(dropped).isEmpty();

    String adaptive =
        ",\"max_tokens\":32000,\"thinking\":{\"type\":\"adaptive\"},"
            + "\"output_config\":{\"effort\":\"low\"}";
    JsonNode before = sent(Spoken.MESSAGES, OLD, hello(Spoken.MESSAGES) + adaptive);
    assertThat(before.path("thinking").toString())
        .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":4096}");
    assertThat(before.has("output_config")).isFalse();
    assertThat(dropped).contains("output_config.effort");
    sent(Spoken.MESSAGES, NEW, hello(Spoken.MESSAGES) + adaptive);
    assertThat(dropped).isEmpty();
  }

  @Test
  void aModelThatAlwaysThinksIsNotToldToStop() throws Exception {
    String off = ",\"max_tokens\":9,\"thinking\":{\"type\":\"disabled\"}";
    assertThat(sent(Spoken.MESSAGES, NEW, hello(Spoken.MESSAGES) + off).has("thinking")).isFalse();
    assertThat(dropped).contains("thinking");
    assertThat(
            sent(Spoken.CHAT, NEW, hello(Spoken.CHAT) + ",\"reasoning_effort\":\"none\"")
                .has("thinking"))
        .isFalse();
    assertThat(dropped).contains("reasoning_effort");
  }

  @Test
  void whatAForwardedRequestMayNotHoldIsMendedAndTold() throws Exception {
    String fields =
        ",\"max_tokens\":9,\"temperature\":1.5,\"stop_sequences\":[\"\\n\",\"END\"],"
            + "\"tools\":[{\"name\":\"look\",\"input_schema\":{\"type\":\"object\"}}],"
            + "\"tool_choice\":{\"type\":\"tool\",\"name\":\"look\"}";
    JsonNode before = sent(Spoken.MESSAGES, OLD, hello(Spoken.MESSAGES) + fields);
    assertThat(before.path("temperature").asDouble()).isEqualTo(1);
    assertThat(before.path("stop_sequences").toString()).isEqualTo("[\"END\"]");
    assertThat(before.path("tool_choice").path("type").asString()).isEqualTo("tool");
    assertThat(dropped).contains("stop_sequences,temperature");
    JsonNode now = sent(Spoken.MESSAGES, NEW, hello(Spoken.MESSAGES) + fields);
    assertThat(now.path("tool_choice").toString()).isEqualTo("{\"type\":\"auto\"}");
    assertThat(dropped).contains("stop_sequences,temperature,tool_choice");
  }

  @Test
  void aSchemaIsReducedToWhatAnthropicEnforces() throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"string\",\"minLength\":2},"
            + "\"l\":{\"type\":\"array\",\"minItems\":3,\"items\":{\"type\":\"string\"}}}}";
    String chat =
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
            + schema
            + "}}";
    String responses =
        ",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\",\"schema\":"
            + schema
            + "}}";
    for (Spoken spoken : List.of(Spoken.CHAT, Spoken.RESPONSES)) {
      JsonNode body = sent(spoken, NEW, hello(spoken) + (spoken == Spoken.CHAT ? chat : responses));
      JsonNode sent = body.path("output_config").path("format").path("schema");
      assertThat(sent.path("additionalProperties").asBoolean(true)).isFalse();
      assertThat(sent.path("properties").path("p").has("minLength")).isFalse();
      assertThat(dropped).contains("response_format.minItems,response_format.minLength");
    }
  }

  @Test
  void strictToolsAreEnforcedByNewClaudesAndElseToldAsNotEnforced() throws Exception {
    String tool = "{\"type\":\"function\",\"name\":\"%s\",\"strict\":true,\"parameters\":{}}";
    String two = tool.formatted("a") + "," + tool.formatted("b");
    String request = "\"input\":\"Hi\",\"tools\":[" + two + "]";
    for (String job : List.of(LOCAL, OLD)) {
      assertThat(sent(Spoken.RESPONSES, job, request).toString()).doesNotContain("strict");
      assertThat(dropped).contains("tools.strict");
    }
    JsonNode now = sent(Spoken.RESPONSES, NEW, request);
    assertThat(now.path("tools").path(1).path("strict").asBoolean()).isTrue();
    assertThat(dropped).isEmpty();
    String limited = request.replace("{}", "{\"properties\":{\"p\":{\"minLength\":2}}}");
    assertThat(sent(Spoken.RESPONSES, NEW, limited).toString()).doesNotContain("strict");
    assertThat(dropped).contains("tools.strict");
  }

  @Test
  void aBegunAnswerIsAskedForWhereTheModelDoesNotGoOnWithOne() throws Exception {
    String begun =
        "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Go\"},"
            + "{\"role\":\"assistant\",\"content\":\"One, \"}]";
    for (Spoken spoken : List.of(Spoken.CHAT, Spoken.MESSAGES)) {
      JsonNode now = sent(spoken, NEW, begun).path("messages");
      assertThat(now.size()).isEqualTo(3);
      assertThat(now.path(2).path("role").asString()).isEqualTo("user");
      assertThat(now.path(2).toString()).contains("Go on exactly");
      assertThat(dropped).contains("prefill");
      assertThat(sent(spoken, OLD, begun).path("messages").size()).isEqualTo(2);
      assertThat(dropped).isEmpty();
    }
  }

  /// A vendor that is asked again in the middle of its own search goes on with its own turn.
  @Test
  void aTurnThatTheVendorPausedIsNoBegunAnswer() throws Exception {
    String paused =
        "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Go\"},{\"role\":"
            + "\"assistant\",\"content\":[{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\","
            + "\"name\":\"tool_search\",\"input\":{}}]}]";
    assertThat(sent(Spoken.MESSAGES, NEW, paused).path("messages").size()).isEqualTo(2);
    assertThat(dropped).isEmpty();
  }

  @Test
  void noLongerAnswerIsAskedForThanTheModelCanGive() throws Exception {
    for (Spoken spoken : List.of(Spoken.CHAT, Spoken.MESSAGES)) {
      String fields = hello(spoken) + ",\"max_tokens\":100000";
      assertThat(sent(spoken, OLD, fields).path("max_tokens").asInt()).isEqualTo(64_000);
      assertThat(dropped).contains("max_tokens");
      assertThat(sent(spoken, NEW, fields).path("max_tokens").asInt()).isEqualTo(100_000);
      assertThat(dropped).isEmpty();
    }
  }

  @Test
  void onlyAllowedToolsAreOfferedWhereTheVendorKnowsNoSuchChoice() throws Exception {
    String tool =
        "{\"type\":\"function\",\"function\":{\"name\":\"%s\",\"parameters\":{\"type\":\"object\"}}}";
    String request =
        hello(Spoken.CHAT)
            + ",\"tools\":["
            + tool.formatted("look")
            + ","
            + tool.formatted("erase")
            + "],\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\","
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}]}}";
    JsonNode local = sent(Spoken.CHAT, LOCAL, request);
    assertThat(local.path("tools").toString()).isEqualTo("[" + tool.formatted("look") + "]");
    assertThat(local.path("tool_choice").asString()).isEqualTo("required");
    JsonNode claude = sent(Spoken.CHAT, OLD, request);
    assertThat(claude.path("tools").toString()).contains("look").doesNotContain("erase");
    assertThat(claude.path("tool_choice").path("type").asString()).isEqualTo("any");
    assertThat(dropped).isEmpty();
  }
}
