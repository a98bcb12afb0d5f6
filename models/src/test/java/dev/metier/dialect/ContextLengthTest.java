package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each runtime's sentence about a prompt that is too long, and the figures it surely tells; 0 is
/// what it does not tell.
class ContextLengthTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        // vLLM
        "0|65535|128000|This model's maximum context length is 128000 tokens. However, you requested 65535 output tokens and your prompt contains at least 62466 input tokens, for a total of at least 128001 tokens.",
        "4900|100|4096|This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4900 in the messages, 100 in the completion). Please reduce the length of the messages or completion.",
        "4000|1000|4096|'max_tokens' or 'max_completion_tokens' is too large: 1000. This model's maximum context length is 4096 tokens and your request has 4000 input tokens (1000 > 4096 - 4000).",
        "4097|100|4096|You passed 4097 input tokens and requested 100 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 3996 tokens.",
        "5001|0|4096|The decoder prompt (length 5001) is longer than the maximum model length of 4096.",
        // SGLang
        "1500|32000|32768|Requested token count exceeds the model's maximum context length of 32768 tokens. You requested a total of 33500 tokens: 1500 tokens from the input messages and 32000 tokens for the completion.",
        "33500|0|32768|The input (33500 tokens) is longer than the model's context length (32768 tokens).",
        // llama.cpp, and Ollama that hands it on
        "7509|0|2048|request (7509 tokens) exceeds the available context size (2048 tokens), try increasing it",
        "0|0|0|context shift is disabled",
        "900|0|0|input (900 tokens) is too large to process. increase the physical batch size (current batch size: 512)",
        // LM Studio
        "5000|0|4096|Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.",
        "5000|0|4096|The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5000 >= n_ctx: 4096). Try to load the model with a larger context length",
        // Ollama
        "0|0|0|the input length exceeds the context length",
        // OpenAI
        "9000|0|8192|This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.",
        "0|0|8192|This model's maximum context length is 8192 tokens.",
        "8000|500|8192|This endpoint's maximum context length is 8192 tokens. However, you requested about 8500 tokens (8000 of text input, 500 in the output).",
        // Anthropic
        "210000|0|200000|prompt is too long: 210000 tokens > 200000 maximum",
        "190000|20000|200000|input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again",
        // Google
        "1200293|0|1048576|The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).",
        // Mistral, TGI
        "40000|0|32768|Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
        "5000|100|4096|`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 100 `max_new_tokens`",
      })
  void onlyWhatASentenceSurelyTellsIsRead(long prompt, long output, long window, String sentence) {
    ContextLength told = ContextLength.of(sentence);
    assertThat(told.prompt().orElse(0)).isEqualTo(prompt);
    assertThat(told.output().orElse(0)).isEqualTo(output);
    assertThat(told.window().orElse(0)).isEqualTo(window);
  }

  @Test
  void aBudgetOfTheAnswerIsToldApartFromThePrompt() {
    assertThat(ContextLength.of("exceed context limit: 190000 + 20000 > 200000").isOutputTooLong())
        .isTrue();
    assertThat(ContextLength.of("prompt is too long: 3 tokens > 2 maximum").isOutputTooLong())
        .isFalse();
  }

  /// Ollama hands the error of its runner on as text in its own.
  @Test
  void anErrorInsideAnErrorIsRead() {
    String body =
        """
        {"error":"{\\"error\\":{\\"code\\":400,\\"message\\":\\"request (351 tokens) exceeds the \
        available context size (256 tokens)\\",\\"type\\":\\"exceed_context_size_error\\"}}"}\
        """;
    WireError error = ErrorReader.read(400, body.getBytes(StandardCharsets.UTF_8));
    assertThat(error.kind()).isEqualTo(WireError.Kind.TOO_LONG);
    assertThat(ContextLength.of(error.message()).window()).hasValue(256);
    assertThat(ContextLength.of(error.message()).prompt()).hasValue(351);
  }

  @Test
  void aBodyThatIsTooLargeIsNoPromptThatIsTooLong() {
    byte[] page =
        "<html><title>413 Request Entity Too Large</title>".getBytes(StandardCharsets.UTF_8);
    assertThat(ErrorReader.read(413, page).kind()).isEqualTo(WireError.Kind.TOO_LARGE);
  }

  @Test
  void aRunnerThatDoesNotShiftItsContextSaysThatItIsTooLong() {
    byte[] body =
        "{\"error\":{\"code\":500,\"message\":\"context shift is disabled\",\"type\":\"server_error\"}}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ErrorReader.read(500, body).kind()).isEqualTo(WireError.Kind.TOO_LONG);
  }
}
