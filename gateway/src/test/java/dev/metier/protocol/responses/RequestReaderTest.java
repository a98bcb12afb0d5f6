package dev.metier.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Tool;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests become chat (P1, P3).
class RequestReaderTest {
  static List<String> requests() {
    return Samples.requests();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void everyRequestIsUnderstoodAsExpected(String name) {
    Samples.check(name + ".expected", told(name));
  }

  private static String told(String name) {
    try {
      return told(Samples.asked(name));
    } catch (RefusedException e) {
      Refusal refusal = e.refusal();
      return "refused: "
          + refusal.reason()
          + "\nfield: "
          + refusal.field().orElse("-")
          + "\n"
          + refusal.message()
          + "\n";
    }
  }

  private static String told(ParsedRequest asked) {
    var text = new StringBuilder();
    text.append("stream: ").append(asked.stream()).append('\n');
    text.append("dropped: ").append(asked.dropped()).append('\n');
    new TreeMap<>(asked.memory())
        .forEach((key, value) -> text.append("memory: " + key + " = " + line(value) + "\n"));
    text.append(asked.request().settings()).append('\n');
    text.append(asked.request().hints()).append('\n');
    for (Tool tool : asked.request().tools()) {
      text.append(line(tool.toString())).append('\n');
    }
    for (Message message : asked.request().messages()) {
      text.append(message.role()).append('\n');
      message.parts().forEach(part -> text.append("  " + line(part.toString()) + "\n"));
    }
    return text.toString();
  }

  private static String line(String text) {
    return text.replace("\n", "\\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{\"input\":\"a\"", "\u0000"})
  void whatIsNoObjectIsRefusedAsSuch(String body) {
    assertThatThrownBy(() -> Responses.PROTOCOL.read(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal().reason()).isEqualTo(Refusal.Reason.BAD_REQUEST));
  }

  @Test
  void resultsStandDirectlyBehindTheirCallsInTheOrderOfTheCalls() {
    List<Message> messages = Samples.asked("P1-calls").request().messages();
    assertThat(messages)
        .extracting(Message::role)
        .containsExactly(
            Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.TOOL, Role.USER);
    assertThat(messages.get(2).parts())
        .extracting(part -> ((Part.ToolResult) part).id())
        .containsExactly("call_a", "call_b");
  }

  @Test
  void reasoningThatWeSealedComesBackToTheLetter() {
    String text = "Thought — \"quoted\"\n🙂";
    assertThat(Seal.open(Seal.of(text, "sig")))
        .contains(new Part.Thinking(text, Optional.of("sig")));
    assertThat(Seal.open(Seal.of("", "sig"))).contains(new Part.Thinking("", Optional.of("sig")));
    assertThat(Seal.open(Seal.of("opaque"))).contains(new Part.Sealed("opaque"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "gAAAAAx", "metier.s1.", "metier.s1.!.!", "metier.d1.%", "metier.s1.YQ"})
  void whatIsNotOurSealIsNotOpened(String seal) {
    assertThat(Seal.open(seal)).isEmpty();
  }

  @Test
  void everyToolHasAFlatNameOfItsOwnThatAnyServerTakes() {
    var names = Samples.asked("P1-codex").request().tools().stream().map(Tool::name).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,64}"));
  }
}
