package dev.metier.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every tool has a name that Google takes, and comes back under its own.
class GeminiNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"2fa_check", "-x", "files/read", "a b", "größe", "__m", "__m2", "a:b", "9", "."})
  void otherNamesAreWrittenWithCodes(String name) {
    String written = GeminiNames.written(name);
    assertThat(written).matches("[a-zA-Z_][a-zA-Z0-9_.-]*").isNotEqualTo(name);
    assertThat(GeminiNames.read(written)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"weather", "_x", "files.read", "mcp__github__get-me", "X9"})
  void ordinaryNamesStay(String name) {
    assertThat(GeminiNames.written(name)).isEqualTo(name);
    assertThat(GeminiNames.read(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__m_", "__m_2", "__mx_zz"})
  void whatAModelMadeUpStays(String name) {
    assertThat(GeminiNames.read(name)).isEqualTo(name);
  }
}
