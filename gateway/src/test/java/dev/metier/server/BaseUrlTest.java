package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of requests to an address that is not quite right.
class BaseUrlTest {
  @TempDir private Path folder;
  private VendorServer vendor;
  private Served served;

  @BeforeEach
  void begin() {
    vendor = new VendorServer(Vendor.OPENAI);
    served =
        new Served(folder)
            .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
            .job("j", DataClass.INTERNAL, "m")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    vendor.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions/",
        "/v1/v1/chat/completions",
        "//v1/chat/completions",
        "/v1//chat/completions",
        "/chat/completions",
        "/chat/completions/"
      })
  void theCommonestMistakesInABaseUrlAreUnderstood(String path) throws Exception {
    HttpResponse<String> answer = served.post(path, Spoken.CHAT.request("j", false));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/messages", "/v1/v1/messages", "/v1/messages/", "/v1/v1/v1/messages"})
  void soAreThoseOfAnthropicsClients(String path) throws Exception {
    HttpResponse<String> answer = served.post(path, Spoken.MESSAGES.request("j", false));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models/", "/v1/v1/models", "/models/", "//models"})
  void listsAreFoundToo(String path) throws Exception {
    assertThat(served.get(path).body()).contains("\"id\":\"j\"");
  }

  @Test
  void anyOtherAddressIsAnsweredWithTheRightOne() throws Exception {
    HttpResponse<String> answer = served.post("/openai/v1/chat/completions", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("base URL is " + served.address() + "/v1 for OpenAI's clients")
        .contains("unknown_path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/batches", "/v1/completions", "/v1/responses/resp_1", "/api/chat"})
  void whatIsNotOfferedSaysSo(String path) throws Exception {
    assertThat(served.post(path, "{}").body()).contains("does not offer").contains("/v1/responses");
    assertThat(served.get(path).body()).contains("does not offer");
  }

  @ParameterizedTest
  @CsvSource({"/v1/chat/completions,POST", "/v1/messages,POST", "/v1/embeddings,POST"})
  void readingWhereRequestsAreSentIsTheWrongMethod(String path, String allowed) throws Exception {
    HttpResponse<String> answer = served.get(path);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains(allowed);
  }

  @Test
  void sendingToAListIsTheWrongMethod() throws Exception {
    HttpResponse<String> answer = served.post("/v1/models", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/models", "/healthz", "/metrics", "/nothing", "/v1/messages", "/v1/models/no"})
  void everyAnswerHasAnId(String path) throws Exception {
    HttpResponse<String> answer = served.get(path, "anthropic-version", "2023-06-01");
    String id = answer.headers().firstValue("x-metier-request-id").orElseThrow();
    assertThat(answer.headers().firstValue("x-request-id")).contains(id);
    assertThat(answer.headers().firstValue("request-id")).contains(id);
    if (answer.body().contains("request_id")) {
      assertThat(answer.body()).contains("\"request_id\":\"" + id + "\"");
    }
  }

  @Test
  void anAnswerTellsItsIdAsItsProtocolDoes() throws Exception {
    var messages = served.post("/v1/messages", Spoken.MESSAGES.request("j", false));
    assertThat(messages.headers().firstValue("request-id"))
        .isEqualTo(messages.headers().firstValue("x-metier-request-id"))
        .isPresent();
    assertThat(messages.headers().firstValue("x-request-id")).isEmpty();
    var chat = served.post("/v1/chat/completions", Spoken.CHAT.request("j", false));
    assertThat(chat.headers().firstValue("x-request-id"))
        .isEqualTo(chat.headers().firstValue("x-metier-request-id"))
        .isPresent();
    assertThat(chat.headers().firstValue("request-id")).isEmpty();
  }

  @Test
  void aPackingThatIsNotReadIsAnsweredWithThoseThatAre() throws Exception {
    HttpResponse<String> answer =
        served.post(
            "/v1/chat/completions", Spoken.CHAT.request("j", false), "content-encoding", "br");
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("`br`").contains("gzip").contains("zstd");
    assertThat(answer.headers().firstValue("accept-encoding"))
        .hasValueSatisfying(list -> assertThat(list).contains("gzip"));
  }

  /// Whoever asks first whether a body is wanted does not send one that is too large.
  @ParameterizedTest
  @CsvSource({"999999999,413", "2,100"})
  void aBodyIsOnlyAskedForWhereItMayCome(String length, String status) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      socket.setSoTimeout(10_000);
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\n"
              + "content-length: "
              + length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      assertThat(new BufferedReader(in).readLine()).startsWith("HTTP/1.1 " + status);
    }
  }
}
