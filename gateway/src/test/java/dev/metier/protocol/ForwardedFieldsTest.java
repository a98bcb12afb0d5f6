package dev.metier.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.wire.Fields;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What goes on to whom.
class ForwardedFieldsTest {
  private static final Fields REQUEST =
      Fields.of(
              "{\"model\":\"m\",\"messages\":[],\"mirostat\":2,\"fallbacks\":[],\"store\":true}"
                  .getBytes(UTF_8))
          .orElseThrow();

  @Test
  void aVendorGetsOnlyWhatIsKnownAndAllowed() {
    assertThat(ForwardedFields.removed(REQUEST, ChatCompletions.PROTOCOL, false, Set.of()))
        .containsExactlyInAnyOrder("mirostat", "fallbacks", "store");
    assertThat(
            ForwardedFields.removed(REQUEST, Messages.PROTOCOL, false, Set.of("store", "mirostat")))
        .containsExactly("fallbacks");
  }

  @Test
  void aServerOfOnesOwnGetsWhatNobodyHereKnows() {
    assertThat(ForwardedFields.removed(REQUEST, ChatCompletions.PROTOCOL, true, Set.of()))
        .containsExactlyInAnyOrder("fallbacks", "store");
  }

  private static void takes(String... tools) {
    String json = "{\"tools\":[" + String.join(",", tools) + "]}";
    ForwardedFields.checkTools(Fields.of(json.getBytes(UTF_8)).orElseThrow(), Set.of("web_fetch"));
  }

  @Test
  void onlyTheTypeOfAToolItselfTellsWhoRunsIt() {
    assertThatNoException()
        .isThrownBy(() ->
            takes(
                "{\"name\":\"type\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"type\":{}}}}",
                "{\"type\":\"function\",\"function\":{\"type\":\"web_search\"}}",
                "{\"type\":\"bash_20250124\"}",
                "{\"type\":\"tool_search_tool_regex_20251119\"}",
                "{\"type\":\"web_fetch_20250910\"}",
                "{\"type\":null}"));
    assertThatThrownBy(() -> takes("{}", "{\"name\":\"x\", \"t\\u0079pe\" : \"web\\u005fsearch\"}"))
        .hasMessageContaining("web_search");
    assertThatThrownBy(() -> takes("{\"type\":\"web_search\",\"type\":\"custom\"}"))
        .hasMessageContaining("web_search");
  }
}
