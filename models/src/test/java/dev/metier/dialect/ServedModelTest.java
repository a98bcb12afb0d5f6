package dev.metier.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ProviderKind;
import dev.metier.dialect.openai.OpenAiChat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The name of the model that an answer says it is of.
class ServedModelTest {
  private static StreamReader reader() {
    var profile = ModelProfile.of(ProviderKind.VLLM, "m", Optional.empty());
    return new OpenAiChat(false, Set.of(), profile, false).reader();
  }

  private static Optional<String> told(String answer) {
    StreamReader reader = reader();
    reader.read(answer.getBytes(UTF_8));
    reader.end();
    return reader.servedModel();
  }

  @Test
  void theFirstNameOfAStreamCounts() {
    String stream =
        """
        data: {"choices":[]}

        data: {"model":"a","choices":[]}

        data: {"model":"b","choices":[]}

        """;
    assertThat(told(stream)).contains("a");
    assertThat(told("data: {\"model\":\" \",\"choices\":[]}\n\n")).isEmpty();
    assertThat(told("data: {\"model\":7,\"choices\":[]}\n\n")).isEmpty();
  }

  @Test
  void everyVendorsFieldIsKnown() {
    assertThat(told("data: {\"modelVersion\":\"gemini\"}\n\n")).contains("gemini");
    assertThat(told("data: {\"type\":\"message_start\",\"message\":{\"model\":\"claude\"}}\n\n"))
        .contains("claude");
  }

  @Test
  void anAnswerThatComesWholeTellsItToo() {
    StreamReader reader = reader();
    reader.readWhole(
        "{\"model\":\"a\",\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"
            .getBytes(UTF_8));
    assertThat(reader.servedModel()).contains("a");
  }
}
