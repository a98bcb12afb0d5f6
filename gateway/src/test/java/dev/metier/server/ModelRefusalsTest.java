package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What a model says in place of an answer arrives as the client's protocol tells refusals.
class ModelRefusalsTest {
  private static final String WHY = "I can't help with that.";
  private static final String CHAT =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,"
          + "\"refusal\":\"I can't help with that.\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6}}";
  private static final String CHAT_STREAM =
      List.of(
              "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
              "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I can't \"}}]}",
              "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"help with that.\"}}]}",
              "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
              "[DONE]")
          .stream()
          .map(data -> "data: " + data + "\n\n")
          .collect(Collectors.joining());
  private static final String MESSAGE =
      "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"stop_reason\":\"refusal\","
          + "\"stop_details\":{\"type\":\"refusal\",\"explanation\":\"I can't help with that.\"},"
          + "\"usage\":{\"input_tokens\":5,\"output_tokens\":6}}";
  private static final String MESSAGE_STREAM =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"content\":[],"
          + "\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n"
          + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
          + "\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"explanation\":"
          + "\"I can't help with that.\"}},\"usage\":{\"output_tokens\":6}}\n\n"
          + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

  @TempDir private Path folder;

  private String ask(Vendor vendor, ProviderKind kind, Spoken spoken, boolean stream, String says)
      throws Exception {
    try (var server = new VendorServer(vendor);
        var served =
            new Served(folder)
                .model("m", kind, DataClass.PUBLIC, server.address())
                .job("j", DataClass.PUBLIC, "m")
                .start()) {
      server.next(new VendorMishap.Verbatim(says));
      var answer = served.post(spoken.path(), spoken.request("j", stream));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  private String openai(Spoken spoken, boolean stream) throws Exception {
    return ask(Vendor.OPENAI, ProviderKind.VLLM, spoken, stream, stream ? CHAT_STREAM : CHAT);
  }

  private String anthropic(Spoken spoken, boolean stream) throws Exception {
    return ask(
        Vendor.ANTHROPIC,
        ProviderKind.ANTHROPIC,
        spoken,
        stream,
        stream ? MESSAGE_STREAM : MESSAGE);
  }

  private static JsonNode json(String body) {
    return Json.object(body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> json(line.substring(6)))
        .toList();
  }

  private static void isResponse(JsonNode response) {
    assertThat(response.path("status").stringValue()).isEqualTo("completed");
    JsonNode part = response.path("output").path(0).path("content").path(0);
    assertThat(part.path("type").stringValue()).isEqualTo("refusal");
    assertThat(part.path("refusal").stringValue()).isEqualTo(WHY);
    assertThat(part.has("text")).isFalse();
  }

  private static void isResponseStream(String body) {
    List<JsonNode> events = events(body);
    assertThat(deltas(events, "response.refusal.delta")).isEqualTo(WHY);
    assertThat(body).contains("event: response.refusal.done").doesNotContain("output_text");
    isResponse(events.getLast().path("response"));
  }

  private static String deltas(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.path("type").stringValue("").equals(type))
        .map(event -> event.path("delta").stringValue())
        .collect(Collectors.joining());
  }

  private static void isChat(JsonNode answer) {
    JsonNode choice = answer.path("choices").path(0);
    assertThat(choice.path("message").path("refusal").stringValue()).isEqualTo(WHY);
    assertThat(choice.path("message").path("content").isNull()).isTrue();
    assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
  }

  private static void isChatStream(String body) {
    String refusal =
        events(body).stream()
            .map(event ->
                event.path("choices").path(0).path("delta").path("refusal").stringValue(""))
            .collect(Collectors.joining());
    assertThat(refusal).isEqualTo(WHY);
    assertThat(body).contains("\"finish_reason\":\"stop\"");
  }

  @Test
  void responsesTellWhatChatServersRefuseWith() throws Exception {
    isResponse(json(openai(Spoken.RESPONSES, false)));
    isResponseStream(openai(Spoken.RESPONSES, true));
  }

  @Test
  void responsesTellWhatAnthropicExplains() throws Exception {
    isResponse(json(anthropic(Spoken.RESPONSES, false)));
    isResponseStream(anthropic(Spoken.RESPONSES, true));
  }

  @Test
  void chatTellsItWhetherForwardedOrTranslated() throws Exception {
    isChat(json(openai(Spoken.CHAT, false)));
    isChatStream(openai(Spoken.CHAT, true));
    isChat(json(anthropic(Spoken.CHAT, false)));
    isChatStream(anthropic(Spoken.CHAT, true));
  }

  @Test
  void chatTellsItFromAStreamWhoseEndWasMended() throws Exception {
    String broken = CHAT_STREAM.replace("data: [DONE]\n\n", "").replace("\"stop\"", "\"eos\"");
    isChatStream(ask(Vendor.OPENAI, ProviderKind.VLLM, Spoken.CHAT, true, broken));
  }

  @ParameterizedTest
  @EnumSource(
      value = Vendor.class,
      names = {"OPENAI", "ANTHROPIC"})
  void messagesSayItAndStopForIt(Vendor vendor) throws Exception {
    boolean openai = vendor == Vendor.OPENAI;
    for (boolean stream : new boolean[] {true, false}) {
      String body = openai ? openai(Spoken.MESSAGES, stream) : anthropic(Spoken.MESSAGES, stream);
      assertThat(body).contains("\"stop_reason\":\"refusal\"").contains("help with that.");
    }
  }

  @Test
  void aRefusalBehindAnAnswerCutsIt() throws Exception {
    String text = CHAT_STREAM.replace("\"content\":\"\"", "\"content\":\"Sure: \"");
    String body = ask(Vendor.OPENAI, ProviderKind.VLLM, Spoken.RESPONSES, true, text);
    assertThat(body).contains("response.incomplete").contains("content_filter");
    assertThat(deltas(events(body), "response.output_text.delta")).isEqualTo("Sure: ");
    assertThat(deltas(events(body), "response.refusal.delta")).isEqualTo(WHY);
  }
}
