package dev.metier.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextTest {
  @Test
  void noCharacterIsCutInTwo() {
    assertThat(ShortText.of("ab\uD83D\uDE00c", 3)).isEqualTo("ab");
    assertThat(ShortText.of("ab\uD83D\uDE00c", 4)).isEqualTo("ab\uD83D\uDE00");
    assertThat(ShortText.dotted("ab\uD83D\uDE00", 3)).isEqualTo("ab...");
    assertThat(ShortText.dotted("abc", 3)).isEqualTo("abc");
    assertThat(ShortText.of("abcd", 3, "…")).isEqualTo("abc…");
    assertThat(ShortText.of("\uD83D\uDE00", 0)).isEmpty();
  }

  @Test
  void oneIsCountedAsOne() {
    assertThat(NumberText.count(1, "call of a model", "calls of models"))
        .isEqualTo("1 call of a model");
    assertThat(NumberText.count(1234, "call of a model", "calls of models"))
        .isEqualTo("1,234 calls of models");
  }
}
