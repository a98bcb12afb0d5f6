package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
  private static Optional<String> refused(String json) {
    var fields = Fields.of(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    return FieldNames.refusal(fields).map(Refusal::message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Model",
        "MODEL",
        "mODEL",
        "Messages",
        "me\u017F\u017Fages",
        "max_to\u212Aens",
        "MAX_COMPLETION_TOKENS",
        "Stream",
        "stream_option\u017F",
        "Input",
        "\u0130nput",
        "max_output_to\\u212aens",
        "\\u004dodel",
        "Keep_Alive",
        "Think"
      })
  void aNameThatFoldsToAKnownOneWithoutBeingItIsRefused(String name) {
    assertThat(refused("{\"" + name + "\":1}")).as(name).isPresent();
    assertThat(refused("{\"model\":\"j\",\"" + name + "\":1}")).as(name).isPresent();
  }

  /// Every letter that anybody takes for one of ASCII's.
  @Test
  void everyLetterThatFoldsToASCIIIsKnown() {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      String plain = String.valueOf(letter);
      String likewise =
          IntStream.rangeClosed(Character.MIN_CODE_POINT, Character.MAX_CODE_POINT)
              .mapToObj(Character::toString)
              .filter(other -> other.equalsIgnoreCase(plain) && !other.equals(plain))
              .collect(Collectors.joining());
      likewise
          .codePoints()
          .mapToObj(Character::toString)
          .forEach(other ->
              assertThat(refused("{\"x" + other + "\":1,\"x" + plain + "\":2}"))
                  .as(other)
                  .isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"a\",\"model\":\"b\"}",
        "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}",
        "{\"nobody\":1,\"knows\":2,\"nobody\":3}",
        "{\"nobodyKnows\":1,\"nobodyknows\":2}",
        "{\"\":1,\"\":2}"
      })
  void aNameThatStandsTwiceIsRefused(String json) {
    assertThat(refused(json).orElseThrow()).contains(" stands twice.");
  }

  /// Options of clients that no server of ours knows may have capitals.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"model\":\"a\",\"messages\":[],\"max_tokens\":1,\"user\":\"Model\"}",
        "{\"safePrompt\":true,\"enableThinking\":false,\"models\":1,\"model\":2}",
        "{\"mod\u00E9l\":1,\"MOD\u00E9L\":2,\"\u00E9\":1,\"\u00C9\":2}",
        "{\"modeel\":1,\"xmodel\":2,\"model \":3}"
      })
  void otherNamesAreTaken(String json) {
    assertThat(refused(json.replace("\"MOD\u00E9L\"", "\"other\""))).isEmpty();
  }

  @Test
  void theSentenceHoldsNoStrangeCharacters() {
    String strange = refused("{\"model\u0001\u202E\":1,\"model\u0001\u202E\":2}").orElseThrow();
    assertThat(strange).startsWith("The field model?? stands twice.");
    String longer = Json.quoted("x".repeat(5_000));
    assertThat(refused("{" + longer + ":1," + longer + ":2}").orElseThrow()).hasSizeLessThan(300);
  }

  @Test
  void manyNamesAreLookedThroughOnce() {
    String many =
        IntStream.range(0, 999)
            .mapToObj(i -> "\"Field_" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(refused(many)).isEmpty();
    assertThat(refused(many.replace("}", ",\"FIELD_7\":1}"))).isPresent();
  }
}
