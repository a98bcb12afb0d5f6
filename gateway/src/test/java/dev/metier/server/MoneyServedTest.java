package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.journal.RequestRecord;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Budgets hold whatever clients do, and no request is refused for money that it does not need.
class MoneyServedTest {
  private static final int STREAMS = 40;
  private static final int EVENTS = 60;
  private static final String WORDS = "four times ten letters and blanks, once ";
  private static final String CHAT =
      "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TempDir private Path folder;
  private VendorServer openai;
  private VendorServer anthropic;
  private VendorServer local;
  private Served served;

  @BeforeEach
  void begin() {
    openai = new VendorServer(Vendor.OPENAI);
    anthropic = new VendorServer(Vendor.ANTHROPIC);
    local = new VendorServer(Vendor.OPENAI);
    served =
        new Served(folder)
            .model("o", ProviderKind.OPENAI, DataClass.RESTRICTED, openai.address())
            .model("a", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, anthropic.address())
            .freeModel("free", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .job("chat", DataClass.INTERNAL, budget(0.01), "o")
            .job("claude", DataClass.INTERNAL, budget(1), "a")
            .job("hybrid", DataClass.INTERNAL, budget(0.000_001), "free", "a")
            .job("reverse", DataClass.INTERNAL, budget(0.000_001), "a", "free")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    List.of(openai, anthropic, local).forEach(VendorServer::close);
  }

  private static Serving budget(double perDay) {
    return new Serving(
        List.of(),
        Optional.of(Money.usd(perDay)),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private HttpResponse<String> chat(String job, String fields) throws Exception {
    return served.post("/v1/chat/completions", CHAT.formatted(job, fields));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"max_tokens\":1e5,",
        "\"max_tokens\":100000.0,",
        "\"max_tokens\":99999999999999999999,",
        "\"n\":128,\"max_tokens\":100,",
        "\"n\":1e2,\"max_completion_tokens\":200,",
        "\"max_tokens\":-1,",
        "\"max_tokens\":10,\"n_predict\":100000,"
      })
  void theMostThatARequestCanCostIsHeldHoweverItIsWritten(String fields) throws Exception {
    HttpResponse<String> answer = chat("chat", fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(402);
    assertThat(openai.received()).isEmpty();
  }

  @Test
  void whoNamesALimitIsAnsweredAndWhoDoesNotIsToldOfIt() throws Exception {
    assertThat(chat("chat", "\"n\":2,\"max_tokens\":100,").statusCode()).isEqualTo(200);
    assertThat(chat("chat", "").body()).contains("A request with a limit such as max_tokens");
    assertThat(chat("chat", "\"max_tokens\":\"100\",").statusCode()).isEqualTo(400);
    assertThat(chat("chat", "\"max_tokens\":1.5,").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "reverse"})
  void aModelThatCostsNothingIsAskedThoughTheMoneyForTheOtherIsSpent(String job) throws Exception {
    HttpResponse<String> answer = chat(job, "\"max_tokens\":32000,");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-model")).contains("free");
    assertThat(anthropic.received()).isEmpty();
  }

  @Test
  void theFallbackIsNotAskedOnceItsMoneyIsSpent() throws Exception {
    local.next(new VendorMishap.Status(404));
    HttpResponse<String> answer = chat("hybrid", "\"max_tokens\":32000,");
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(anthropic.received()).isEmpty();
    assertThat(served.record().skipped())
        .anySatisfy(skipped -> assertThat(skipped.why()).contains("budget"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"stream_options\":{\"include_usage\":false,\"include_obfuscation\":true},",
        "\"stream_options\":{\"include_obfuscation\":true},",
        "\"stream_options\":null,"
      })
  void theUsageIsAlwaysAskedForAndToldToNobodyWhoDidNot(String options) throws Exception {
    HttpResponse<String> answer = chat("chat", "\"max_tokens\":9,\"stream\":true," + options);
    assertThat(answer.body()).doesNotContain("\"usage\"").contains("[DONE]");
    String sent = openai.received().getFirst().body();
    assertThat(sent).contains("\"include_usage\":true");
    assertThat(sent.contains("include_obfuscation")).isEqualTo(options.contains("obfuscation"));
    assertThat(served.record().usage()).isEqualTo(new Usage(7, 0, 2, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
  void streamsThatClientsCancelCostWhatWasDelivered(String path) throws Exception {
    anthropic.says(List.of(WORDS));
    anthropic.next(
        Collections.nCopies(STREAMS, new VendorMishap.SlowDrip(Duration.ofMillis(1)))
            .toArray(VendorMishap[]::new));
    long characters = 0;
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Long> client = () -> cancelled(path);
      for (Future<Long> each : clients.invokeAll(Collections.nCopies(STREAMS, client))) {
        characters += each.get();
      }
    }
    long told = 0;
    for (RequestRecord record : served.records(STREAMS)) {
      assertThat(record.status()).isEqualTo(499);
      told += record.usage().output();
    }
    // some more was on its way to clients that had left
    assertThat((double) told).isGreaterThan(0.9 * characters / 4);
  }

  /// Reads some pieces of a stream and leaves; how many characters came.
  private long cancelled(String path) throws Exception {
    var request =
        served.request(path, CHAT.formatted("claude", "\"stream\":true,\"max_tokens\":9999,"));
    var answer = served.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    int came = 0;
    try (var body =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = body.readLine(); line != null && came < EVENTS; line = body.readLine()) {
        came += line.contains(WORDS) ? 1 : 0;
      }
    }
    return (long) came * WORDS.length();
  }

  @Test
  void aWholeAnswerThatNobodyWaitedForIsNotFree() throws Exception {
    openai.next(new VendorMishap.SlowDrip(Duration.ofMillis(20)));
    var request =
        served.request("/v1/chat/completions", CHAT.formatted("chat", "\"max_tokens\":500,"));
    var answer = served.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    openai.awaitReceived(2, Duration.ofMillis(400));
    answer.cancel(true);
    Usage used = served.record().usage();
    assertThat(used.output()).isBetween(10L, 500L);
    assertThat(used.estimated()).isTrue();
  }

  @Test
  void whatATryCostThatCameToNothingCountsToo() throws Exception {
    anthropic.next(new VendorMishap.StallBeforeFirstToken());
    HttpResponse<String> answer =
        served.post("/v1/messages", CHAT.formatted("claude", "\"stream\":true,\"max_tokens\":9,"));
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(200);
    assertThat(served.record().cost())
        .hasValueSatisfying(cost -> assertThat(cost).isGreaterThanOrEqualTo(Money.usd(0.000_007)));
  }

  @Test
  void moreThanWasAllowedAndCameIsNotBelieved() throws Exception {
    openai.next(new VendorMishap.UsageTold("1000000"));
    assertThat(chat("chat", "\"max_tokens\":9,").statusCode()).isEqualTo(200);
    assertThat(served.record().usage().output()).isBetween(1L, 100L);
  }

  @Test
  void aRequestThatIsRefusedForItsRateIsNotLookedThrough() throws Exception {
    try (var limited =
        new Served(folder.resolve("limited"))
            .model("o", ProviderKind.OPENAI, DataClass.PUBLIC, openai.address())
            .job(
                "chat",
                DataClass.PUBLIC,
                new Serving(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(DataClass.RESTRICTED),
                    false,
                    Optional.empty()),
                "o")
            .key(Optional.empty(), OptionalInt.of(1))
            .start()) {
      String card = CHAT.formatted("chat", "\"user\":\"4111 1111 1111 1111\",");
      assertThat(limited.post("/v1/chat/completions", card).statusCode()).isEqualTo(400);
      assertThat(limited.post("/v1/chat/completions", card).statusCode()).isEqualTo(429);
    }
  }
}
