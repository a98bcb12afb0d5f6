package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.ollama.OllamaChat;
import dev.metier.dialect.openai.OpenAiChat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What only some models know is told to those alone.
class WordsTest {
  private static final ChatRequest THOUGHT =
      new ChatRequest(
          List.of(
              Message.of(Role.USER, "go"),
              new Message(
                  Role.ASSISTANT,
                  List.of(new Part.Thinking("Hm.", Optional.empty()), new Part.Text("Done."))),
              Message.of(Role.USER, "And?")),
          List.of(),
          Settings.NONE);

  @Test
  void R9_reasoningGoesBackOnlyToModelsThatWantIt() {
    var wanting = new OpenAiChat(false, Set.of(), true);
    assertThat(text(wanting)).contains("\"reasoning_content\":\"Hm.\"");
    assertThat(wanting.cannotExpress(THOUGHT)).isEmpty();
    var usual = new OpenAiChat(false);
    assertThat(text(usual)).doesNotContain("Hm.");
    assertThat(usual.cannotExpress(THOUGHT)).containsExactly("thinking");
  }

  @Test
  void S8_unsignedReasoningNeverGoesToAnthropic() {
    var dialect = new AnthropicMessages(AnthropicMessages.USUAL);
    assertThat(text(dialect)).doesNotContain("Hm.").contains("Done.");
    assertThat(dialect.cannotExpress(THOUGHT)).containsExactly("thinking");
  }

  private static String text(Dialect dialect) {
    return new String(dialect.writeRequest(THOUGHT, "m", false), StandardCharsets.UTF_8);
  }

  @Test
  void S8_aWholeAnswerMayLackTheOpeningTag() {
    String body = "{\"choices\":[{\"message\":{\"content\":%s},\"finish_reason\":\"stop\"}]}";
    assertThat(parts(body, "Hm.\n</think>\n\nYes."))
        .containsExactly(new Part.Thinking("Hm.", Optional.empty()), new Part.Text("Yes."));
    assertThat(parts(body, "The tag `</think>` closes."))
        .containsExactly(new Part.Text("The tag `</think>` closes."));
    assertThat(parts(body, "<think>Hm.</think>Yes."))
        .containsExactly(new Part.Thinking("Hm.", Optional.empty()), new Part.Text("Yes."));
  }

  private static List<Part> parts(String body, String content) {
    String json = JsonMapper.shared().writeValueAsString(content);
    byte[] bytes = body.formatted(json).getBytes(StandardCharsets.UTF_8);
    return new OpenAiChat(false).readReply(bytes).parts();
  }

  @Test
  void S8_ollamasTagsAreReasoningToo() {
    var reader = new OllamaChat(OptionalInt.empty()).reader();
    var events =
        reader.read(
            """
            {"message":{"content":"<think>Hm."}}
            {"message":{"content":"</think>Yes."}}
            {"message":{},"done":true,"done_reason":"stop"}
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(events)
        .contains(new ChatEvent.ThinkingDelta("Hm."), new ChatEvent.TextDelta("Yes."));
  }

  @Test
  void stopsOfWhiteSpaceAreLeftOutForAnthropicAlone() {
    var settings =
        new Settings(
            java.util.OptionalDouble.empty(),
            OptionalInt.empty(),
            java.util.OptionalLong.empty(),
            List.of("\n", "END"),
            Optional.empty(),
            Optional.empty(),
            java.util.Map.of());
    var request = new ChatRequest(THOUGHT.messages().subList(0, 1), List.of(), settings);
    var anthropic = new AnthropicMessages(AnthropicMessages.USUAL);
    assertThat(new String(anthropic.writeRequest(request, "m", true), StandardCharsets.UTF_8))
        .contains("\"stop_sequences\":[\"END\"]");
    assertThat(anthropic.cannotExpress(request)).containsExactly("stop");
    var openAi = new OpenAiChat(false);
    assertThat(new String(openAi.writeRequest(request, "m", true), StandardCharsets.UTF_8))
        .contains("\"stop\":[\"\\n\",\"END\"]");
    assertThat(openAi.cannotExpress(request)).isEmpty();
  }

  @Test
  void whatAServerRefusesIsToldAsNotExpressed() {
    var settings =
        new Settings(
            java.util.OptionalDouble.of(0.5),
            OptionalInt.empty(),
            java.util.OptionalLong.of(7),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            java.util.Map.of());
    var request = new ChatRequest(THOUGHT.messages().subList(0, 1), List.of(), settings);
    assertThat(new OpenAiChat(false, Set.of("seed")).cannotExpress(request))
        .containsExactly("seed");
    assertThat(new AnthropicMessages(AnthropicMessages.NEWER).cannotExpress(request))
        .containsExactly("seed", "temperature");
  }
}
