package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UserNoteTest {
  private static String told(String request) {
    var fields = Fields.of(request.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    UserNote note = UserNote.in(fields, "(Note.)").orElseThrow();
    return "{\"" + note.field() + "\":" + note.json() + "}";
  }

  @Test
  void theNoteStandsBehindTheLastThingThatTheUserSays() {
    assertThat(
            Json.value(
                told(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                        + "{\"role\":\"assistant\",\"content\":\"b\"},"
                        + "{\"role\":\"user\",\"content\":\"c\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"d\"}]}")))
        .isEqualTo(
            Json.value(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                    + "{\"role\":\"assistant\",\"content\":\"b\"},"
                    + "{\"role\":\"user\",\"content\":\"c\\n\\n(Note.)\"},"
                    + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"d\"}]}"));
  }

  @Test
  void partsOfAMessageGetOneMore() {
    assertThat(
            told(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]}"))
        .contains(
            "{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"\\n\\n(Note.)\"}");
    assertThat(
            told(
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                    + "\"text\":\"a\"}]}]}"))
        .contains("{\"type\":\"input_text\",\"text\":\"\\n\\n(Note.)\"}");
  }

  @Test
  void anInputThatIsATextIsLengthenedAndWithoutAUserThereIsOne() {
    assertThat(told("{\"input\":\"a\"}")).isEqualTo("{\"input\":\"a\\n\\n(Note.)\"}");
    assertThat(told("{\"messages\":[{\"role\":\"assistant\",\"content\":\"b\"}]}"))
        .contains("{\"role\":\"user\",\"content\":\"(Note.)\"}");
  }
}
