package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One client's mistake is its own: what its requests bring about, others do not feel.
class BlameTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String COUNT = "/v1/messages/count_tokens";
  private static final VendorMishap NO_IMAGES =
      new VendorMishap.TooLong(
          500,
          "{\"error\":{\"code\":500,\"type\":\"server_error\",\"message\":\"image input is not"
              + " supported - hint: if this is unexpected, you may need to provide the mmproj\"}}");

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
            .model("local", ProviderKind.LLAMACPP, DataClass.RESTRICTED, local.address())
            .model("claude", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, claude.address())
            .job("alone", DataClass.INTERNAL, "local")
            .job("both", DataClass.INTERNAL, "local", "claude")
            .job("counted", DataClass.INTERNAL, "claude")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    local.close();
    claude.close();
  }

  private HttpResponse<String> chat(String job, String text) throws Exception {
    return served.post(
        CHAT,
        "{\"model\":\""
            + job
            + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\""
            + text
            + "\"}]}");
  }

  private void errors(VendorServer server, int times) {
    for (int i = 0; i < times; i++) {
      server.next(new VendorMishap.Status(500));
    }
  }

  @Test
  void aServerThatSaysWhyItFailsIsAskedOnceAndTheClientIsToldWhy() throws Exception {
    local.next(NO_IMAGES);
    HttpResponse<String> answer = chat("alone", "picture");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("image input is not supported");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    assertThat(local.received()).hasSize(1);
  }

  @Test
  void whatOneServerCannotDoTheNextOneMay() throws Exception {
    local.next(NO_IMAGES);
    HttpResponse<String> answer = chat("both", "picture");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-model")).contains("claude");
    assertThat(local.received()).hasSize(1);
  }

  @Test
  void oneRequestThatAlwaysFailsTakesTheModelFromNobody() throws Exception {
    errors(local, 20);
    for (int i = 0; i < 10; i++) {
      assertThat(chat("alone", "poison").statusCode()).isEqualTo(502);
    }
    assertThat(chat("both", "Hi").headers().firstValue("x-metier-model")).contains("local");
  }

  @Test
  void theLastServerOfAJobIsAskedWhateverErrorsItGave() throws Exception {
    errors(local, 20);
    for (int i = 0; i < 10; i++) {
      assertThat(chat("alone", "request " + i).statusCode()).isEqualTo(502);
    }
    assertThat(local.received()).hasSizeGreaterThan(15);
    assertThat(chat("alone", "Hi").statusCode()).isEqualTo(200);
  }

  @Test
  void errorsOfDifferentRequestsSendJobsToTheirOtherModel() throws Exception {
    errors(local, 10);
    for (int i = 0; i < 5; i++) {
      chat("alone", "request " + i);
    }
    int asked = local.received().size();
    HttpResponse<String> answer = chat("both", "Hi");
    assertThat(answer.headers().firstValue("x-metier-model")).contains("claude");
    assertThat(local.received()).hasSize(asked);
  }

  @Test
  void whoIsAloneAndDoesNotAnswerRestsAsLongAsIsTold() throws Exception {
    for (int i = 0; i < 10; i++) {
      local.next(new VendorMishap.ResetBeforeHeaders());
    }
    for (int i = 0; i < 5; i++) {
      chat("alone", "request " + i);
    }
    HttpResponse<String> answer = chat("alone", "Hi");
    assertThat(answer.statusCode()).isEqualTo(503);
    String wait = answer.headers().firstValue("retry-after").orElseThrow();
    assertThat(Integer.parseInt(wait)).isBetween(8, 10);
    assertThat(answer.body()).contains("asked again in " + wait + " s");
  }

  /// With another model at hand nobody waits for a second try.
  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 529})
  void aFailureWithAnotherModelAtHandIsNotRepeated(int status) throws Exception {
    local.next(
        status == 429
            ? new VendorMishap.RateLimited("retry-after", "1")
            : new VendorMishap.Status(status));
    assertThat(chat("both", "Hi").headers().firstValue("x-metier-model")).contains("claude");
    assertThat(local.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 429, 500, 503})
  void aCountThatTheServerRefusesIsEstimated(int status) throws Exception {
    for (int i = 0; i < 12; i++) {
      claude.next(new VendorMishap.Status(status));
    }
    for (int i = 0; i < 6; i++) {
      HttpResponse<String> count =
          served.post(
              COUNT,
              "{\"model\":\"counted\",\"messages\":[{\"role\":\"user\",\"content\":\""
                  + i
                  + "\"}]}",
              "anthropic-version",
              "2023-06-01");
      assertThat(count.statusCode()).as(count.body()).isEqualTo(200);
      assertThat(count.body()).contains("\"input_tokens\":");
    }
  }

  @Test
  void countsThatNobodyUnderstandsTakeChatFromNobody() throws Exception {
    for (int i = 0; i < 12; i++) {
      claude.next(new VendorMishap.HtmlPage(200));
    }
    for (int i = 0; i < 6; i++) {
      served.post(
          COUNT,
          "{\"model\":\"counted\",\"messages\":[{\"role\":\"user\",\"content\":\"" + i + "\"}]}");
    }
    while (claude.received().size() < 12) {
      chat("counted", "Hi");
    }
    assertThat(chat("counted", "Hi").statusCode()).isEqualTo(200);
  }

  @Test
  void embeddingsThatAServerLacksTakeChatFromNobody() throws Exception {
    errors(local, 20);
    for (int i = 0; i < 10; i++) {
      served.post("/v1/embeddings", "{\"model\":\"both\",\"input\":\"" + i + "\"}");
    }
    while (local.received().size() < 20) {
      chat("alone", "Hi");
    }
    assertThat(chat("both", "Hi").headers().firstValue("x-metier-model")).contains("local");
  }
}
