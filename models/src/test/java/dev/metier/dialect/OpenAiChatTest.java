package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.SchemaName;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What OpenAI's own models are asked, by their generation.
class OpenAiChatTest {
  private static final String STRICT =
      "{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"string\"}},\"required\":[\"p\"],"
          + "\"additionalProperties\":false}";

  private static OpenAiChat speaking(String id) {
    return new OpenAiChat(
        true, Set.of(), ModelProfile.of(ProviderKind.OPENAI, id, Optional.empty()), false);
  }

  private static ChatRequest request(List<Tool> tools, Optional<SchemaName> name) {
    var settings =
        new Settings(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            List.of(),
            name.map(_ -> STRICT),
            Optional.empty(),
            Map.of());
    var hints =
        new SamplingHints(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of("high"),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    return new ChatRequest(
        List.of(new Message(Role.USER, List.of(new Part.Text("Go")))),
        tools,
        settings,
        hints.with(name));
  }

  private static JsonNode sent(OpenAiChat to, ChatRequest request) {
    return Json.object(to.writeRequest(request, "m", false));
  }

  private static FieldChanges forwarded(OpenAiChat to, String request) {
    return to.changes(Fields.of(request.getBytes(StandardCharsets.UTF_8)).orElseThrow());
  }

  @Test
  void newModelsThinkOrAreOfferedToolsInThisApi() {
    var tools = List.of(new Tool("look", "", "{}"));
    OpenAiChat newer = speaking("gpt-5.6-sol");
    assertThat(sent(newer, request(tools, Optional.empty())).path("reasoning_effort").asString())
        .isEqualTo("none");
    assertThat(newer.cannotExpress(request(tools, Optional.empty()))).contains("reasoning_effort");
    for (OpenAiChat each : List.of(newer, speaking("gpt-5.1"))) {
      List<Tool> some = each.equals(newer) ? List.of() : tools;
      ChatRequest request = request(some, Optional.empty());
      assertThat(sent(each, request).path("reasoning_effort").asString()).isEqualTo("high");
      assertThat(each.cannotExpress(request)).isEmpty();
    }
  }

  @Test
  void soTheyDoWhereTheRequestOnlyGoesThrough() {
    String request =
        "{\"model\":\"m\",\"messages\":[],\"reasoning_effort\":\"high\",\"tools\":[%s]}";
    OpenAiChat newer = speaking("gpt-6-astra");
    FieldChanges changes = forwarded(newer, request.formatted("{}"));
    assertThat(changes.set()).containsEntry("reasoning_effort", "\"none\"");
    assertThat(changes.told()).containsExactly("reasoning_effort");
    assertThat(forwarded(newer, request.formatted(""))).isEqualTo(FieldChanges.NONE);
    assertThat(forwarded(speaking("gpt-5.1"), request.formatted("{}")))
        .isEqualTo(FieldChanges.NONE);
  }

  @Test
  void toolsAreEnforcedWhereTheirSchemasCanBe() {
    var tools = List.of(new Tool("a", "", STRICT, true), new Tool("b", "", STRICT, false));
    ChatRequest request = request(tools, Optional.empty());
    JsonNode sent = sent(speaking("gpt-5.1"), request).path("tools");
    assertThat(sent.path(0).path("function").path("strict").asBoolean()).isTrue();
    assertThat(sent.path(1).path("function").has("strict")).isFalse();
    assertThat(speaking("gpt-5.1").cannotExpress(request)).isEmpty();
    var loose =
        request(List.of(new Tool("a", "", "{\"type\":\"object\"}", true)), Optional.empty());
    assertThat(sent(speaking("gpt-5.1"), loose).toString()).doesNotContain("strict");
    assertThat(speaking("gpt-5.1").cannotExpress(loose)).containsExactly("tools.strict");
  }

  @Test
  void theSchemaOfTheAnswerKeepsItsNameAndDescription() {
    var name = new SchemaName("invoice", Optional.of("What the invoice says."));
    JsonNode format =
        sent(speaking("gpt-5.1"), request(List.of(), Optional.of(name)))
            .path("response_format")
            .path("json_schema");
    assertThat(format.path("name").asString()).isEqualTo("invoice");
    assertThat(format.path("description").asString()).isEqualTo("What the invoice says.");
    var odd = new SchemaName("no name!", Optional.empty());
    assertThat(sent(speaking("gpt-5.1"), request(List.of(), Optional.of(odd))).toString())
        .contains("\"name\":\"answer\"");
  }
}
