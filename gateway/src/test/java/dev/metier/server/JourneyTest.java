package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.journal.RequestRecord;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String HELLO =
      "{\"model\":\"triage\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String STREAMED = HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"");

  @TempDir private Path folder;
  private VendorServer local;
  private VendorServer cloud;
  private Served served;

  @BeforeEach
  void begin() {
    local = new VendorServer(Vendor.OPENAI);
    cloud = new VendorServer(Vendor.ANTHROPIC);
    served =
        new Served(folder)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("cloud", ProviderKind.ANTHROPIC, DataClass.INTERNAL, cloud.address())
            .job("triage", DataClass.INTERNAL, "local", "cloud")
            .job("secret", DataClass.RESTRICTED, "local")
            .job("closed", DataClass.PUBLIC);
  }

  @AfterEach
  void end() {
    served.close();
    local.close();
    cloud.close();
  }

  private static String of(String job) {
    return HELLO.replace("triage", job);
  }

  @Test
  void theSameDialectIsForwardedAsItIs() throws Exception {
    served.start();
    String body =
        "{ \"messages\" : [], \"unknown\":{\"a\":[1, 2]},\"model\":\"triage\",\"top\":1e2 }";
    HttpResponse<String> answer = served.post(CHAT, body);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-model")).contains("local");
    assertThat(answer.headers().firstValue("x-metier-job")).contains("triage");
    assertThat(local.received().getFirst().body())
        .isEqualTo(body.replace("\"triage\"", "\"upstream-local\""));
  }

  /// Local servers call a model by the path of its file.
  @Test
  void everyAnswerNamesTheJobAndNotTheServersNameOfTheModel() throws Exception {
    served.job("direct", DataClass.INTERNAL, "cloud").start();
    String chat =
        "{\"model\":\"/srv/x\",\"choices\":[{\"message\":{\"content\":\"Hi\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{}}";
    local.serves(CHAT, chat);
    assertThat(served.post(CHAT, HELLO).body()).isEqualTo(chat.replace("/srv/x", "triage"));
    String message = "{\"content\":[{\"input\":{\"model\":\"T\"}}],\"model\" : \"/srv/x\"}";
    cloud.serves(MESSAGES, message);
    assertThat(served.post(MESSAGES, of("direct")).body())
        .isEqualTo(message.replace("/srv/x", "direct"));
    String large = "{\"model\":\"/srv/x\",\"data\":[" + "1,".repeat(100_000) + "1],\"usage\":{}}";
    local.serves("/v1/embeddings", large);
    assertThat(served.post("/v1/embeddings", HELLO).body())
        .isEqualTo(large.replace("/srv/x", "triage"));
  }

  @Test
  void aStreamIsForwardedWithoutTheUsageThatOnlyWeAskedFor() throws Exception {
    served.start();
    HttpResponse<String> answer = served.post(CHAT, STREAMED);
    assertThat(answer.body()).contains("Hello ").contains("world").endsWith("data: [DONE]\n\n");
    assertThat(answer.body()).doesNotContain("prompt_tokens");
    assertThat(local.received().getFirst().body()).contains("\"include_usage\":true");
    RequestRecord record = served.record();
    assertThat(record.usage().output()).isEqualTo(2);
    assertThat(record.usage().estimated()).isFalse();
    assertThat(record.cost()).isPresent();
  }

  @Test
  void theJournalKeepsTheBeginningOfALongName() throws Exception {
    served.start();
    assertThat(served.post(CHAT, of("n".repeat(100_000))).statusCode()).isEqualTo(404);
    assertThat(served.record().asked()).hasSizeLessThan(100);
  }

  @Test
  void anotherDialectIsTranslatedBothWays() throws Exception {
    served.start();
    HttpResponse<String> whole = served.post(MESSAGES, HELLO, "anthropic-version", "2023-06-01");
    assertThat(whole.body()).contains("\"type\":\"message\"").contains("Hello world");
    HttpResponse<String> streamed = served.post(MESSAGES, STREAMED);
    assertThat(streamed.body()).contains("event: message_start").contains("event: message_stop");
    assertThat(local.received().getFirst().path()).isEqualTo("/v1/chat/completions");
  }

  @Test
  void aFailureBeforeTheFirstByteGoesOnAlongTheRoute() throws Exception {
    local.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    served.start();
    HttpResponse<String> answer = served.post(CHAT, STREAMED);
    assertThat(answer.body()).contains("Hello ").contains("[DONE]");
    assertThat(answer.headers().firstValue("x-metier-model")).contains("cloud");
    assertThat(answer.headers().firstValue("x-metier-route")).contains("fallback");
    assertThat(served.record().tries())
        .extracting(RequestRecord.Try::outcome)
        .containsExactly("server_error", "answered");
  }

  @Test
  void aStreamThatBreaksEndsInAnErrorAndNobodyElseGoesOn() throws Exception {
    local.next(new VendorMishap.ResetMidStream());
    served.start();
    HttpResponse<String> answer = served.post(CHAT, STREAMED);
    assertThat(answer.body()).contains("\"error\"").doesNotContain("[DONE]");
    assertThat(cloud.received()).isEmpty();
    assertThat(served.record().refusal()).contains("upstream_broken");
  }

  @Test
  void restrictedDataIsSentToNobodyElseWhateverFails() throws Exception {
    local.next(new VendorMishap.ConnectionRefused());
    served.start();
    for (String body : List.of(of("secret"), of("secret").replace("{", "{\"stream\":true,"))) {
      assertThat(served.post(CHAT, body).statusCode()).isGreaterThanOrEqualTo(500);
    }
    String raised = HELLO;
    assertThat(served.post(MESSAGES, raised, "x-metier-class", "confidential").statusCode())
        .isGreaterThanOrEqualTo(500);
    assertThat(cloud.acceptedConnections()).isZero();
    served.record();
    served.record();
    assertThat(served.record().skipped())
        .extracting(RequestRecord.Skipped::model)
        .contains("cloud");
  }

  @Test
  void ofAClassThatIsSentTwiceTheHigherCounts() throws Exception {
    served.start();
    String header = "x-metier-class";
    served.post(CHAT, HELLO, header, "public", header, "restricted");
    assertThat(served.record().data()).contains(DataClass.RESTRICTED);
    served.post(CHAT, HELLO, header, "restricted", header, "public");
    assertThat(served.record().data()).contains(DataClass.RESTRICTED);
    assertThat(served.post(CHAT, HELLO, header, "public", header, "nonsense").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aClassIsNeverLowered() throws Exception {
    served.start();
    served.post(CHAT, of("secret"), "x-metier-class", "public");
    assertThat(served.record().data()).contains(DataClass.RESTRICTED);
    assertThat(served.post(CHAT, HELLO, "x-metier-class", "secret-ish").statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatNobodyKnowsIsRefused() throws Exception {
    served.start();
    HttpResponse<String> unknown = served.post(CHAT, of("tirage"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("model_not_found").contains("triage, secret, closed");
    assertThat(served.post(MESSAGES, of("nope")).body()).contains("not_found_error");
    assertThat(served.post(CHAT, of("closed")).body()).contains("No model is FIT");
    assertThat(served.post("/v1/nothing", "{}").statusCode()).isEqualTo(404);
    assertThat(served.post(CHAT, "[]").statusCode()).isEqualTo(400);
    String twice = HELLO.replace("{\"model\"", "{\"model\":\"secret\",\"model\"");
    assertThat(served.post(CHAT, twice).statusCode()).isEqualTo(400);
    assertThat(local.acceptedConnections()).isZero();
  }

  @Test
  void aliasesNameTheirJob() throws Exception {
    served
        .job(
            "triage",
            DataClass.INTERNAL,
            new Serving(
                List.of("tickets"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty()),
            "local")
        .start();
    for (String name : List.of("triage", "tickets", "claude-triage")) {
      assertThat(served.post(CHAT, of(name)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatLeavesStopsTheModelInEveryPhase() throws Exception {
    served.start();
    for (VendorMishap phase :
        List.of(
            new VendorMishap.StallBeforeHeaders(),
            new VendorMishap.StallBeforeFirstToken(),
            new VendorMishap.StallMidStream())) {
      for (String body : List.of(HELLO, STREAMED)) {
        local.next(phase);
        int before = local.received().size();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
          ask(socket, body);
          assertThat(local.awaitReceived(before + 1, Duration.ofSeconds(5))).isTrue();
        }
        long left = System.nanoTime();
        assertThat(local.awaitClosed(Duration.ofSeconds(2))).as(phase.toString()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofMillis(500));
        assertThat(served.record().status()).isEqualTo(499);
      }
    }
  }

  private static void ask(Socket socket, String body) throws IOException {
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @Test
  void aKeyIsNeededOnceThereIsOne() throws Exception {
    served.key(Optional.empty(), OptionalInt.empty(), "triage").start();
    assertThat(served.post(CHAT, HELLO).statusCode()).isEqualTo(200);
    HttpResponse<String> other = served.post(CHAT, of("secret"));
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(other.body()).contains("Jobs here: triage.");
    HttpResponse<String> wrong = served.post(MESSAGES, HELLO, "x-api-key", "mk-wrong");
    assertThat(wrong.statusCode()).isEqualTo(200);
    var without =
        java.net.http.HttpRequest.newBuilder(java.net.URI.create(served.address() + CHAT))
            .header("x-api-key", "mk-wrong-and-secret")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(HELLO))
            .build();
    HttpResponse<String> refused =
        served.client().send(without, HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
    assertThat(refused.body()).contains("invalid_api_key").doesNotContain("mk-wrong");
  }

  @Test
  void budgetsHoldBeforeAndSettleAfter() throws Exception {
    served.key(Optional.of(Money.usd(0.0001)), OptionalInt.empty()).start();
    assertThat(served.post(CHAT, HELLO).statusCode()).isEqualTo(200);
    String dear = HELLO.replace("\"max_tokens\":9", "\"max_tokens\":9000");
    HttpResponse<String> refused = served.post(CHAT, dear);
    assertThat(refused.statusCode()).isEqualTo(402);
    assertThat(refused.body()).contains("insufficient_quota");
    assertThat(served.post(CHAT, HELLO).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyThatAsksTooOftenIsToldToWait() throws Exception {
    served.key(Optional.empty(), OptionalInt.of(2)).start();
    served.post(CHAT, HELLO);
    served.post(CHAT, HELLO);
    HttpResponse<String> third = served.post(MESSAGES, HELLO);
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.body()).contains("rate_limit_error");
    assertThat(third.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void equalRequestsAreAnsweredOnceWhereTheJobAllows() throws Exception {
    var hour = Optional.of(Duration.ofHours(1));
    var serving =
        new Serving(List.of(), Optional.empty(), hour, Optional.empty(), false, Optional.empty());
    served.job("triage", DataClass.INTERNAL, serving, "local").start();
    String first = served.post(CHAT, STREAMED).body();
    HttpResponse<String> again = served.post(CHAT, STREAMED);
    assertThat(again.body()).isEqualTo(first);
    assertThat(again.headers().firstValue("x-metier-cache")).contains("hit");
    assertThat(local.received()).hasSize(1);
    served.post(CHAT, STREAMED, "x-metier-class", "confidential");
    served.post(CHAT, STREAMED, "cache-control", "no-cache");
    assertThat(local.received()).hasSize(3);
  }

  @Test
  void requestsUnderWayFinishUnderThePolicyTheyBeganWith() throws Exception {
    local.next(new VendorMishap.Slow(Duration.ofMillis(300), Duration.ofMillis(100)));
    served.start();
    var pending =
        served
            .client()
            .sendAsync(served.request(CHAT, STREAMED), HttpResponse.BodyHandlers.ofString());
    assertThat(local.awaitReceived(1, Duration.ofSeconds(5))).isTrue();
    served.job("triage", DataClass.INTERNAL, "cloud");
    served.gateway().reload(served.policy());
    assertThat(served.post(CHAT, HELLO).headers().firstValue("x-metier-model")).contains("cloud");
    assertThat(pending.get().body()).contains("world").contains("[DONE]");
  }

  @Test
  void whoFindsNoFreePlaceWaitsForIt() throws Exception {
    served
        .model("one", ProviderKind.VLLM, DataClass.INTERNAL, OptionalInt.of(1), local.address())
        .job("one", DataClass.INTERNAL, "one")
        .start();
    local.next(new VendorMishap.Slow(Duration.ofMillis(300), Duration.ofMillis(10)));
    var first =
        served
            .client()
            .sendAsync(
                served.request(CHAT, STREAMED.replace("triage", "one")),
                HttpResponse.BodyHandlers.ofString());
    assertThat(local.awaitReceived(1, Duration.ofSeconds(5))).isTrue();
    HttpResponse<String> second = served.post(CHAT, of("one"));
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(200);
    var queued = List.of(served.record(), served.record());
    assertThat(queued)
        .anySatisfy(
            record -> assertThat(record.times().queued()).isGreaterThan(Duration.ofMillis(100)));
  }

  @Test
  void pagesOfOtherSitesMayNotAsk() throws Exception {
    served.start();
    assertThat(served.post(CHAT, HELLO, "origin", "https://evil.example").statusCode())
        .isEqualTo(400);
    assertThat(served.post(CHAT, HELLO, "origin", "http://localhost:3000").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatHappenedIsCountedAndToldWithoutContent() throws Exception {
    served.start();
    served.post(CHAT, HELLO);
    RequestRecord record = served.record();
    assertThat(record.model()).contains("local");
    assertThat(record.content()).isEmpty();
    assertThat(served.get("/metrics").body())
        .contains("metier_requests_total{job=\"triage\",model=\"local\"");
    assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void whatDoesNotFinishInTimeIsToldSoInItsStream() throws Exception {
    local.next(new VendorMishap.StallMidStream());
    served.drain(Duration.ofMillis(200)).start();
    var pending =
        served
            .client()
            .sendAsync(served.request(CHAT, STREAMED), HttpResponse.BodyHandlers.ofString());
    assertThat(local.awaitReceived(1, Duration.ofSeconds(5))).isTrue();
    assertThat(served.gateway().drain()).isFalse();
    assertThat(pending.get().body()).contains("\"error\"").doesNotContain("[DONE]");
    assertThat(local.awaitClosed(Duration.ofSeconds(2))).isTrue();
    assertThat(served.post(CHAT, HELLO).statusCode()).isEqualTo(503);
  }

  @Test
  void drainingWaitsForStreams() throws Exception {
    local.next(new VendorMishap.Slow(Duration.ofMillis(300), Duration.ofMillis(100)));
    served.start();
    var pending =
        served
            .client()
            .sendAsync(served.request(CHAT, STREAMED), HttpResponse.BodyHandlers.ofString());
    assertThat(local.awaitReceived(1, Duration.ofSeconds(5))).isTrue();
    assertThat(served.gateway().drain()).isTrue();
    assertThat(pending.get().body()).contains("[DONE]");
    assertThat(served.get("/readyz").statusCode()).isEqualTo(503);
  }
}
