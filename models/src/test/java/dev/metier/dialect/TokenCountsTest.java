package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Usage;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.openai.OpenAiChat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCountsTest {
  /// Whole answers and streams of every dialect, with `@` for each count.
  private static final Map<String, String> ANSWERS =
      Map.of(
          "openai-whole",
          """
          {"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],
          "usage":{"prompt_tokens":@,"completion_tokens":@,"total_tokens":@}}\
          """,
          "openai-timings",
          """
          {"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],
          "timings":{"prompt_n":@,"predicted_n":@}}\
          """,
          "openai-stream",
          """
          data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}

          data: {"choices":[],"usage":{"prompt_tokens":@,"completion_tokens":@}}

          data: [DONE]

          """,
          "anthropic-whole",
          """
          {"type":"message","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn",
          "usage":{"input_tokens":@,"output_tokens":@}}\
          """,
          "anthropic-stream",
          """
          event: message_start
          data: {"type":"message_start","message":{"usage":{"input_tokens":1,"output_tokens":1}}}

          event: message_delta
          data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},\
          "usage":{"input_tokens":@,"output_tokens":@}}

          event: message_stop
          data: {"type":"message_stop"}

          """,
          "gemini-whole",
          """
          {"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}],
          "usageMetadata":{"promptTokenCount":@,"candidatesTokenCount":@,"totalTokenCount":@}}\
          """,
          "gemini-stream",
          """
          data: {"candidates":[{"content":{"parts":[{"text":"x"}]}}],\
          "usageMetadata":{"promptTokenCount":1,"totalTokenCount":1}}

          data: {"candidates":[{"finishReason":"STOP"}],\
          "usageMetadata":{"promptTokenCount":@,"candidatesTokenCount":@}}

          """,
          "ollama-whole",
          """
          {"message":{"role":"assistant","content":"x"},"done":true,"done_reason":"stop",\
          "prompt_eval_count":@,"eval_count":@,"eval_duration":5}
          """);

  private static Usage told(String name, String count) {
    String answer = ANSWERS.getOrDefault(name, "").replace("@", count);
    return name.endsWith("stream")
        ? streamed(name, answer)
        : WireFiles.dialectOf(name).readReply(answer.getBytes(StandardCharsets.UTF_8)).usage();
  }

  private static Usage streamed(String name, String answer) {
    StreamReader reader = WireFiles.dialectOf(name).reader();
    var assembly = new ReplyAssembly();
    reader.read(answer.getBytes(StandardCharsets.UTF_8)).forEach(assembly::add);
    reader.end().forEach(assembly::add);
    assertThat(reader.finished()).as(name).isTrue();
    return assembly.reply().usage();
  }

  /// Every reader of every dialect.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "9223372036854775806",
        "99999999999999999999999999",
        "100000001",
        "-1",
        "-9223372036854775808",
        "1e300",
        "-1e300",
        "1.5",
        "\"10\"",
        "true",
        "[]",
        "{}"
      })
  void aCountThatCannotBeTrueCountsAsNotTold(String count) {
    for (String name : ANSWERS.keySet()) {
      assertThat(told(name, count)).as(name).isEqualTo(Usage.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000000", "3", "3.0", "3e0"})
  void aCountThatCanBeTrueIsBelieved(String count) {
    long tokens = (long) Double.parseDouble(count);
    for (String name : ANSWERS.keySet()) {
      assertThat(told(name, count)).as(name).isEqualTo(new Usage(tokens, 0, tokens, false));
    }
  }

  @Test
  void oneCountThatCannotBeTrueSpoilsNoOther() {
    String answer =
        """
        {"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":7,"completion_tokens":1e99,
        "prompt_tokens_details":{"cached_tokens":-4}}}\
        """;
    assertThat(new OpenAiChat(false).readReply(answer.getBytes(StandardCharsets.UTF_8)).usage())
        .isEqualTo(new Usage(7, 0, 0, true));
  }

  @Test
  void aNullIsNoCountAndReplacesNone() {
    assertThat(told("openai-whole", "null")).isEqualTo(Usage.NONE);
    assertThat(told("ollama-whole", "null")).isEqualTo(Usage.NONE);
    assertThat(told("anthropic-stream", "null")).isEqualTo(new Usage(1, 0, 1, false));
  }

  @Test
  void thoughtsOfGeminiAreOutputBesideTheAnswer() {
    String answer =
        """
        {"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}],
        "usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":60,
        "candidatesTokenCount":20,"thoughtsTokenCount":5,"toolUsePromptTokenCount":3}}\
        """;
    assertThat(
            WireFiles.dialectOf("gemini-")
                .readReply(answer.getBytes(StandardCharsets.UTF_8))
                .usage())
        .isEqualTo(new Usage(103, 60, 0, 25, 5, false));
  }

  /// Servers of Anthropic's protocol that have no cache say null.
  @Test
  void aCacheThatIsNullIsNone() {
    String answer =
        """
        {"type":"message","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn",
        "usage":{"input_tokens":7,"output_tokens":2,"cache_read_input_tokens":null,
        "cache_creation_input_tokens":null}}\
        """;
    assertThat(
            new AnthropicMessages(AnthropicMessages.USUAL)
                .readReply(answer.getBytes(StandardCharsets.UTF_8))
                .usage())
        .isEqualTo(new Usage(7, 0, 2, false));
  }
}
