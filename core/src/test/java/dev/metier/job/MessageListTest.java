package dev.metier.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Message;
import dev.metier.chat.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageListTest {
  private static final String TURNS =
      "[{\"role\":\"system\",\"content\":\"Answer with one word.\"},"
          + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Bigger: \"},"
          + "{\"type\":\"text\",\"text\":\"cat or horse?\"}]}]";
  private static final List<Message> SAID =
      List.of(
          Message.of(Role.SYSTEM, "Answer with one word."),
          Message.of(Role.USER, "Bigger: cat or horse?"));

  private static List<Message> fill(String template, String value) {
    var given = new Case("c", Map.of("input", value), Optional.empty(), Set.of(), Optional.empty());
    return Prompt.ofUser(template).fill(given);
  }

  @Test
  void aVariableThatIsAListOfMessagesIsSaidAsThese() {
    assertThat(fill("{{input}}", TURNS)).isEqualTo(SAID);
    assertThat(fill(" {{ input }}\n", TURNS)).isEqualTo(SAID);
  }

  @Test
  void amongOtherTextItIsText() {
    assertThat(fill("Say: {{input}}", TURNS))
        .containsExactly(Message.of(Role.USER, "Say: " + TURNS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello", "[1, 2]", "[]", "[{\"a\": 1}]", "[broken", "{\"role\": \"user\"}"})
  void whatIsNoListOfMessagesIsText(String value) {
    assertThat(fill("{{input}}", value)).containsExactly(Message.of(Role.USER, value));
    assertThat(MessageList.mistake(value)).isEmpty();
  }

  @Test
  void whatCannotBeSaidIsAMistake() {
    assertThat(MessageList.mistake("[{\"role\":\"tool\",\"content\":\"x\"}]"))
        .contains("one has the role \"tool\"");
    assertThat(MessageList.mistake("[{\"role\":\"user\",\"content\":{\"image\":1}}]"))
        .contains("the content of one is no text");
  }
}
