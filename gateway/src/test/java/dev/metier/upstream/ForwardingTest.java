package dev.metier.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.dialect.Dialect;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.openai.OpenAiChat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events that are forwarded name the job as their model; all else is as it came.
class ForwardingTest {
  private static final Dialect ANTHROPIC = new AnthropicMessages("2023-06-01");

  private static final String FIRST = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

  private static String forwarded(Dialect dialect, String event) {
    boolean typed = dialect.equals(ANTHROPIC);
    var manner = new Forwarding.Manner(typed, false, "\"job\"".getBytes(UTF_8), Optional::empty);
    var forwarding = new Forwarding(new UsageTap(dialect.reader(), typed, KeyGuard.none()), manner);
    String first = typed ? "" : FIRST;
    String all = new String(forwarding.read((first + event).getBytes(UTF_8)), UTF_8);
    return all.substring(first.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"model\":\"/srv/a b\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"model\": \"/srv/a b\"}\n\n",
        "data: {\"choices\":[],\"model\":\"/srv/a b\",\"usage\":{}}\n\n",
        "data:"
            + " {\"choices\":[{\"delta\":{\"content\":\"\\\"model\\\":\\\"y\\\"\"}}],\"model\":\"/srv/a"
            + " b\"}\n\n"
      })
  void eventsOfOpenAiNameTheJob(String event) {
    assertThat(forwarded(new OpenAiChat(false), event)).isEqualTo(event.replace("/srv/a b", "job"));
  }

  @Test
  void aNameWithQuotesInItIsReplacedWhole() {
    String event = "data: {\"model\":\"a\\\"b\\\\\",\"choices\":[]}\n\n";
    assertThat(forwarded(new OpenAiChat(false), event))
        .isEqualTo("data: {\"model\":\"job\",\"choices\":[]}\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n",
        "data: {\"model\":null,\"choices\":[]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"model\\\":\\\"y\\\"\"}}]}\n\n"
      })
  void allElseIsAsItCame(String event) {
    assertThat(forwarded(new OpenAiChat(false), event)).isEqualTo(event);
  }

  @Test
  void ofAnthropicTheBeginningNamesTheJobAndNoInputOfATool() {
    String start =
        "event: message_start\n"
            + "data:"
            + " {\"type\":\"message_start\",\"message\":{\"id\":\"1\",\"model\":\"/srv/x\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n";
    String block =
        "event: content_block_start\n"
            + "data:"
            + " {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"model\":\"T\"}}}\n\n";
    assertThat(forwarded(ANTHROPIC, start + block))
        .isEqualTo(start.replace("/srv/x", "job") + block);
  }
}
