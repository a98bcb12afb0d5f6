package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A picture as each vendor wants it.
class PictureFormatTest {
  private static final String URL = "data:image/png;base64,iVBORw0KGgo=";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai    | {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}",
        "anthropic | 'source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}",
        "gemini    | {'inlineData':{'mimeType':'image/png','data':'iVBORw0KGgo='}}",
        "ollama    | 'images':['iVBORw0KGgo=']"
      },
      quoteCharacter = '~')
  void itStandsBesideTheText(String dialect, String written) {
    List<Part> parts = List.of(new Part.Image(URL), new Part.Text("What is it?"));
    var request = new ChatRequest(List.of(new Message(Role.USER, parts)), List.of(), Settings.NONE);
    byte[] body = WireFiles.dialectOf(dialect + "-").writeRequest(request, "m", true);
    assertThat(new String(body, StandardCharsets.UTF_8))
        .contains(written.replace('\'', '"'), "What is it?");
  }
}
