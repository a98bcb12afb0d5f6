package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
      assertThat(answer.body()).contains(SENTENCE, "It begins anew at 00:00 UTC.");
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

  /// Codex connects again and again on 402.
  @Test
  void responsesClientsGet429WithTheCodeOnWhichTheyEnd() throws Exception {
    HttpResponse<String> answer =
        refused("/v1/responses", "{\"model\":\"triage\",\"stream\":true,\"input\":\"Hi\"}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("\"code\":\"insufficient_quota\"");
  }
}
