package dev.metier.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "key: TOPSECRET",
        "  {use: openai/x, key: TOPSECRET, host: a}",
        "api_key: \"TOPSECRET\"",
        "Authorization: Bearer TOPSECRET-and-more",
        "kye: sk-ant-TOPSECRET",
        "text: hf_TOPSECRET123",
        "url: https://me:TOPSECRET@example.com/v1",
        "password = TOPSECRET words",
        "value: aTOPSECRET0123456789aTOPSECRET0123456789"
      })
  void secretsAreStarredOut(String line) {
    assertThat(Masked.of(line)).doesNotContain("TOPSECRET").hasSameSizeAs(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key: env:ANTHROPIC_API_KEY",
        "key:  env:A",
        "key: \"file:secrets/key\"",
        "max_tokens: 512",
        "use: anthropic/claude-opus-5-5",
        "keys: a",
        "monkey: banana",
        "Put the key into an environment variable and write `key: env:NAME`."
      })
  void otherTextStays(String line) {
    assertThat(Masked.of(line)).isEqualTo(line);
  }

  @Test
  void severalSecretsOfALineAreAllStarredOut() {
    assertThat(Masked.of("{key: one, token: two}")).isEqualTo("{key: ***, token: ***}");
  }
}
