package dev.metier.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.chat.ChatLogProbs;
import dev.metier.protocol.messages.Messages;
import dev.metier.provider.http.ModelEndpoint;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers break Chat Completions and Messages in a few known ways. A client of the same protocol
/// hears a whole answer all the same, or that it was cut; what is in order passes through byte for
/// byte.
class BrokenShapesTest {
  private static final String DONE = "data: [DONE]\n\n";
  private static final String CHAT =
      "{\"model\":\"job\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Go\"}]}";
  private static final String MESSAGES = CHAT.replace("{\"model\"", "{\"max_tokens\":9,\"model\"");

  /// One way to break a stream, and what the client is to make of it.
  private record Row(String name, String stream, Heard heard) {}

  private static DialectBridge bridge(Protocol protocol, ProviderKind kind, String request) {
    var second = Duration.ofSeconds(1);
    var model =
        new Model(
            new ModelName("m"),
            kind,
            "upstream-m",
            Optional.of("http://127.0.0.1:1"),
            Optional.empty(),
            new Host("here", DataClass.RESTRICTED),
            new Price.Unknown(),
            Settings.NONE,
            OptionalInt.empty(),
            OptionalInt.empty(),
            new Timeouts(second, second, second, second),
            Optional.empty());
    byte[] body = request.getBytes(UTF_8);
    var incoming =
        new Incoming(
            protocol,
            Fields.of(body).orElseThrow(),
            true,
            false,
            () -> protocol.read(body),
            new ReplyMetadata("r1abc", "job", Instant.EPOCH, 10),
            Map.of());
    return new DialectBridge(incoming, ModelEndpoint.of(model, Set.of()));
  }

  /// What the client gets of a stream, and whether it is whole.
  private record Got(String bytes, boolean finished) {}

  private static Got forwarded(DialectBridge bridge, String stream, int piece) {
    Relay relay = bridge.relay("text/event-stream", KeyGuard.none());
    var out = new StringBuilder();
    byte[] bytes = stream.getBytes(UTF_8);
    for (int at = 0; at < bytes.length && !relay.finished(); at += piece) {
      byte[] chunk = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      out.append(new String(relay.read(chunk), UTF_8));
    }
    if (!relay.finished()) {
      out.append(new String(relay.end(), UTF_8));
    }
    return new Got(out.toString(), relay.finished());
  }

  private static Got chat(String stream) {
    return forwarded(bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, CHAT), stream, 4096);
  }

  private static String event(String json) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"/srv/m\""
        + ","
        + json
        + "}\n\n";
  }

  private static String delta(String delta, String finish) {
    return event(
        "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish + "}]");
  }

  private static String text(String text) {
    return delta("\"content\":\"" + text + "\"", "null");
  }

  private static String call(String call) {
    return delta("\"tool_calls\":[{" + call + "}]", "null");
  }

  private static String begin(String index, String id, String name, String arguments) {
    return call(
        index
            + id
            + "\"type\":\"function\",\"function\":{\"name\":\""
            + name
            + "\",\"arguments\":"
            + arguments
            + "}");
  }

  private static String more(String index, String arguments) {
    return call(index + "\"function\":{\"arguments\":\"" + arguments + "\"}");
  }

  private static String end(String reason) {
    return delta("", "\"" + reason + "\"");
  }

  private static final String ZERO = "\"index\":0,";
  private static final String ONE = "\"index\":1,";
  private static final String C1 = "\"id\":\"c1\",";
  private static final String C2 = "\"id\":\"c2\",";
  private static final List<String> TWO =
      List.of("0 c1 alpha{\"p\":\"1\"}", "1 c2 beta{\"q\":\"2\"}");

  private static Heard calls(String finish, String... calls) {
    return new Heard("", "", List.of(calls), finish, true);
  }

  private static List<Row> streams() {
    String p = "{\\\"p\\\":\\\"1\\\"}";
    String q = "{\\\"q\\\":\\\"2\\\"}";
    Heard hello = new Heard("Hello", "", List.of(), "stop", true);
    return List.of(
        new Row("no [DONE]", text("Hello") + end("stop"), hello),
        new Row("no [DONE], and no blank line", text("Hello") + end("stop").stripTrailing(), hello),
        new Row("eos", text("Hello") + end("eos") + DONE, hello),
        new Row("tool_calls without calls", text("Hello") + end("tool_calls") + DONE, hello),
        new Row(
            "a whole message in one event",
            event(
                    "\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hello\"},"
                        + "\"finish_reason\":\"stop\"}]")
                + DONE,
            hello),
        new Row(
            "all calls at index 0",
            begin(ZERO, C1, "alpha", "\"\"")
                + more(ZERO, p)
                + begin(ZERO, C2, "beta", "\"\"")
                + more(ZERO, q)
                + end("stop")
                + DONE,
            new Heard("", "", TWO, "tool_calls", true)),
        new Row(
            "all calls at index 0, behind a text",
            text("Hello")
                + begin(ZERO, C1, "alpha", "\"" + p + "\"")
                + begin(ZERO, C2, "beta", "\"" + q + "\"")
                + end("tool_calls")
                + DONE,
            new Heard("Hello", "", TWO, "tool_calls", true)),
        new Row(
            "no index",
            begin("", C1, "alpha", "\"" + p + "\"")
                + begin("", C2, "beta", "\"" + q + "\"")
                + end("tool_calls")
                + DONE,
            new Heard("", "", TWO, "tool_calls", true)),
        new Row(
            "no ids",
            begin(ZERO, "\"id\":\"\",", "alpha", "\"" + p + "\"")
                + begin(ONE, "", "beta", "\"" + q + "\"")
                + end("tool_calls")
                + DONE,
            calls(
                "tool_calls",
                "0 call_r1abc_0 alpha{\"p\":\"1\"}",
                "1 call_r1abc_1 beta{\"q\":\"2\"}")),
        new Row(
            "the same id for two calls",
            begin(ZERO, C1, "alpha", "\"" + p + "\"")
                + begin(ONE, C1, "beta", "\"\"")
                + more(ONE, q)
                + end("tool_calls")
                + DONE,
            calls("tool_calls", "0 c1 alpha{\"p\":\"1\"}", "1 call_r1abc_1 beta{\"q\":\"2\"}")),
        new Row(
            "the same index and id for two calls",
            begin(ZERO, C1, "alpha", "\"" + p + "\"")
                + begin(ZERO, C1, "beta", "\"" + q + "\"")
                + end("tool_calls")
                + DONE,
            calls("tool_calls", "0 c1 alpha{\"p\":\"1\"}", "1 call_r1abc_1 beta{\"q\":\"2\"}")),
        new Row(
            "stop with a call",
            begin(ZERO, C1, "alpha", "\"\"") + more(ZERO, p) + end("stop") + DONE,
            calls("tool_calls", "0 c1 alpha{\"p\":\"1\"}")),
        new Row(
            "a call without arguments",
            begin(ZERO, C1, "alpha", "\"\"") + end("tool_calls") + DONE,
            calls("tool_calls", "0 c1 alpha{}")),
        new Row(
            "arguments as an object",
            begin(ZERO, C1, "alpha", "{\"p\":\"1\"}") + end("tool_calls") + DONE,
            calls("tool_calls", "0 c1 alpha{\"p\":\"1\"}")),
        new Row(
            "arguments that were cut",
            begin(ZERO, C1, "alpha", "\"\"")
                + more(ZERO, "{\\\"p\\\":")
                + more(ZERO, "\\\"rm -rf /t")
                + end("tool_calls")
                + DONE,
            calls("length", "0 c1 alpha{\"p\":\"rm -rf /t")),
        new Row(
            "reasoning in the text",
            text("<thi")
                + text("nk>Hm. ")
                + text("So.</think>\\n\\n")
                + text("Hello")
                + end("stop")
                + DONE,
            new Heard("Hello", "Hm. So.", List.of(), "stop", true)));
  }

  @TestFactory
  Stream<DynamicTest> clientsOfChatHearBrokenStreamsWhole() {
    return streams().stream()
        .flatMap(row ->
            Stream.of(1, 50, 100_000)
                .map(piece ->
                    DynamicTest.dynamicTest(
                        row.name + ", by " + piece,
                        () -> {
                          Got got =
                              forwarded(
                                  bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, CHAT),
                                  row.stream,
                                  piece);
                          assertThat(Heard.of(got.bytes)).isEqualTo(row.heard);
                          assertThat(got.finished).isTrue();
                          assertThat(got.bytes).doesNotContain("/srv/m");
                        })));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Hello"})
  void anEndWithoutAReasonIsNone(String text) {
    Got got = chat((text.isEmpty() ? delta("\"role\":\"assistant\"", "null") : text(text)) + DONE);
    assertThat(got.finished).isFalse();
    assertThat(got.bytes).doesNotContain("[DONE]");
    assertThat(Heard.of(got.bytes).text()).isEqualTo(text);
  }

  /// Until then another model can still answer.
  @Test
  void howLikelyTokensWereOutlastsAMendedStream() {
    String likely = "{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.25}]}";
    String stream =
        text("<think>well</think>")
            + event(
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"logprobs\":"
                    + likely
                    + ",\"finish_reason\":null}]")
            + end("stop")
            + DONE;
    String got = chat(stream).bytes;
    assertThat(got).contains("\"reasoning_content\":\"well\"", "\"logprobs\":" + likely);
    assertThat(got.lines().filter(line -> line.startsWith("data: {")))
        .allSatisfy(line -> Json.object(line.substring(6).getBytes(UTF_8)));
  }

  @Test
  void howLikelyTokensWereOutlastsAMendedAnswer() {
    String likely = "{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.25}]}";
    byte[] written =
        "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"logprobs\":null}]}".getBytes(UTF_8);
    byte[] came = ("{\"choices\":[{\"logprobs\":" + likely + "}]}").getBytes(UTF_8);
    assertThat(new String(ChatLogProbs.carried(came, written), UTF_8))
        .contains("\"content\":\"Hi\"", "\"logprobs\":" + likely);
    byte[] without = "{\"choices\":[{\"logprobs\":null}]}".getBytes(UTF_8);
    assertThat(ChatLogProbs.carried(without, written)).isSameAs(written);
    byte[] other = "{\"content\":[]}".getBytes(UTF_8);
    assertThat(ChatLogProbs.carried(came, other)).isSameAs(other);
  }

  @Test
  void nothingIsForwardedBeforeTheFirstContent() {
    Relay relay =
        bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, CHAT)
            .relay("text/event-stream", KeyGuard.none());
    String role = delta("\"role\":\"assistant\",\"content\":\"\"", "null");
    assertThat(relay.read(role.getBytes(UTF_8))).isEmpty();
    assertThat(relay.read(": waiting\n\n".getBytes(UTF_8))).isEmpty();
    assertThat(new String(relay.read(text("Hi").getBytes(UTF_8)), UTF_8))
        .isEqualTo((role + text("Hi")).replace("/srv/m", "job"));
  }

  @Test
  void whatIsInOrderPassesThroughByteForByte() {
    String stream =
        delta("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null", "null")
            + delta("\"reasoning_content\":\"Hm <think>\"", "null")
            + text("Hello <think> {")
            + begin(ZERO, C1, "alpha", "\"\"")
            + more(ZERO, "{\\\"p\\\":\\\"")
            + more(ZERO, "}\\\\\\\"id\\\":\\\"")
            + more(ZERO, "\\\"}")
            + begin(ONE, C2, "beta", "\"\"")
            + more(ONE, "{}")
            + end("tool_calls")
            + event("\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}")
            + DONE;
    String request = CHAT.replace("\"stream\"", "\"stream_options\":{},\"stream\"");
    var bridge = bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, request);
    String hidden = stream.replaceAll("data: [^\n]*\"usage\"[^\n]*\n\n", "");
    assertThat(forwarded(bridge, stream, 7).bytes).isEqualTo(hidden.replace("/srv/m", "job"));
  }

  @Test
  void anAnswerWithSeveralChoicesIsForwardedAsItIs() {
    String stream = begin(ZERO, C1, "alpha", "{}") + end("eos") + DONE;
    var bridge =
        bridge(
            ChatCompletions.PROTOCOL,
            ProviderKind.VLLM,
            CHAT.replace("\"stream\"", "\"n\":2,\"stream\""));
    assertThat(forwarded(bridge, stream, 100).bytes).isEqualTo(stream.replace("/srv/m", "job"));
  }

  private static Heard whole(String message, String finish) {
    byte[] body =
        ("{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"/srv/m\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\","
                + message
                + "},\"finish_reason\":"
                + finish
                + "}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}")
            .getBytes(UTF_8);
    var answer = bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, CHAT).whole(body, false);
    assertThat(answer.error()).isEmpty();
    assertThat(new String(answer.bytes(), UTF_8)).doesNotContain("/srv/m");
    return Heard.ofWhole(answer.bytes());
  }

  private static String wholeCall(String id, String arguments) {
    return "\"content\":null,\"tool_calls\":[{"
        + id
        + "\"type\":\"function\",\"function\":{\"name\":\"alpha\",\"arguments\":"
        + arguments
        + "}}]";
  }

  @Test
  void clientsOfChatHearBrokenAnswersWhole() {
    String p = "\"{\\\"p\\\":1}\"";
    Heard called = calls("tool_calls", "c1 alpha{\"p\":1}");
    assertThat(whole(wholeCall(C1, p), "\"tool_calls\"")).isEqualTo(called);
    assertThat(whole(wholeCall(C1, p), "\"stop\"")).isEqualTo(called);
    assertThat(whole(wholeCall(C1, p), "null")).isEqualTo(called);
    assertThat(whole(wholeCall(C1, "{\"p\":1}"), "\"tool_calls\"")).isEqualTo(called);
    assertThat(whole(wholeCall(C1, "\"\""), "\"tool_calls\""))
        .isEqualTo(calls("tool_calls", "c1 alpha{}"));
    assertThat(whole(wholeCall("", p), "\"tool_calls\""))
        .isEqualTo(calls("tool_calls", "call_r1abc_0 alpha{\"p\":1}"));
    assertThat(whole(wholeCall(C1, "\"{\\\"p\\\":\\\"Bo\""), "\"tool_calls\""))
        .isEqualTo(calls("length", "c1 alpha{\"p\":\"Bo"));
    assertThat(whole("\"content\":\"<think>Hm.</think>Hello\"", "\"stop\""))
        .isEqualTo(new Heard("Hello", "Hm.", List.of(), "stop", true));
    assertThat(whole("\"content\":\"Hm.</think>Hello\"", "\"eos\""))
        .isEqualTo(new Heard("Hello", "Hm.", List.of(), "stop", true));
    assertThat(whole("\"content\":\"a < b\"", "\"stop\""))
        .isEqualTo(new Heard("a < b", "", List.of(), "stop", true));
  }

  @Test
  void anAnswerWithoutChoicesIsNone() {
    byte[] body = "{\"id\":\"x\",\"choices\": [ ],\"usage\":{\"prompt_tokens\":3}}".getBytes(UTF_8);
    var bridge = bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, CHAT);
    assertThatThrownBy(() -> bridge.whole(body, false)).isInstanceOf(MalformedException.class);
    assertThat(chat(event("\"choices\":[]") + DONE).finished).isFalse();
  }

  @Test
  void anAnswerThatItsServerGaveUpIsAnError() {
    byte[] body =
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hel\"},\"finish_reason\":\"abort\"}]}"
            .getBytes(UTF_8);
    assertThat(bridge(ChatCompletions.PROTOCOL, ProviderKind.VLLM, CHAT).whole(body, false).error())
        .isPresent();
  }

  private static String typed(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + fields + "}\n\n";
  }

  private static final String START =
      typed(
          "message_start",
          ",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"job\","
              + "\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}");
  private static final String USE =
      typed(
          "content_block_start",
          ",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_9\",\"name\":\"f\","
              + "\"input\":{}}");
  private static final String BLOCK_STOP = typed("content_block_stop", ",\"index\":0");
  private static final String STOP = typed("message_stop", "");

  private static String json(String piece) {
    return typed(
        "content_block_delta",
        ",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\""
            + piece
            + "\"}");
  }

  private static String reason(String reason) {
    return typed(
        "message_delta",
        ",\"delta\":{\"stop_reason\":\""
            + reason
            + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}");
  }

  private static Got messages(String stream) {
    return forwarded(bridge(Messages.PROTOCOL, ProviderKind.ANTHROPIC, MESSAGES), stream, 64);
  }

  @Test
  void clientsOfMessagesHearWhyAnAnswerWithCallsEnded() {
    String whole = START + USE + json("{\\\"a\\\":") + json("\\\"}\\\"}") + BLOCK_STOP;
    String right = whole + reason("tool_use") + STOP;
    assertThat(messages(right).bytes).isEqualTo(right);
    assertThat(messages(whole + reason("end_turn") + STOP).bytes).isEqualTo(right);
    String cut = START + USE + json("{\\\"a\\\":") + json("\\\"Bo") + BLOCK_STOP;
    assertThat(messages(cut + reason("tool_use") + STOP).bytes)
        .isEqualTo(cut + reason("max_tokens") + STOP);
    assertThat(messages(cut + reason("max_tokens") + STOP).bytes)
        .isEqualTo(cut + reason("max_tokens") + STOP);
  }

  @Test
  void messagesEndWithTheirLastEventAndOnlyIfTheyHaveAReason() {
    String whole = START + USE + json("{}") + BLOCK_STOP;
    assertThat(messages(whole + reason("tool_use")).bytes)
        .isEqualTo(whole + reason("tool_use") + STOP);
    assertThat(messages(whole + STOP)).isEqualTo(new Got(whole, false));
    assertThat(messages(START + STOP)).isEqualTo(new Got("", false));
  }
}
