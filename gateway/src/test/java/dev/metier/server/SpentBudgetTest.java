package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each protocol's clients are told when a budget is spent: agents must end, not wait.
class SpentBudgetTest {
  private static final String SENTENCE =
      "The budget of key alice does not hold this request today: $0.000001 a day, ";

  @TempDir private Path folder;

  private HttpResponse<String> refused(String path, String body) throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
                .job("triage", DataClass.INTERNAL, "local")
                .key(Optional.of(Money.usd(0.000_001)), OptionalInt.empty())
                .start()) {
      HttpResponse<String> answer = served.post(path, body);
      // no day's budget holds it
      assertThat(answer.body()).contains(SENTENCE).doesNotContain("anew");
      assertThat(answer.headers().firstValue("retry-after")).isEmpty();
      assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
      assertThat(served.record().refusal()).contains("budget_spent");
      assertThat(vendor.received()).isEmpty();
      return answer;
    }
  }

  private static String asked(boolean stream) {
    return "{\"model\":\"triage\",\"stream\":%b,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(stream);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void chatClientsGet402AndNoTimeToWaitFor(boolean stream) throws Exception {
    HttpResponse<String> answer = refused("/v1/chat/completions", asked(stream));
    assertThat(answer.statusCode()).isEqualTo(402);
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    assertThat(answer.body()).contains("\"code\":\"insufficient_quota\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messagesClientsGet402AndNoTimeToWaitFor(boolean stream) throws Exception {
    HttpResponse<String> answer = refused("/v1/messages", asked(stream));
    assertThat(answer.statusCode()).isEqualTo(402);
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    assertThat(answer.body()).contains("\"type\":\"billing_error\"");
  }

  /// A whole day's budget holds one request; of the first one nothing is told yet.
  @Test
  void moneyThatOthersHoldIsWaitedFor() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
                .job("triage", DataClass.INTERNAL, "local")
                .key(Optional.of(Money.usd(0.000_2)), OptionalInt.empty())
                .start()) {
      vendor.next(new VendorMishap.StallBeforeFirstToken());
      var first =
          served
              .client()
              .sendAsync(
                  served.request("/v1/chat/completions", limited(100)),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(vendor.awaitReceived(1, Duration.ofSeconds(10))).isTrue();
      HttpResponse<String> second = served.post("/v1/chat/completions", limited(100));
      assertThat(second.statusCode()).as(second.body()).isEqualTo(429);
      assertThat(second.body()).contains("is held by requests under way");
      assertThat(second.headers().firstValue("retry-after")).contains("2");
      first.cancel(true);
    }
  }

  private static String limited(int tokens) {
    return asked(true).replace("{\"model\"", "{\"max_tokens\":" + tokens + ",\"model\"");
  }

  @Test
  void whatIsSpentIsWaitedForUntilTheDayEnds() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
                .job("triage", DataClass.INTERNAL, "local")
                .key(Optional.of(Money.usd(0.000_2)), OptionalInt.empty())
                .start()) {
      vendor.next(new VendorMishap.UsageTold("150"));
      assertThat(served.post("/v1/chat/completions", limited(100)).statusCode()).isEqualTo(200);
      String responses =
          "{\"model\":\"triage\",\"max_output_tokens\":100,\"input\":\"Hi\",\"stream\":true}";
      HttpResponse<String> second = served.post("/v1/responses", responses);
      assertThat(second.body()).contains("It begins anew at 00:00 UTC.");
      long day = Duration.ofDays(1).toSeconds();
      long left = day - Math.floorMod(Instant.now().getEpochSecond(), day);
      assertThat(second.headers().firstValueAsLong("retry-after").orElse(0))
          .isBetween(left - 60, left + 60);
    }
  }

  /// Codex connects again and again on 402.
  @Test
  void responsesClientsGet429WithTheCodeOnWhichTheyEnd() throws Exception {
    HttpResponse<String> answer =
        refused("/v1/responses", "{\"model\":\"triage\",\"stream\":true,\"input\":\"Hi\"}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("\"code\":\"insufficient_quota\"");
  }
}
