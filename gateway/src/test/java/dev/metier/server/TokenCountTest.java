package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.journal.RequestRecord;
import dev.metier.testing.LlamaServer;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server's own tokenizer counts where there is one (E4).
class TokenCountTest {
  private static final String COUNT = "/v1/messages/count_tokens";
  private static final String ASKED =
      "{\"model\":\"triage\",\"system\":\"Be brief.\","
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi \\\"you\\\"\"}]}";

  /// Three frames: the request's own, and one for each message.
  private static final int FRAMES = 12;

  @TempDir private Path folder;
  private VendorServer local;
  private VendorServer second;
  private Served served;

  @BeforeEach
  void begin() {
    local = new VendorServer(Vendor.OPENAI);
    second = new VendorServer(Vendor.OPENAI);
    served = new Served(folder);
  }

  @AfterEach
  void end() {
    served.close();
    local.close();
    second.close();
  }

  private long counted(String... headers) throws Exception {
    HttpResponse<String> answer = served.post(COUNT, ASKED, headers);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.value(answer.body()).path("input_tokens").asLong();
  }

  private void serve(ProviderKind kind) {
    served
        .model("local", kind, DataClass.RESTRICTED, local.address())
        .job("triage", DataClass.INTERNAL, "local")
        .start();
  }

  private static List<String> outcomes(RequestRecord record) {
    return record.tries().stream().map(RequestRecord.Try::outcome).toList();
  }

  @Test
  void aServerThatCannotCountStillAnswers() throws Exception {
    try (var vendor = new VendorServer(Vendor.ANTHROPIC)) {
      vendor.serves(COUNT, "{\"type\":\"message\",\"content\":[]}");
      served
          .model("local", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, vendor.address())
          .job("triage", DataClass.INTERNAL, "local")
          .start();
      for (int i = 0; i < 6; i++) {
        assertThat(served.post(COUNT, ASKED).body()).contains("input_tokens");
      }
      var answer =
          served.post("/v1/messages", ASKED.replace("{\"model", "{\"max_tokens\":9,\"model"));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  void vllmIsAskedInItsWords() throws Exception {
    local.serves("/tokenize", "{\"count\":5,\"max_model_len\":4096,\"tokens\":[1,2,3,4,5]}");
    serve(ProviderKind.VLLM);
    assertThat(counted()).isEqualTo(5 + FRAMES);
    assertThat(local.received()).hasSize(1);
    assertThat(local.received().getFirst().body())
        .isEqualTo(
            "{\"model\":\"upstream-local\",\"add_special_tokens\":false,"
                + "\"prompt\":\"Be brief.\\nHi \\\"you\\\"\"}");
    RequestRecord record = served.record();
    assertThat(outcomes(record)).containsExactly("answered");
    assertThat(record.model()).contains("local");
    assertThat(record.cost()).isEmpty();
  }

  @Test
  void googleCountsTheWholeRequest() throws Exception {
    String path = "/v1beta/models/upstream-local:countTokens";
    try (var google = new VendorServer(Vendor.GOOGLE)) {
      google.serves(path, "{\"totalTokens\":31}");
      served
          .model("local", ProviderKind.GOOGLE, DataClass.RESTRICTED, google.address())
          .job("triage", DataClass.INTERNAL, "local")
          .start();
      assertThat(counted()).isEqualTo(31);
      assertThat(google.received().getFirst().path()).isEqualTo(path);
      assertThat(google.received().getFirst().body())
          .contains("Be brief.", "generateContentRequest");
      assertThat(served.record().model()).contains("local");
    }
  }

  @Test
  void llamaCppIsAskedInItsWords() throws Exception {
    local.serves("/tokenize", "{\"tokens\":[1,2,3]}");
    serve(ProviderKind.LLAMACPP);
    assertThat(counted()).isEqualTo(3 + FRAMES);
    assertThat(local.received().getFirst().body())
        .isEqualTo("{\"model\":\"upstream-local\",\"content\":\"Be brief.\\nHi \\\"you\\\"\"}");
  }

  /// The journal tells why it was estimated; the server is not asked again at once.
  @Test
  void aServerThatDoesNotTellIsLeftAlone() throws Exception {
    local.next(new VendorMishap.Status(404));
    serve(ProviderKind.VLLM);
    assertThat(counted()).isBetween(FRAMES + 4L, FRAMES + 12L);
    RequestRecord first = served.record();
    assertThat(outcomes(first)).containsExactly("not_found");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.refusal()).isEmpty();
    assertThat(counted()).isPositive();
    assertThat(served.record().tries()).isEmpty();
    assertThat(local.received()).hasSize(1);
  }

  @Test
  void whatIsNoCountIsEstimated() throws Exception {
    local.serves("/tokenize", "{\"tokens\":\"many\"}");
    serve(ProviderKind.LLAMACPP);
    assertThat(counted()).isBetween(FRAMES + 4L, FRAMES + 12L);
    assertThat(outcomes(served.record())).containsExactly("malformed");
  }

  @Test
  void aSilentServerCostsTwoSecondsOnce() throws Exception {
    local.next(new VendorMishap.StallBeforeHeaders());
    serve(ProviderKind.VLLM);
    assertThat(counted()).isPositive();
    RequestRecord record = served.record();
    assertThat(outcomes(record)).containsExactly("total_timeout");
    assertThat(record.times().total()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(local.awaitClosed(Duration.ofSeconds(2))).isTrue();
    assertThat(counted()).isPositive();
    assertThat(served.record().times().total()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aServerThatMayNotReadItIsNotAsked() throws Exception {
    local.serves("/tokenize", "{\"tokens\":[1]}");
    second.serves("/tokenize", "{\"tokens\":[1,2]}");
    served
        .model("local", ProviderKind.VLLM, DataClass.INTERNAL, local.address())
        .model("second", ProviderKind.VLLM, DataClass.RESTRICTED, second.address())
        .job("triage", DataClass.INTERNAL, "local", "second")
        .start();
    assertThat(counted("x-metier-class", "restricted")).isEqualTo(2 + FRAMES);
    assertThat(local.acceptedConnections()).isZero();
    assertThat(counted()).isEqualTo(1 + FRAMES);
  }

  @Test
  void aClientThatLeavesEndsTheQuestion() throws Exception {
    local.next(new VendorMishap.StallBeforeHeaders());
    serve(ProviderKind.VLLM);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      String head =
          "POST %s HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
              .formatted(COUNT, ASKED.length());
      socket.getOutputStream().write((head + ASKED).getBytes(StandardCharsets.US_ASCII));
      assertThat(local.awaitReceived(1, Duration.ofSeconds(5))).isTrue();
    }
    assertThat(local.awaitClosed(Duration.ofSeconds(1))).isTrue();
    assertThat(served.record().refusal()).contains("client_gone");
  }

  @Test
  void aRealServerCountsAsItReads() throws Exception {
    try (var llama = LlamaServer.startOrSkip()) {
      served
          .model("local", ProviderKind.LLAMACPP, DataClass.RESTRICTED, llama.root() + "/v1")
          .job("triage", DataClass.INTERNAL, "local")
          .start();
      long counted = counted();
      assertThat(outcomes(served.record())).containsExactly("answered");
      String body = ASKED.replace("{\"model\"", "{\"max_tokens\":1,\"model\"");
      HttpResponse<String> answer = served.post("/v1/messages", body);
      long read = Json.value(answer.body()).at("/usage/input_tokens").asLong();
      // the model's own frame around two short messages is not known to us
      assertThat(counted).isBetween(read - 15, read + 15);
    }
  }
}
