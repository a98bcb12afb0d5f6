package dev.metier.protocol;

import static dev.metier.protocol.Talk.HEADING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.protocol.responses.Responses;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A call whose arguments were cut off never reaches a client as one that could run.
class CutCallTest {
  private static final String CUT = "{\"input\":\"rm -rf /t";
  private static final List<ChatEvent> EVENTS =
      List.of(
          new ChatEvent.ToolStart(0, "call_abcdefghijk", "shell"),
          new ChatEvent.ToolDelta(0, CUT),
          new ChatEvent.Finished(FinishReason.LENGTH));
  private static final List<ChatEvent> BARE = List.of(EVENTS.getFirst(), EVENTS.getLast());
  private static final String FUNCTION =
      "{\"model\":\"j\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String CUSTOM =
      "{\"model\":\"j\",\"input\":\"hi\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
          + "\"tools\":[{\"type\":\"custom\",\"name\":\"shell\",\"custom\":{\"name\":\"shell\"}}]}";

  private static String stream(Protocol protocol, String request, List<ChatEvent> events) {
    byte[] stream = Talk.stream(protocol, protocol.read(Talk.bytes(request)), events);
    return new String(stream, StandardCharsets.UTF_8);
  }

  private static JsonNode whole(Protocol protocol, String request) {
    return whole(protocol, request, EVENTS);
  }

  private static JsonNode whole(Protocol protocol, String request, List<ChatEvent> events) {
    return Json.object(
        protocol.writeReply(Talk.reply(events), HEADING, protocol.read(Talk.bytes(request))));
  }

  @Test
  void clientsOfMessagesHearItCut() {
    assertThat(stream(Messages.PROTOCOL, FUNCTION, EVENTS))
        .contains("\"partial_json\":\"{\\\"input\\\":\\\"rm -rf /t\"")
        .containsOnlyOnce("partial_json")
        .contains("\"stop_reason\":\"max_tokens\"");
    assertThat(stream(Messages.PROTOCOL, FUNCTION, BARE)).doesNotContain("partial_json\":\"{");
    JsonNode message = whole(Messages.PROTOCOL, FUNCTION);
    assertThat(message.path("content").isEmpty()).isTrue();
    assertThat(message.path("stop_reason").stringValue()).isEqualTo("max_tokens");
  }

  @Test
  void clientsOfChatHearItCutAndNoFreeTextAtAll() {
    assertThat(Oracles.completion(Talk.bytes(stream(ChatCompletions.PROTOCOL, FUNCTION, EVENTS))))
        .asString()
        .contains("arguments=" + CUT, "finishReason=length");
    assertThat(stream(ChatCompletions.PROTOCOL, FUNCTION, BARE)).doesNotContain("{}\"}");
    assertThat(stream(ChatCompletions.PROTOCOL, CUSTOM, EVENTS))
        .doesNotContain("rm -rf")
        .contains("\"finish_reason\":\"length\"");
    JsonNode choice = whole(ChatCompletions.PROTOCOL, FUNCTION).path("choices").path(0);
    assertThat(choice.findValuesAsString("arguments")).containsExactly(CUT);
    assertThat(choice.path("finish_reason").stringValue()).isEqualTo("length");
    assertThat(whole(ChatCompletions.PROTOCOL, CUSTOM).toString()).doesNotContain("rm -rf");
  }

  @Test
  void clientsOfResponsesHearItIncompleteAndNoFreeTextAsDone() {
    String request = FUNCTION.replace("\"messages\"", "\"input\"").replace("max_tokens", "top_p");
    String function = stream(Responses.PROTOCOL, request.replace(":9", ":1"), EVENTS);
    assertThat(function).contains("\"status\":\"incomplete\"").doesNotContain("rm -rf /t\\\"}");
    String custom = stream(Responses.PROTOCOL, CUSTOM, EVENTS);
    assertThat(custom)
        .contains("response.incomplete", "max_output_tokens")
        .doesNotContain("response.output_item.done", "custom_tool_call_input.done");
    assertThat(whole(Responses.PROTOCOL, CUSTOM).path("output").isEmpty()).isTrue();
  }

  /// Its arguments may have been still to come.
  @Test
  void aBareCallAtTheLimitIsNoCallWithoutArgumentsInResponses() {
    String request = FUNCTION.replace("\"messages\"", "\"input\"").replace("max_tokens", "top_p");
    String function = stream(Responses.PROTOCOL, request.replace(":9", ":1"), BARE);
    assertThat(function)
        .contains("\"arguments\":\"\"", "\"status\":\"incomplete\"")
        .doesNotContain("{}\"");
    assertThat(stream(Responses.PROTOCOL, CUSTOM, BARE))
        .doesNotContain("response.output_item.done");
    assertThat(whole(Messages.PROTOCOL, FUNCTION, BARE).path("content").isEmpty()).isTrue();
    for (Protocol protocol : List.of(ChatCompletions.PROTOCOL, Responses.PROTOCOL)) {
      String asked = protocol == Responses.PROTOCOL ? request.replace(":9", ":1") : FUNCTION;
      assertThat(whole(protocol, asked, BARE).findValuesAsString("arguments")).containsExactly("");
    }
  }

  /// What nobody can read as an object is not guessed: the client's own reader refuses it.
  @Test
  void malformedArgumentsReachNoClientAsACallThatCouldRun() {
    String malformed = "{\"run\":\"rm -rf /tmp/x\" \"y\"}";
    List<ChatEvent> events =
        List.of(
            EVENTS.getFirst(),
            new ChatEvent.ToolDelta(0, malformed),
            new ChatEvent.Finished(FinishReason.TOOL_USE));
    String escaped = Json.quoted(malformed);
    assertThat(stream(Messages.PROTOCOL, FUNCTION, events)).contains("\"partial_json\":" + escaped);
    assertThat(stream(ChatCompletions.PROTOCOL, FUNCTION, events))
        .contains("\"arguments\":" + escaped);
    JsonNode message = whole(Messages.PROTOCOL, FUNCTION, events);
    assertThat(message.path("content").path(0).path("input").toString())
        .isEqualTo("{\"arguments\":" + escaped + "}");
  }
}
