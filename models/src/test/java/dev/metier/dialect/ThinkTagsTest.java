package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkTagsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>Hm.</think>Yes.",
        "\n<think>Hm.</think>\n\nYes.",
        "<thinking>Hm.</thinking>Yes.",
        "<thought>Hm.</thought>Yes.",
        "<seed:think>Hm.</seed:think>Yes.",
        "[THINK]Hm.[/THINK]Yes.",
        "◁think▷Hm.◁/think▷Yes.",
        "<|START_THINKING|>Hm.<|END_THINKING|>Yes.",
        "<|channel>thoughtHm.<channel|>Yes.",
        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.",
        "<|start|>assistant<|channel|>analysis<|message|>Hm."
            + "<|end|><|start|>assistant<|channel|>final<|message|>Yes."
      })
  void everyFormIsToldApartStreamedAndWhole(String text) {
    assertThat(streamed(text, 1)).isEqualTo("Hm.|Yes.");
    assertThat(streamed(text, 7)).isEqualTo("Hm.|Yes.");
    assertThat(streamed(text, text.length())).isEqualTo("Hm.|Yes.");
    assertThat(apart(text)).containsExactly(thinking("Hm."), new Part.Text("Yes."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hm.\n</think>\n\nYes.",
        "Hm.</think>Yes.",
        "Hm.</think>\nYes.",
        "Hm.[/THINK]Yes.",
        "Hm.</seed:think>Yes.",
        "Hm.<|channel|>final<|message|>Yes."
      })
  void aWholeTextMayLackWhatOpens(String text) {
    assertThat(apart(text)).containsExactly(thinking("Hm."), new Part.Text("Yes."));
    assertThat(streamed(text, 1)).isEqualTo("|" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes.",
        "The tag `</think>` closes.",
        "\"</think>\" closes it.",
        "The tag </think> closes.",
        "Say <think>no</think> never.",
        "  <thin",
        "<p>Yes</p>",
        ""
      })
  void aTextThatOnlySpeaksOfTagsIsAnAnswer(String text) {
    assertThat(apart(text)).containsExactly(new Part.Text(text));
    assertThat(streamed(text, 1)).isEqualTo("|" + text);
  }

  @Test
  void unfinishedThinkingIsNoAnswer() {
    assertThat(apart("<think>maybe billing")).containsExactly(thinking("maybe billing"));
    assertThat(apart("<|channel|>final<|message|>Yes.")).containsExactly(new Part.Text("Yes."));
  }

  @Test
  void whatAServerToldApartIsLeftAsItIs() {
    var reply =
        new ChatReply(
            List.of(thinking("Hm."), new Part.Text("a\n</think>\nb")),
            FinishReason.STOP,
            Usage.NONE);
    assertThat(ThinkTags.apart(reply)).isSameAs(reply);
  }

  private static Part thinking(String text) {
    return new Part.Thinking(text, Optional.empty());
  }

  private static List<Part> apart(String text) {
    return ThinkTags.apart(
            new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, Usage.NONE))
        .parts();
  }

  private static String streamed(String text, int step) {
    var thought = new StringBuilder();
    var said = new StringBuilder();
    var tags = new ThinkTags(thought::append, said::append);
    for (int at = 0; at < text.length(); at += step) {
      tags.add(text.substring(at, Math.min(text.length(), at + step)));
    }
    tags.end();
    return thought + "|" + said;
  }
}
