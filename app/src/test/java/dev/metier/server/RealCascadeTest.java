package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import dev.metier.testing.LlamaServer;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A cascade with real answers: a real llama-server with the tiny model, whose label is checked,
/// and a stand-in that speaks Anthropic's protocol behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealCascadeTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String KNOWN = "My card was charged twice for one order.";

  private static final String CALL =
      """
      {"id":"m1","type":"message","role":"assistant","model":"upstream-hosted","content":[
      {"type":"tool_use","id":"tool-7","name":"refund","input":{}}],"stop_reason":"tool_use",
      "usage":{"input_tokens":9,"output_tokens":3}}
      """;
  private static final String CALL_STREAMED =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"upstream-hosted","content":[],"usage":{"input_tokens":9,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"tool-7","name":"refund","input":{}}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":3}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private Optional<LlamaServer> llama = Optional.empty();
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private Optional<Served> running = Optional.empty();

  @BeforeAll
  void start(@TempDir Path folder) {
    var server = LlamaServer.startOrSkip("--jinja");
    llama = Optional.of(server);
    hosted.says(List.of("from ", "the stand-in"));
    var labels =
        new GraderSpec.OneOf(List.of(new Template("billing"), new Template("account")), true);
    var graders =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(new GraderSpec.Weighted(labels, 1, Optional.empty())),
            OptionalDouble.empty());
    List<Check> checks = List.of(new Check.Complete(), new Check.Graders(Optional.of(graders)));
    running =
        Optional.of(
            new Served(folder)
                .checks(new AnswerChecks())
                .timeouts(new Timeouts(LONG, LONG, LONG, LONG))
                .price(Served.perMillion(0, 0))
                .model("tiny", ProviderKind.LLAMACPP, DataClass.RESTRICTED, server.root() + "/v1")
                .price(Served.perMillion(1, 0.1))
                .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
                .cascade("j", DataClass.INTERNAL, checks, CascadeRules.USUAL, "tiny", "hosted")
                .start());
  }

  @AfterAll
  void end() {
    running.ifPresent(Served::close);
    llama.ifPresent(LlamaServer::close);
    hosted.close();
  }

  private static String request(Spoken spoken, boolean stream, String text, int tokens) {
    return spoken
        .request("j", stream, text)
        .replace("_tokens\":9", "_tokens\":" + tokens)
        .replace("\"temperature\":0.5", "\"temperature\":0");
  }

  private HttpResponse<String> post(Spoken spoken, String body) throws Exception {
    return running
        .orElseThrow()
        .post(spoken.path(), body, "anthropic-version", "2023-06-01", "x-session-id", body);
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT,true",
    "CHAT,false",
    "MESSAGES,true",
    "MESSAGES,false",
    "RESPONSES,true",
    "RESPONSES,false"
  })
  void aLabelThatTheTinyModelKnowsIsKept(Spoken spoken, boolean stream) throws Exception {
    var answer = post(spoken, request(spoken, stream, KNOWN, 12));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    if (!stream) {
      assertThat(answer.body()).contains("billing");
    }
    assertThat(answer.headers().firstValue("x-metier-stage")).hasValue("first");
    assertThat(answer.headers().firstValue("x-metier-model")).hasValue("tiny");
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT,true",
    "CHAT,false",
    "MESSAGES,true",
    "MESSAGES,false",
    "RESPONSES,true",
    "RESPONSES,false"
  })
  void anAnswerThatIsCutComesFromTheStandIn(Spoken spoken, boolean stream) throws Exception {
    var answer = post(spoken, request(spoken, stream, KNOWN, 1));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(answer.body()).contains("stand-in").doesNotContain("billing");
    assertThat(answer.headers().firstValue("x-metier-check")).hasValue("failed:complete:cut");
    assertThat(answer.headers().firstValue("x-metier-model")).hasValue("hosted");
  }

  /// What was cut goes to the stand-in, which calls a tool; its result goes back to the stand-in,
  /// unchecked; and the next thing the user says is the tiny model's again.
  @ParameterizedTest
  @CsvSource({
    "CHAT,true",
    "CHAT,false",
    "MESSAGES,true",
    "MESSAGES,false",
    "RESPONSES,true",
    "RESPONSES,false"
  })
  void aConversationWithAToolGoesThroughBothModels(Spoken spoken, boolean stream) throws Exception {
    String session = spoken + " " + stream;
    String user = turn(spoken, "user", KNOWN);
    hosted.next(new VendorMishap.Verbatim(stream ? CALL_STREAMED : CALL));
    var call = said(spoken, stream, session, 1, user);
    assertThat(spoken.complete(call.body(), stream)).as(call.body()).isTrue();
    assertThat(call.body()).contains("refund");
    assertThat(header(call, "x-metier-check")).isEqualTo("failed:complete:cut");

    String used = user + "," + toolTurn(spoken);
    var result = said(spoken, stream, session, 1, used);
    assertThat(spoken.complete(result.body(), stream)).as(result.body()).isTrue();
    assertThat(header(result, "x-metier-model")).isEqualTo("hosted");
    assertThat(header(result, "x-metier-check")).as("the model is held").isEqualTo("none");
    assertThat(hosted.received().getLast().body()).contains("tool-7").contains("done");

    String next =
        used + "," + turn(spoken, "assistant", "Refunded.") + "," + turn(spoken, "user", KNOWN);
    var last = said(spoken, stream, session, 12, next);
    assertThat(spoken.complete(last.body(), stream)).as(last.body()).isTrue();
    assertThat(header(last, "x-metier-check"))
        .as("the tiny model was asked first: " + last.body())
        .matches("pass|failed:.*");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /// A request with a tool and these turns.
  private HttpResponse<String> said(
      Spoken spoken, boolean stream, String session, int tokens, String turns) throws Exception {
    String begin = "{\"model\":\"j\",\"temperature\":0,\"stream\":" + stream;
    String schema = "{\"type\":\"object\"}";
    String body =
        begin
            + switch (spoken) {
              case CHAT ->
                  ",\"max_tokens\":"
                      + tokens
                      + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"refund\","
                      + "\"parameters\":"
                      + schema
                      + "}}],\"messages\":["
                      + turns
                      + "]}";
              case MESSAGES ->
                  ",\"max_tokens\":"
                      + tokens
                      + ",\"tools\":[{\"name\":\"refund\",\"input_schema\":"
                      + schema
                      + "}],\"messages\":["
                      + turns
                      + "]}";
              case RESPONSES ->
                  ",\"max_output_tokens\":"
                      + tokens
                      + ",\"tools\":[{\"type\":\"function\",\"name\":\"refund\",\"parameters\":"
                      + schema
                      + "}],\"input\":["
                      + turns
                      + "]}";
            };
    return running
        .orElseThrow()
        .post(spoken.path(), body, "anthropic-version", "2023-06-01", "x-session-id", session);
  }

  private static String turn(Spoken spoken, String role, String text) {
    String type = spoken == Spoken.RESPONSES ? "\"type\":\"message\"," : "";
    return "{" + type + "\"role\":\"" + role + "\",\"content\":\"" + text + "\"}";
  }

  private static String toolTurn(Spoken spoken) {
    return switch (spoken) {
      case CHAT ->
          "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"tool-7\",\"type\":"
              + "\"function\",\"function\":{\"name\":\"refund\",\"arguments\":\"{}\"}}]},"
              + "{\"role\":\"tool\",\"tool_call_id\":\"tool-7\",\"content\":\"done\"}";
      case MESSAGES ->
          "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"tool-7\",\"name\":"
              + "\"refund\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
              + "\"tool_use_id\":\"tool-7\",\"content\":\"done\"}]}";
      case RESPONSES ->
          "{\"type\":\"function_call\",\"call_id\":\"tool-7\",\"name\":\"refund\",\"arguments\":"
              + "\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"tool-7\",\"output\":"
              + "\"done\"}";
    };
  }
}
