package dev.metier.protocol;

import static dev.metier.protocol.Talk.CHAT;
import static dev.metier.protocol.Talk.HEADING;
import static dev.metier.protocol.Talk.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What clients hear fits what they asked.
class AnswerTest {
  private static final List<ChatEvent> HELLO =
      List.of(
          new ChatEvent.TextDelta("Hello"),
          new ChatEvent.Used(new Usage(100, 60, 10, 20, 5, false)),
          new ChatEvent.Finished(FinishReason.STOP));

  private static ParsedRequest chat(String fields) {
    return ChatCompletions.PROTOCOL.read(
        Talk.bytes("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + fields + "}"));
  }

  private static List<ChatEvent> call(String name, String arguments) {
    return List.of(
        new ChatEvent.ToolStart(0, "call_0", name),
        new ChatEvent.ToolDelta(0, arguments.substring(0, arguments.length() / 2)),
        new ChatEvent.ToolDelta(0, arguments.substring(arguments.length() / 2)),
        new ChatEvent.Finished(FinishReason.TOOL_USE));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void R10_theAnswerCarriesTheClientsOwnToolNames() {
    ParsedRequest asked =
        Messages.PROTOCOL.read(
            Talk.bytes(
                """
                {"max_tokens":9,"messages":[{"role":"user","content":"hi"}],
                 "tools":[{"name":"files.read","input_schema":{"type":"object"}}]}
                """));
    String told = asked.request().tools().getFirst().name();
    assertThat(told).matches("[a-zA-Z0-9_-]{1,64}");
    List<ChatEvent> events = call(told, "{}");
    assertThat(text(Talk.stream(Messages.PROTOCOL, asked, events)))
        .contains("\"name\":\"files.read\"")
        .doesNotContain(told);
    byte[] whole = Messages.PROTOCOL.writeReply(Talk.reply(events), HEADING, asked);
    assertThat(Json.object(whole).path("content").path(0).path("name").stringValue())
        .isEqualTo("files.read");
  }

  @Test
  void A4_freeTextToolsAreAnsweredWithFreeText() {
    ParsedRequest asked =
        chat("\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"apply_patch\"}}]");
    List<ChatEvent> events = call("apply_patch", "{\"input\":\"*** Begin \\\"Patch\\\"\"}");
    JsonNode call =
        Json.object(ChatCompletions.PROTOCOL.writeReply(Talk.reply(events), HEADING, asked))
            .path("choices")
            .path(0)
            .path("message")
            .path("tool_calls")
            .path(0);
    assertThat(call.path("type").stringValue()).isEqualTo("custom");
    assertThat(call.path("custom").path("input").stringValue()).isEqualTo("*** Begin \"Patch\"");
    assertThat(text(Talk.stream(ChatCompletions.PROTOCOL, asked, events)))
        .contains("\"custom\":{\"name\":\"apply_patch\",\"input\":\"*** Begin \\\"Patch\\\"\"}");
  }

  @Test
  void A6_clientsOfTheOldShapeHearOneFunctionCall() {
    ParsedRequest asked = chat("\"functions\":[{\"name\":\"today\"}]");
    List<ChatEvent> events = new ArrayList<>(call("today", "{\"a\":1}"));
    events.add(1, new ChatEvent.ToolStart(1, "x", "today"));
    JsonNode choice =
        Json.object(ChatCompletions.PROTOCOL.writeReply(Talk.reply(events), HEADING, asked))
            .path("choices")
            .path(0);
    assertThat(choice.path("finish_reason").stringValue()).isEqualTo("function_call");
    assertThat(choice.path("message").path("function_call").path("arguments").stringValue())
        .isEqualTo("{\"a\":1}");
    assertThat(choice.path("message").has("tool_calls")).isFalse();
    assertThat(text(Talk.stream(ChatCompletions.PROTOCOL, asked, events)))
        .contains("\"function_call\":{\"name\":\"today\"", "\"finish_reason\":\"function_call\"")
        .doesNotContain("tool_calls");
  }

  @Test
  void R16_usageIsStreamedOnlyToWhoAskedForIt() {
    assertThat(text(Talk.stream(ChatCompletions.PROTOCOL, chat("\"stream\":true"), HELLO)))
        .doesNotContain("usage")
        .endsWith("data: [DONE]\n\n");
    assertThat(text(Talk.stream(ChatCompletions.PROTOCOL, CHAT, HELLO)))
        .containsOnlyOnce("usage")
        .containsOnlyOnce("\"role\"");
  }

  @Test
  void S9_whatACacheServedIsToldAsEachProtocolCountsIt() {
    ChatReply reply = Talk.reply(HELLO);
    JsonNode anthropic =
        Json.object(Messages.PROTOCOL.writeReply(reply, HEADING, MESSAGES)).path("usage");
    assertThat(anthropic.path("input_tokens").asInt()).isEqualTo(30);
    assertThat(anthropic.path("cache_read_input_tokens").asInt()).isEqualTo(60);
    assertThat(anthropic.path("cache_creation_input_tokens").asInt()).isEqualTo(10);
    JsonNode openAi =
        Json.object(ChatCompletions.PROTOCOL.writeReply(reply, HEADING, CHAT)).path("usage");
    assertThat(openAi.path("prompt_tokens").asInt()).isEqualTo(100);
    assertThat(openAi.path("total_tokens").asInt()).isEqualTo(120);
  }

  @Test
  void S13_idsAreOursAndUniqueAmongAnswers() {
    var reply =
        new ChatReply(
            List.of(
                new Part.ToolUse("call_0", "a", "{}"),
                new Part.ToolUse("", "b", "{}"),
                new Part.ToolUse("call_abcdefghi", "c", "{}"),
                new Part.ToolUse("toolu_x", "d", "{}")),
            FinishReason.TOOL_USE,
            Usage.NONE);
    JsonNode messages = Json.object(Messages.PROTOCOL.writeReply(reply, HEADING, MESSAGES));
    assertThat(messages.path("id").stringValue()).isEqualTo("msg_r1abc");
    assertThat(messages.path("content").findValuesAsString("id"))
        .containsExactly("toolu_r1abc_0", "toolu_r1abc_1", "toolu_call_abcdefghi", "toolu_x");
    JsonNode chat = Json.object(ChatCompletions.PROTOCOL.writeReply(reply, HEADING, CHAT));
    assertThat(chat.path("id").stringValue()).isEqualTo("chatcmpl-r1abc");
    assertThat(chat.path("choices").findValuesAsString("id"))
        .containsExactly("call_r1abc_0", "call_r1abc_1", "call_abcdefghi", "toolu_x");
  }

  @Test
  void S1_nothingIsSaidBeforeThereIsSomethingToSay() {
    for (Protocol protocol : List.of(ChatCompletions.PROTOCOL, Messages.PROTOCOL)) {
      ReplyWriter writer = protocol.stream(HEADING, MESSAGES);
      assertThat(writer.write(List.of(HELLO.get(1)))).isEmpty();
      assertThat(writer.write(List.of(new ChatEvent.TextDelta("")))).isEmpty();
      assertThat(writer.write(List.of(HELLO.getFirst()))).isNotEmpty();
      assertThat(writer.finished()).isFalse();
      assertThat(writer.write(List.of(HELLO.getLast()))).isNotEmpty();
      assertThat(writer.finished()).isTrue();
      assertThat(writer.write(HELLO)).as("nothing follows the end").isEmpty();
    }
  }

  @Test
  void S8_halvesOfACharacterMeetAgainAtTheClient() {
    List<ChatEvent> events =
        List.of(
            new ChatEvent.TextDelta("a\uD83D"),
            new ChatEvent.TextDelta("\uDE00b"),
            HELLO.getLast());
    assertThat(
            Oracles.completion(Talk.stream(ChatCompletions.PROTOCOL, CHAT, events))
                .choices()
                .getFirst()
                .message()
                .content())
        .hasValue("a😀b");
    assertThat(
            Oracles.message(Talk.stream(Messages.PROTOCOL, MESSAGES, events))
                .content()
                .getFirst()
                .asText()
                .text())
        .isEqualTo("a😀b");
  }

  @Test
  void S12_silenceIsFilledWithWhatClientsSkip() {
    assertThat(text(ChatCompletions.PROTOCOL.keepAlive())).startsWith(":").endsWith("\n\n");
    assertThat(text(Messages.PROTOCOL.keepAlive()))
        .isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
  }

  @ParameterizedTest
  @EnumSource(Refusal.Reason.class)
  void E1_everyRefusalHasTheShapeOfTheClientsProtocol(Refusal.Reason reason) {
    Refusal refusal = Refusal.of(reason, "A \"sentence\".");
    JsonNode anthropic = Json.object(Messages.PROTOCOL.writeError(refusal, "r1"));
    assertThat(anthropic.path("type").stringValue()).isEqualTo("error");
    assertThat(anthropic.path("error").path("type").stringValue())
        .isEqualTo(reason.anthropicType());
    assertThat(anthropic.path("error").path("message").stringValue()).contains("sentence");
    assertThat(anthropic.path("request_id").stringValue()).isEqualTo("r1");
    JsonNode openAi = Json.object(ChatCompletions.PROTOCOL.writeError(refusal, "r1"));
    assertThat(openAi.path("error").path("message").stringValue()).contains("sentence");
    assertThat(openAi.path("error").path("code").stringValue()).isNotEmpty();
    assertThat(openAi.path("error").path("param").isNull()).isTrue();
    assertThat(Messages.PROTOCOL.status(reason)).isBetween(400, 529);
    assertThat(ChatCompletions.PROTOCOL.status(reason)).isBetween(400, 504);
  }

  @Test
  void E1_aPromptThatIsTooLongIsToldInTheWordsThatClientsLookFor() {
    Refusal refusal = Refusal.tooLong(5000, 4096);
    assertThat(text(Messages.PROTOCOL.writeError(refusal, "r1")))
        .contains("prompt is too long: 5000 tokens > 4096 maximum");
    assertThat(text(ChatCompletions.PROTOCOL.writeError(refusal, "r1")))
        .contains(
            "\"code\":\"context_length_exceeded\"",
            "This model's maximum context length is 4096 tokens. However, your messages resulted in"
                + " 5000 tokens. Please reduce the length of the messages.");
  }

  @Test
  void E1_aFieldThatIsRefusedIsNamed() {
    Refusal refusal =
        Refusal.ofField(
            Refusal.Reason.UNSUPPORTED, "output_config.format", "Extra inputs are not permitted");
    assertThat(text(Messages.PROTOCOL.writeError(refusal, "r1")))
        .contains("output_config.format: Extra inputs are not permitted");
    assertThat(text(ChatCompletions.PROTOCOL.writeError(refusal, "r1")))
        .contains("\"param\":\"output_config.format\"");
  }

  @Test
  void A12_aFailureInTheMiddleNeverLooksLikeSuccess() {
    Refusal refusal = Refusal.of(Refusal.Reason.OVERLOADED, "Too much to do.");
    assertThat(text(Messages.PROTOCOL.writeErrorEvent(refusal, "r1")))
        .startsWith("event: error\ndata: {\"type\":\"error\"")
        .contains("overloaded_error")
        .doesNotContain("message_stop");
    assertThat(text(ChatCompletions.PROTOCOL.writeErrorEvent(refusal, "r1")))
        .startsWith("data: {\"error\":")
        .doesNotContain("[DONE]");
  }

  @Test
  void S7_onlyAStopTextThatTheClientNamedIsTold() {
    var named = new ChatReply(List.of(), FinishReason.STOP, Optional.of("###"), Usage.NONE);
    var other = new ChatReply(List.of(), FinishReason.STOP, Optional.of("<eos>"), Usage.NONE);
    assertThat(text(Messages.PROTOCOL.writeReply(named, HEADING, MESSAGES)))
        .contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"###\"");
    assertThat(text(Messages.PROTOCOL.writeReply(other, HEADING, MESSAGES)))
        .contains("\"stop_reason\":\"end_turn\",\"stop_sequence\":null");
  }
}
