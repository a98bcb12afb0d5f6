package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.responses.Responses;
import dev.metier.provider.http.ModelEndpoint;
import dev.metier.wire.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Clients that cannot say in Anthropic's words what is worth keeping do not pay in full for each
/// turn.
class PromptCachingTest {
  private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]";

  private static ChatRequest chat(String fields) {
    return ChatCompletions.PROTOCOL.read(Talk.bytes("{\"model\":\"j\"," + fields + "}")).request();
  }

  private static JsonNode toAnthropic(ChatRequest request) {
    return Json.object(new AnthropicMessages("2023-06-01").writeRequest(request, "m", false));
  }

  private static ModelEndpoint claude(double cached) {
    var second = Duration.ofSeconds(1);
    return ModelEndpoint.of(
        new Model(
            new ModelName("m"),
            ProviderKind.ANTHROPIC,
            "claude-m",
            Optional.empty(),
            Optional.empty(),
            new Host("here", DataClass.RESTRICTED),
            new Price.PerToken(
                Money.usd(1), Money.usd(2), Money.usd(cached), Optional.empty(), "test"),
            Settings.NONE,
            OptionalInt.empty(),
            OptionalInt.empty(),
            new Timeouts(second, second, second, second),
            Optional.empty()),
        Set.of());
  }

  /// What Claude gets of a request, where its vendor bills cached tokens at this price.
  private static JsonNode sent(ChatRequest request, double cached) {
    ModelEndpoint endpoint = claude(cached);
    return Json.object(endpoint.dialect().writeRequest(endpoint.adapted(request), "m", false));
  }

  private static String marksOf(JsonNode body) {
    return body.path("system").path(0).has("cache_control")
        + " "
        + body.path("tools").path(0).has("cache_control")
        + " "
        + body.path("messages").findValues("cache_control").size();
  }

  @Test
  void marksOfChatClientsGoToAnthropicInTheirPlaces() {
    JsonNode body =
        toAnthropic(
            chat(
                "\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"Rules.\""
                    + ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}},"
                    + "{\"type\":\"text\",\"text\":\"Today.\"}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"A book.\""
                    + MARK
                    + "},{\"type\":\"text\",\"text\":\"A question?\"}]},"
                    + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                    + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"Found.\""
                    + MARK
                    + "}]}]"));
    assertThat(body.path("system").toString())
        .isEqualTo(
            "[{\"type\":\"text\",\"text\":\"Rules.\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}},"
                + "{\"type\":\"text\",\"text\":\"Today.\"}]");
    JsonNode first = body.path("messages").path(0).path("content");
    assertThat(first.path(0).has("cache_control")).isTrue();
    assertThat(first.path(1).has("cache_control")).isFalse();
    assertThat(body.path("messages").path(2).path("content").path(0).has("cache_control")).isTrue();
  }

  @Test
  void atMostFourMarksGoOutTheLastOnes() {
    var parts = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      parts.append(i == 0 ? "" : ",").append("{\"type\":\"text\",\"text\":\"").append(i);
      parts.append('"').append(MARK).append('}');
    }
    JsonNode content =
        toAnthropic(chat("\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]"))
            .path("messages")
            .path(0)
            .path("content");
    assertThat(content.findValues("cache_control")).hasSize(4);
    assertThat(content.path(1).has("cache_control")).isFalse();
    assertThat(content.path(5).has("cache_control")).isTrue();
  }

  @Test
  void othersAreToldOfMarksByName() {
    ChatRequest request =
        chat(
            "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\""
                + MARK
                + "}]}]");
    assertThat(new OpenAiChat(false).cannotExpress(request)).containsExactly("cache_control");
    assertThat(new AnthropicMessages("2023-06-01").cannotExpress(request)).isEmpty();
  }

  private static final String TURNS =
      "\"messages\":[{\"role\":\"system\",\"content\":\"Rules.\"},"
          + "{\"role\":\"user\",\"content\":\"One\"},{\"role\":\"assistant\",\"content\":\"Two\"},"
          + "{\"role\":\"user\",\"content\":\"Three\"}]";

  @Test
  void chatsThatGoOnAreMarkedWhereTheVendorBillsLessForThem() {
    assertThat(marksOf(sent(chat(TURNS), 0.1))).isEqualTo("true false 2");
    assertThat(marksOf(sent(chat(TURNS), 1))).isEqualTo("false false 0");
    String single = "\"messages\":[{\"role\":\"user\",\"content\":\"One\"}]";
    assertThat(marksOf(sent(chat(single), 0.1))).isEqualTo("false false 0");
    assertThat(marksOf(sent(chat(single + "," + TOOLS), 0.1))).isEqualTo("false true 1");
  }

  @Test
  void whoMarksIsLeftAlone() {
    String own = TURNS.replace("\"Three\"", "[{\"type\":\"text\",\"text\":\"Three\"" + MARK + "}]");
    assertThat(marksOf(sent(chat(own), 0.1))).isEqualTo("false false 1");
  }

  @Test
  void clientsOfResponsesAreMarkedToo() {
    ChatRequest request =
        Responses.PROTOCOL
            .read(
                Talk.bytes(
                    "{\"model\":\"j\",\"instructions\":\"Rules.\",\"input\":\"Hi\",\"tools\":"
                        + "[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}]}"))
            .request();
    assertThat(marksOf(sent(request, 0.1))).isEqualTo("true false 1");
  }

  @Test
  void aServerThatRefusesMarksGetsNone() {
    var refusing = new AnthropicMessages("2023-06-01", Set.of("cache_control"));
    assertThat(
            new String(
                refusing.writeRequest(claude(0.1).adapted(chat(TURNS)), "m", false),
                java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("cache_control");
  }
}
