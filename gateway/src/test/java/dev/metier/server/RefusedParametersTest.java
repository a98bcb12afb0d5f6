package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a request whose parameter a model's server refuses.
class RefusedParametersTest {
  private static final String DROPPED = "x-metier-dropped";

  @TempDir private Path folder;
  private VendorServer local;
  private VendorServer claude;
  private Served served;

  @BeforeEach
  void begin() {
    local = new VendorServer(Vendor.OPENAI);
    claude = new VendorServer(Vendor.ANTHROPIC);
    served =
        new Served(folder)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model(
                "claude-opus-4-5", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, claude.address())
            .job("local-job", DataClass.INTERNAL, "local")
            .job("claude-job", DataClass.INTERNAL, "claude-opus-4-5")
            .job("both", DataClass.INTERNAL, "local", "claude-opus-4-5")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    local.close();
    claude.close();
  }

  private HttpResponse<String> chat(String job, String more) throws Exception {
    return served.post(
        "/v1/chat/completions",
        "{\"model\":\""
            + job
            + "\","
            + more
            + "\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  private static List<Boolean> sent(VendorServer server, String field) {
    return server.received().stream()
        .map(received -> received.body().contains('"' + field + "\":"))
        .toList();
  }

  private static void refuses(VendorServer server, String sentence) {
    server.next(
        new VendorMishap.TooLong(
            400,
            "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + sentence + "\"}}"));
  }

  @Test
  void aRefusedParameterIsLeftOutAndToldAndRememberedForAllProtocols() throws Exception {
    for (VendorServer server : List.of(local, claude)) {
      String job = server.equals(local) ? "local-job" : "claude-job";
      refuses(server, "`temperature` is deprecated for this model.");
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer = chat(job, "\"temperature\":0.5,");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue(DROPPED)).contains("temperature");
      }
      assertThat(sent(server, "temperature")).containsExactly(true, false, false);
    }
  }

  @Test
  void severalRefusedParametersAreLeftOutOneByOne() throws Exception {
    refuses(local, "Unsupported parameter: 'seed' is not supported with this model.");
    refuses(local, "Unsupported parameter: 'top_p' is not supported with this model.");
    HttpResponse<String> answer = chat("local-job", "\"seed\":1,\"top_p\":0.5,");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(DROPPED)).contains("seed,top_p");
    assertThat(local.received()).hasSize(3);
  }

  @Test
  void aStreamLeavesOutWhatIsRefusedToo() throws Exception {
    refuses(claude, "`top_p` is deprecated for this model.");
    HttpResponse<String> answer = chat("claude-job", "\"stream\":true,\"top_p\":0.5,");
    assertThat(answer.body()).contains("Hello ").contains("[DONE]");
    assertThat(answer.headers().firstValue(DROPPED)).contains("top_p");
  }

  /// Another client sends it beside other parameters, or with another value.
  @Test
  void whatIsRefusedOnlyBesideSomethingElseIsSentAgain() throws Exception {
    refuses(claude, "`temperature` may only be set to 1 when thinking is enabled.");
    assertThat(chat("claude-job", "\"temperature\":0.5,").statusCode()).isEqualTo(200);
    HttpResponse<String> answer = chat("claude-job", "\"temperature\":0.5,");
    assertThat(answer.headers().firstValue(DROPPED)).isEmpty();
    assertThat(sent(claude, "temperature")).containsExactly(true, false, true);
  }

  /// One client's odd request must not change what others may send.
  @Test
  void nothingIsRememberedWhenLeavingItOutDidNotHelp() throws Exception {
    refuses(local, "Unsupported parameter: 'seed' is not supported with this model.");
    refuses(local, "That makes no sense.");
    assertThat(chat("local-job", "\"seed\":1,").statusCode()).isEqualTo(400);
    assertThat(chat("local-job", "\"seed\":1,").statusCode()).isEqualTo(200);
    assertThat(sent(local, "seed")).containsExactly(true, false, true);
  }

  @Test
  void aRefusalOfWhatWasNotSentIsTheClientsToRead() throws Exception {
    refuses(local, "Unsupported parameter: 'seed' is not supported with this model.");
    HttpResponse<String> answer = chat("local-job", "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'seed' is not supported");
    assertThat(local.received()).hasSize(1);
  }

  @Test
  void aRefusedLimitIsSentByItsOtherName() throws Exception {
    refuses(local, "Unsupported parameter: 'max_tokens' is not supported with this model.");
    HttpResponse<String> answer = chat("local-job", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(DROPPED)).isEmpty();
    assertThat(local.received().getLast().body())
        .contains("\"max_completion_tokens\":99")
        .doesNotContain("max_tokens\":");
  }

  @Test
  void onlyWhatTheModelThatAnsweredDidNotHearOfIsTold() throws Exception {
    local.next(new VendorMishap.Status(503), new VendorMishap.Status(503));
    HttpResponse<String> answer =
        served.post(
            "/v1/messages",
            "{\"model\":\"both\",\"max_tokens\":9,\"context_management\":{\"edits\":[]},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-model")).contains("claude-opus-4-5");
    assertThat(answer.headers().firstValue(DROPPED)).isEmpty();
  }
}
