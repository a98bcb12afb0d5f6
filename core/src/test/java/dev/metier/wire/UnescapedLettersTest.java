package dev.metier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Letters are read behind the escapes they are written with.
class UnescapedLettersTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String read(String text) {
    byte[] bytes = bytes(text);
    return new String(
        UnescapedLetters.of(bytes, 0, bytes.length).letters(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "a\\u0073k-,ask-",
    "\\\\u0073k,sk",
    "\\\\\\\\u0053k,Sk",
    "a\\/b,a/b",
    "\\\\sk,sk",
    "\\usk,sk",
    "中\\u0073,中s"
  })
  void everyDepthOfEscapesIsRead(String written, String letters) {
    assertThat(read(written)).isEqualTo(letters);
  }

  @Test
  void placesAreThoseOfTheBytes() {
    byte[] bytes = bytes("a\\u0062c");
    UnescapedLetters text = UnescapedLetters.of(bytes, 0, bytes.length);
    assertThat(new int[] {text.place(0), text.place(1), text.place(2), text.place(3)})
        .containsExactly(0, 1, 7, 8);
  }

  @Test
  void onlyEscapesThatCanHideALetterAreLookedInto() {
    assertThat(UnescapedLetters.any(bytes("a\\n \\\"b\\\" \\u4e2d"))).isFalse();
    assertThat(UnescapedLetters.any(bytes("a\\n\\u0062"))).isTrue();
    assertThat(UnescapedLetters.any(bytes("a\\\\/"))).isTrue();
    assertThat(UnescapedLetters.any(bytes("a\\"))).isFalse();
  }
}
