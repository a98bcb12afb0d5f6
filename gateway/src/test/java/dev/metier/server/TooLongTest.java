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

/// What becomes of prompts that are longer than their model takes, or leave no room for the answer
/// that is wanted.
class TooLongTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String VLLM =
      "This model's maximum context length is 128000 tokens. However, you requested 65535 output"
          + " tokens and your prompt contains at least 62466 input tokens, for a total of at least"
          + " 128001 tokens.";
  private static final String SGLANG =
      "Requested token count exceeds the model's maximum context length of 32768 tokens. You"
          + " requested a total of 33500 tokens: 1500 tokens from the input messages and 32000"
          + " tokens for the completion.";

  @TempDir private Path folder;
  private VendorServer local;
  private VendorServer ollama;
  private VendorServer large;
  private Served served;

  @BeforeEach
  void begin() {
    local = new VendorServer(Vendor.OPENAI);
    ollama = new VendorServer(Vendor.OLLAMA);
    large = new VendorServer(Vendor.ANTHROPIC);
    served =
        new Served(folder)
            .model("untold", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("plain-ollama", ProviderKind.OLLAMA, DataClass.RESTRICTED, ollama.address())
            .model("large", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, large.address())
            .window(4096)
            .model("small", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("ollama", ProviderKind.OLLAMA, DataClass.RESTRICTED, ollama.address())
            .job("untold", DataClass.INTERNAL, "untold")
            .job("plain-ollama", DataClass.INTERNAL, "plain-ollama")
            .job("cut-or-large", DataClass.INTERNAL, "plain-ollama", "large")
            .job("small", DataClass.INTERNAL, "small")
            .job("ollama", DataClass.INTERNAL, "ollama")
            .job("both", DataClass.INTERNAL, "small", "large")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    local.close();
    ollama.close();
    large.close();
  }

  private HttpResponse<String> ask(String path, String job, String limit, int words)
      throws Exception {
    return served.post(
        path,
        "{\"model\":\""
            + job
            + "\","
            + limit
            + "\"messages\":[{\"role\":\"user\",\"content\":\""
            + "word ".repeat(words)
            + "\"}]}");
  }

  private static void refuses(VendorServer server, int status, String sentence) {
    server.next(
        new VendorMishap.TooLong(
            status,
            "{\"error\":{\"type\":\"BadRequestError\",\"code\":"
                + status
                + ",\"message\":\""
                + sentence
                + "\"}}"));
  }

  @Test
  void anAnswerThatHasNoRoomIsAskedForOnceMoreAsLongAsThereIs() throws Exception {
    refuses(local, 400, SGLANG);
    HttpResponse<String> answer = ask(CHAT, "untold", "\"max_tokens\":32000,", 1);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-dropped")).contains("max_tokens");
    assertThat(local.received().getLast().body()).contains("\"max_tokens\":31268");
  }

  @Test
  void whatHasNoRoomNowEitherIsToldApartFromThePrompt() throws Exception {
    refuses(local, 400, SGLANG);
    refuses(local, 400, SGLANG);
    assertThat(ask(CHAT, "untold", "\"max_tokens\":32000,", 1).body())
        .contains("maximum context length is 32768 tokens")
        .contains("33500 tokens (1500 in the messages, 32000 in the completion)")
        .contains("context_length_exceeded");
    assertThat(local.received()).hasSize(2);
    refuses(local, 400, SGLANG);
    refuses(local, 400, SGLANG);
    assertThat(ask(MESSAGES, "untold", "\"max_tokens\":32000,", 1).body())
        .contains("input length and `max_tokens` exceed context limit: 1500 + 32000 > 32768");
  }

  /// vLLM stops counting at the window, and tells "at least".
  @Test
  void aFigureThatIsNoLengthIsNotTold() throws Exception {
    refuses(local, 400, VLLM);
    refuses(local, 400, VLLM);
    HttpResponse<String> answer = ask(MESSAGES, "untold", "\"max_tokens\":65535,", 1);
    assertThat(answer.body()).contains("prompt is too long: the model takes 128000 tokens");
    refuses(local, 400, "This model's maximum context length is 8192 tokens.");
    assertThat(ask(CHAT, "untold", "", 1).body())
        .contains("maximum context length is 8192 tokens. Please reduce")
        .doesNotContain("8193");
  }

  @Test
  void aLimitIsShortenedToWhatTheWindowLeaves() throws Exception {
    HttpResponse<String> answer = ask(CHAT, "small", "\"max_tokens\":32000,", 1000);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-dropped")).contains("max_tokens");
    String sent = local.received().getFirst().body();
    int limit = Integer.parseInt(sent.replaceFirst("(?s).*\"max_tokens\":(\\d+).*", "$1"));
    assertThat(limit).isBetween(2800, 3095);
  }

  @Test
  void aLimitThatFitsIsLeftAsItIs() throws Exception {
    HttpResponse<String> answer = ask(CHAT, "small", "\"max_tokens\":2000,", 1000);
    assertThat(answer.headers().firstValue("x-metier-dropped")).isEmpty();
    assertThat(local.received().getFirst().body()).contains("\"max_tokens\":2000");
  }

  @Test
  void whatIsSurelyLongerThanTheWindowIsSentNowhere() throws Exception {
    assertThat(ask(MESSAGES, "small", "\"max_tokens\":9,", 9000).body())
        .containsPattern("prompt is too long: 90\\d\\d tokens > 4096 maximum");
    assertThat(ask(CHAT, "ollama", "", 9000).body()).contains("context_length_exceeded");
    assertThat(local.received()).isEmpty();
    assertThat(ollama.received()).isEmpty();
  }

  @Test
  void aLongerPromptGoesToTheNextModel() throws Exception {
    HttpResponse<String> answer = ask(CHAT, "both", "\"max_tokens\":9,", 9000);
    assertThat(answer.headers().firstValue("x-metier-model")).contains("large");
    assertThat(local.received()).isEmpty();
  }

  /// The vendor's usage tells that it read a few tokens only.
  @Test
  void anAnswerToAPromptThatWasCutIsNone() throws Exception {
    HttpResponse<String> whole = ask(CHAT, "plain-ollama", "", 9000);
    assertThat(whole.statusCode()).as(whole.body()).isEqualTo(400);
    assertThat(whole.body()).contains("context_length_exceeded");
    HttpResponse<String> streamed = ask(CHAT, "plain-ollama", "\"stream\":true,", 9000);
    assertThat(streamed.body()).contains("context_length_exceeded").doesNotContain("[DONE]");
    assertThat(ask(CHAT, "cut-or-large", "", 9000).headers().firstValue("x-metier-model"))
        .contains("large");
    assertThat(ask(CHAT, "plain-ollama", "", 1).statusCode()).isEqualTo(200);
    assertThat(ollama.received().getFirst().body()).contains("\"truncate\":false");
  }

  @Test
  void aRunnerThatCannotShiftSaysThatThePromptIsTooLong() throws Exception {
    refuses(local, 500, "context shift is disabled");
    assertThat(ask(MESSAGES, "untold", "\"max_tokens\":9,", 1).body())
        .contains("prompt is too long");
    assertThat(local.received()).hasSize(1);
  }

  @Test
  void aBodyThatIsTooLargeIsNotCalledTooLong() throws Exception {
    local.next(new VendorMishap.HtmlPage(413));
    HttpResponse<String> answer = ask(CHAT, "untold", "", 1);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("too_large").doesNotContain("context");
  }
}
