package dev.metier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.provider.Tokens;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A count is of everything that is in a request (E4).
class CountingTest {
  private static final List<Message> CHAT =
      List.of(
          Message.of(Role.SYSTEM, "Be brief and exact."),
          new Message(
              Role.USER,
              List.of(
                  new Part.Text("What is on this picture?"),
                  new Part.Image("data:image/png;base64,iVBORw0KGgo="),
                  new Part.Document("data:application/pdf;base64,JVBERi0=", Optional.empty()))),
          new Message(
              Role.ASSISTANT,
              List.of(
                  new Part.Thinking("I should look it up.", Optional.of("sig")),
                  new Part.Sealed("a long enough sealed text"),
                  new Part.ToolUse("call_1", "look_up", "{\"key\":\"picture\"}"))),
          new Message(
              Role.TOOL,
              List.of(
                  new Part.ToolResult(
                      "call_1",
                      List.of(new Part.Text("A cat."), new Part.Image("https://example.org/a")),
                      false))));
  private static final List<Tool> TOOLS =
      List.of(new Tool("look_up", "Looks a key up", "{\"type\":\"object\"}"));

  @Test
  void everyMessageEveryPartAndEveryToolAddsToTheCount() {
    long before = count(List.of(), List.of());
    for (int messages = 1; messages <= CHAT.size(); messages++) {
      Message last = CHAT.get(messages - 1);
      for (int parts = 1; parts <= last.parts().size(); parts++) {
        var chat = new ArrayList<>(CHAT.subList(0, messages - 1));
        chat.add(new Message(last.role(), last.parts().subList(0, parts)));
        long now = count(chat, List.of());
        assertThat(now).as("%s", last.parts().get(parts - 1)).isGreaterThan(before);
        before = now;
      }
    }
    assertThat(count(CHAT, TOOLS)).isGreaterThan(before);
  }

  @Test
  void aLongerTextIsNeverMuchShorterInTokens() {
    String text = "The quick brown fox — 快 — jumps over 12 lazy dogs. ".repeat(40);
    long before = 0;
    for (int end = 0; end <= text.length(); end += 7) {
      long now = count(List.of(Message.of(Role.USER, text.substring(0, end))), List.of());
      // the last word may become one token where its beginning was two
      assertThat(now).isGreaterThanOrEqualTo(before - 2);
      before = Math.max(before, now);
    }
  }

  private static long count(List<Message> messages, List<Tool> tools) {
    var request = new ChatRequest(messages, tools, Settings.NONE);
    var answer = Json.object(Counting.messages(request, Tokens::estimate));
    assertThat(answer.propertyNames()).containsExactly("input_tokens");
    var other = Json.object(Counting.responses(request, Tokens::estimate));
    assertThat(other.path("object").asString()).isEqualTo("response.input_tokens");
    assertThat(other.path("input_tokens")).isEqualTo(answer.path("input_tokens"));
    return answer.path("input_tokens").asLong();
  }
}
