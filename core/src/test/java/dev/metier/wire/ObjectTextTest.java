package dev.metier.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An object is open from its first bracket to its last, wherever its text is cut into pieces.
class ObjectTextTest {
  private static ObjectText text(String json) {
    var text = new ObjectText();
    json.chars().forEach(c -> text.add(Character.toString(c)));
    return text;
  }

  private static ObjectText quoted(String json) {
    byte[] bytes = Json.quoted(json).getBytes(UTF_8);
    var text = new ObjectText();
    text.add(bytes, 1, bytes.length - 1);
    return text;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"a\":\"}\"}",
        "{\"a\":{\"b\":[1,{}]}}\n",
        "{\"a\":\"\\\\\"}",
        "{\"a\":\"\\\"{\"}",
        "{\"ä\":\"€😀\"} and more"
      })
  void anObjectEndsWithItsLastBracket(String json) {
    assertThat(text(json).complete()).isTrue();
    assertThat(text(json).open()).isFalse();
    assertThat(quoted(json).complete()).isTrue();
    assertThat(quoted(json).open()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "\n{\"city\":\"Bo",
        "{\"a\":\"}",
        "{\"a\":\"b\"",
        "{\"a\":[{}]",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\\"
      })
  void oneThatWasCutIsOpen(String json) {
    assertThat(text(json).open()).isTrue();
    assertThat(quoted(json).open()).isTrue();
    assertThat(quoted(json).complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "\"{", "[{", "*** Begin {", "ls -l {a,b"})
  void whatIsNoObjectIsNeverOpen(String text) {
    assertThat(text(text).open()).isFalse();
    assertThat(quoted(text).open()).isFalse();
    assertThat(text(text).complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\\u0022a\\u0022:\\u0022\\u005c\\u0022}", "{\\u0022a\\u0022:1"})
  void quotesThatWereWrittenAsNumbersAreQuotes(String escaped) {
    byte[] bytes = escaped.getBytes(UTF_8);
    var text = new ObjectText();
    text.add(bytes, 0, bytes.length);
    assertThat(text.open()).isTrue();
  }
}
