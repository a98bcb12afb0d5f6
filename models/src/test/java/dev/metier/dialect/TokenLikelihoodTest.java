package dev.metier.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatReply;
import dev.metier.dialect.openai.OpenAiChat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How likely tokens were, as OpenAI's dialect tells it.
class TokenLikelihoodTest {
  private static final String LIKELY =
      ",\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.5},{\"token\":\"b\",\"logprob\":0}]}";
  private static final String IMPOSSIBLE =
      ",\"logprobs\":{\"content\":[{\"token\":\"c\",\"logprob\":-9999.0},{\"token\":\"d\",\"logprob\":-1}]}";

  private static final OpenAiChat DIALECT =
      new OpenAiChat(
          false, Set.of(), ModelProfile.of(ProviderKind.VLLM, "m", Optional.empty()), false);

  private static ChatReply read(String text) {
    StreamReader reader = DIALECT.reader();
    var answer = new ReplyAssembly();
    reader.read(text.getBytes(UTF_8)).forEach(answer::add);
    reader.end().forEach(answer::add);
    return answer.reply();
  }

  private static String whole(String likely) {
    return "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"ab\"}"
        + likely
        + ",\"finish_reason\":\"stop\"}]}";
  }

  private static String chunk(String piece, String likely) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + piece
        + "\"}"
        + likely
        + ",\"finish_reason\":null}]}\n\n";
  }

  @Test
  void theMeanIsOverAllTokensOfTheAnswer() {
    var told = read(whole(LIKELY)).likelihood().orElseThrow();
    assertThat(told.mean()).isEqualTo(-0.25, within(1e-9));
    assertThat(told.tokens()).isEqualTo(2);
    String end =
        """
        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]

        """;
    var streamed = read(chunk("ab", LIKELY) + chunk("cd", IMPOSSIBLE) + end);
    assertThat(streamed.text()).isEqualTo("abcd");
    assertThat(streamed.likelihood().orElseThrow().mean()).isEqualTo(-0.5, within(1e-9));
    assertThat(streamed.likelihood().orElseThrow().tokens())
        .as("what is told as impossible is no token of the mean")
        .isEqualTo(3);
  }

  @Test
  void anAnswerWithoutThemTellsNothing() {
    assertThat(read(whole("")).likelihood()).isEmpty();
    assertThat(read(whole(",\"logprobs\":null")).likelihood()).isEmpty();
  }
}
