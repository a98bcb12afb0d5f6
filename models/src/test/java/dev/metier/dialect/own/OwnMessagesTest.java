package dev.metier.dialect.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.Application;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnMessagesTest {
  private static final String ASKED = "Say \"{{messages}}\" and {{prompt}},\nplease";

  private static final ChatRequest REQUEST =
      new ChatRequest(
          List.of(Message.of(Role.SYSTEM, "Be brief."), Message.of(Role.USER, ASKED)),
          List.of(new Tool("look", "Looks.", "{\"type\":\"object\"}")),
          new Settings(
              OptionalDouble.of(0),
              OptionalInt.of(12),
              OptionalLong.empty(),
              List.of("#"),
              Optional.empty(),
              Optional.empty(),
              Map.of("top_k", "3")));

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static Application at(String path) {
    return new Application.Endpoint(Optional.empty(), Optional.of(path));
  }

  private static final Application PLAIN = new Application.Program(List.of("x"), Optional.empty());

  @Test
  void anApplicationHearsWhatAModelWould() {
    assertThat(text(OwnMessages.request(REQUEST)))
        .isEqualTo(
            "{\"prompt\":\"Say \\\"{{messages}}\\\" and {{prompt}},\\nplease\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":"
                + "\"Say \\\"{{messages}}\\\" and {{prompt}},\\nplease\"}],\"tools\":[{\"name\":"
                + "\"look\",\"description\":\"Looks.\",\"parameters\":{\"type\":\"object\"}}],"
                + "\"settings\":{\"max_tokens\":12,\"temperature\":0.0,\"stop\":[\"#\"],"
                + "\"top_k\":3}}");
  }

  @Test
  void whatIsFilledIntoAFormStaysText() {
    String form = "{\"q\":[\"<{{prompt}}>\",\"{{ messages }}\"],\"m\":\" {{messages}}\",\"n\":1.5}";
    assertThat(text(OwnMessages.request(form, REQUEST)))
        .isEqualTo(
            "{\"q\":[\"<Say \\\"{{messages}}\\\" and {{prompt}},\\nplease>\",\"{{ messages }}\"],"
                + "\"m\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\","
                + "\"content\":\"Say \\\"{{messages}}\\\" and {{prompt}},\\nplease\"}],\"n\":1.5}");
  }

  @Test
  void picturesStandBesideTheText() {
    var parts =
        List.<Part>of(new Part.Text("What is it?"), new Part.Image("data:image/png;base64,AA"));
    var request = new ChatRequest(List.of(new Message(Role.USER, parts)), List.of(), Settings.NONE);
    assertThat(text(OwnMessages.request(request)))
        .contains(
            "\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"},{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]");
  }

  @Test
  void theAnswerIsAllOrWhatStandsAtItsPlace() {
    assertThat(OwnMessages.answer("bug\r\n", PLAIN).answer()).isEqualTo("bug");
    assertThat(OwnMessages.answer("{\"answer\":1}\n", PLAIN).answer()).isEqualTo("{\"answer\":1}");
    assertThat(OwnMessages.answer("{\"a\":[{\"b\":\"bug\"}]}", at("a[0].b")).answer())
        .isEqualTo("bug");
    assertThat(OwnMessages.answer("{\"a\":{\"b\":1.5}}", at("a")).answer())
        .isEqualTo("{\"b\":1.5}");
    var told =
        OwnMessages.answer(
            "{\"a\":\"x\",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}", at("a"));
    assertThat(told.usage().orElseThrow().input()).isEqualTo(7);
    assertThat(told.usage().orElseThrow().output()).isEqualTo(3);
  }

  @Test
  void anAnswerThatIsNotWhereItShouldBeIsNone() {
    assertThatThrownBy(() -> OwnMessages.answer("Traceback", at("a")))
        .isInstanceOf(MalformedException.class)
        .hasMessage("no JSON: Traceback");
    assertThatThrownBy(() -> OwnMessages.answer("{\"error\":\"x\"}", at("a.b")))
        .isInstanceOf(MalformedException.class)
        .hasMessage("no `a.b` in what it gave: {\"error\":\"x\"}");
  }
}
