package dev.metier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.provider.DecodeSpeed.Missing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecodeSpeedTest {
  private static final long SECOND = 1_000_000_000;
  private static final Part TEXT = new Part.Text("so");
  private static final Part HIDDEN = new Part.Sealed("c2VhbGVk");

  private static long sent(long output, long reasoning, Part... parts) {
    var usage = new Usage(7, 0, 0, output, reasoning, false);
    return DecodeSpeed.sent(new ChatReply(List.of(parts), FinishReason.STOP, usage));
  }

  private static Part thinking(String text, Optional<String> mark) {
    return new Part.Thinking(text, Optional.empty(), mark);
  }

  @Test
  void allTokensButTheFirstComeAfterTheFirst() {
    assertThat(DecodeSpeed.of(41, SECOND, 3 * SECOND)).isEqualTo(20);
    assertThat(DecodeSpeed.missing(41, SECOND, 3 * SECOND)).isEmpty();
  }

  @Test
  void whatShowsNoSpeedSaysWhy() {
    assertThat(DecodeSpeed.missing(41, -1, SECOND)).contains(Missing.FIRST_TOKEN);
    assertThat(DecodeSpeed.missing(41, SECOND, -1)).contains(Missing.FIRST_TOKEN);
    assertThat(DecodeSpeed.missing(-1, SECOND, 2 * SECOND)).contains(Missing.TOKENS);
    assertThat(DecodeSpeed.missing(1, SECOND, 2 * SECOND)).contains(Missing.SECOND_TOKEN);
    assertThat(DecodeSpeed.missing(41, SECOND, SECOND + 900_000)).contains(Missing.PIECES);
    assertThat(DecodeSpeed.of(41, SECOND, SECOND)).isNaN();
  }

  @Test
  void reasoningThatIsHiddenWasWrittenBeforeTheFirstToken() {
    assertThat(sent(50, 0, TEXT)).isEqualTo(50);
    assertThat(sent(50, 40, TEXT)).isEqualTo(10);
    assertThat(sent(50, 40, HIDDEN, TEXT)).isEqualTo(10);
  }

  @Test
  void reasoningThatIsShownComesWhileItIsWritten() {
    assertThat(sent(50, 40, thinking("hm", Optional.empty()), TEXT)).isEqualTo(50);
    assertThat(sent(50, 0, thinking("", Optional.of("<think>")), TEXT)).isEqualTo(50);
  }

  @Test
  void hiddenReasoningThatNobodyCountsHidesTheTokens() {
    assertThat(sent(50, 0, HIDDEN, TEXT)).isEqualTo(-1);
    assertThat(sent(50, 0, thinking("", Optional.empty()), TEXT)).isEqualTo(-1);
  }

  @Test
  void tokensWeCountedOurselvesAreNotThoseThatWereSent() {
    var reply = new ChatReply(List.of(TEXT), FinishReason.STOP, new Usage(7, 0, 50, true));
    assertThat(DecodeSpeed.sent(reply)).isEqualTo(-1);
  }
}
