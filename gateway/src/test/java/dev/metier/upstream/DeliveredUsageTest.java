package dev.metier.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.openai.OpenAiChat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An answer that ends early costs what was delivered of it.
class DeliveredUsageTest {
  private static final int EVENTS = 400;

  /// Eight characters, of which one is escaped.
  private static final String PIECE = "ab \\\"cd e";

  private static final String START =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
          + "{\"input_tokens\":70,\"cache_creation_input_tokens\":30,\"cache_creation\":"
          + "{\"ephemeral_1h_input_tokens\":20},\"output_tokens\":1}}}\n\n"
          + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
          + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";

  private static void isWithinATenth(UsageTap tap) {
    double characters = 8.0 * EVENTS;
    assertThat((double) tap.usage().output())
        .isBetween(0.9 * characters / 4, 1.1 * characters / 4 + 1);
    assertThat(tap.usage().estimated()).isTrue();
  }

  private static UsageTap heard(Dialect dialect, boolean typed, String start, String event) {
    var tap = new UsageTap(dialect.reader(), typed, KeyGuard.none());
    byte[] begin = start.getBytes(UTF_8);
    tap.observe(begin, 0, begin.length);
    byte[] bytes = event.getBytes(UTF_8);
    for (int i = 0; i < EVENTS; i++) {
      tap.observe(bytes, 0, bytes.length);
    }
    return tap;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"text_delta\",\"text\":\"%s\"}",
        "{\"type\": \"text_delta\", \"text\": \"%s\"}",
        "{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}"
      })
  void streamsOfMessagesCountWhatCame(String delta) {
    String event =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":"
            + delta.formatted(PIECE)
            + "}\n\n";
    UsageTap tap = heard(new AnthropicMessages(AnthropicMessages.USUAL), true, START, event);
    isWithinATenth(tap);
    assertThat(tap.usage().input()).isEqualTo(100);
    assertThat(tap.usage().writtenHour()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"%s\"}",
        "{\"content\": \"%s\"}",
        "{\"content\":\"\",\"reasoning\":\"%s\"}",
        "{\"content\":null,\"reasoning_content\":\"%s\"}"
      })
  void streamsOfChatCompletionsCountWhatCame(String delta) {
    String event =
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":"
            + delta.formatted(PIECE)
            + "}],\"obfuscation\":\"aBcDeFgHiJkLmNoP\"}\n\n";
    isWithinATenth(heard(new OpenAiChat(false), false, "", event));
  }

  @Test
  void whatIsToldBehindTheContentHoldsForAllOfIt() {
    var usage = new DeliveredUsage();
    usage.add(new ChatEvent.Used(new Usage(9, 0, 1, false)));
    usage.add(new ChatEvent.TextDelta("x".repeat(400)));
    assertThat(usage.usage()).isEqualTo(new Usage(9, 0, 101, true));
    usage.add(new ChatEvent.Used(new Usage(9, 0, 55, false)));
    assertThat(usage.usage()).isEqualTo(new Usage(9, 0, 55, false));
    usage.add(new ChatEvent.TextDelta("held until now"));
    usage.add(new ChatEvent.Finished(FinishReason.STOP, Optional.empty()));
    assertThat(usage.usage()).isEqualTo(new Usage(9, 0, 55, false));
    assertThat(usage.delivered()).isBetween(100L, 110L);
  }
}
