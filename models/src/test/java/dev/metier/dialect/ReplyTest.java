package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole answers are read like streamed ones.
class ReplyTest {
  static List<String> replies() {
    return WireFiles.inputs("replies");
  }

  @ParameterizedTest
  @MethodSource("replies")
  void everyWholeAnswerIsRead(String name) {
    ChatReply reply = WireFiles.dialectOf(name).readReply(WireFiles.bytes(name));
    WireFiles.check(name + ".expected", reply + "\n");
  }

  @Test
  void usageOfAnthropicIncludesWhatCameFromTheCache() {
    ChatReply reply =
        new AnthropicMessages(AnthropicMessages.USUAL)
            .readReply(WireFiles.bytes("replies/anthropic-llamacpp.json"));
    assertThat(reply.usage().input()).isEqualTo(5);
    assertThat(reply.usage().cached()).isEqualTo(4);
    assertThat(reply.finish()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void whatIsNoAnswerIsMalformed() {
    for (Dialect dialect : StreamTest.dialects()) {
      for (String body :
          List.of("", "[]", "{}", "null", "\"x\"", "{\"choices\":[]}", "{\"error\":\"no\"}", "{")) {
        assertThatThrownBy(() -> dialect.readReply(body.getBytes(StandardCharsets.UTF_8)))
            .as(body)
            .isInstanceOf(MalformedException.class);
      }
    }
  }
}
