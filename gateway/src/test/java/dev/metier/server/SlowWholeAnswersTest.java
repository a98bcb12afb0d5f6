package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that are not streamed come all at once: a model that was found FIT by its stream must
/// not be cut off because a client wants the whole.
class SlowWholeAnswersTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private VendorServer vendor;
  private Served served;

  @BeforeEach
  void begin() {
    vendor = new VendorServer(Vendor.OPENAI);
    served =
        new Served(folder)
            .timeouts(new Timeouts(LONG, SHORT, SHORT, LONG))
            .model("model", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
            .job("job", DataClass.INTERNAL, "model")
            .start();
    vendor.next(new VendorMishap.Slow(Duration.ofMillis(900), Duration.ZERO));
  }

  @AfterEach
  void end() {
    served.close();
    vendor.close();
  }

  private HttpResponse<String> ask(String path, String more) throws Exception {
    return served.post(
        path,
        "{\"model\":\"job\",\"max_tokens\":9,"
            + more
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @Test
  void aForwardedWholeAnswerMayTakeLongerThanAFirstToken() throws Exception {
    HttpResponse<String> answer = ask("/v1/chat/completions", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Hello world");
    assertThat(vendor.received()).hasSize(1);
  }

  @Test
  void aTranslatedWholeAnswerMayTakeLongerThanAFirstToken() throws Exception {
    HttpResponse<String> answer = ask("/v1/messages", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Hello world");
  }

  @Test
  void aStreamMustBeginInTime() throws Exception {
    assertThat(ask("/v1/chat/completions", "\"stream\":true,").body())
        .contains("upstream_timeout", "no first token after 300 ms");
  }
}
