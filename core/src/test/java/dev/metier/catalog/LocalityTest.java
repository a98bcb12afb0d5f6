package dev.metier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalityTest {
  private static boolean here(String... addresses) {
    return Locality.isHere(ProviderKind.VLLM, "x", List.of(addresses));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8000/v1",
        "http://127.9.9.9",
        "http://localhost:1",
        "http://[::1]:8000"
      })
  void loopbackAddressesAreHere(String address) {
    assertThat(here(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.2:8570/v1",
        "https://evil.example/v1",
        "http://localhost.evil.example",
        "http://127.0.0.1.nip.io",
        "http://0.0.0.0",
        "http://localhost.",
        "http://127.1",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://2130706433",
        "http://[::ffff:127.0.0.1]"
      })
  void allOtherAddressesAreElsewhere(String address) {
    assertThat(here(address)).isFalse();
    assertThat(here("http://127.0.0.1:8000", address)).isFalse();
  }

  @Test
  void whatHasNoAddressOfItsOwnIsWhereItsKindUsuallyIs() {
    assertThat(Locality.isHere(ProviderKind.OLLAMA, "qwen3:8b", List.of())).isTrue();
    assertThat(Locality.isHere(ProviderKind.GGUF, "m-cloud", List.of())).isTrue();
    assertThat(Locality.isHere(ProviderKind.OPENAI, "gpt", List.of())).isFalse();
  }

  /// Ollama passes them on, whichever of its APIs is asked.
  @Test
  void cloudModelsAreNeverHere() {
    List<String> local = List.of("http://127.0.0.1:11434/v1");
    for (ProviderKind kind :
        List.of(
            ProviderKind.OLLAMA, ProviderKind.VLLM, ProviderKind.OPENAI, ProviderKind.LLAMACPP)) {
      assertThat(Locality.isHere(kind, "gpt-oss:120b-cloud", local)).isFalse();
      assertThat(Locality.isHere(kind, "x:cloud", local)).isFalse();
      assertThat(Locality.isHere(kind, "GPT-OSS:120b-Cloud", local)).isFalse();
      assertThat(Locality.isHere(kind, "x:cloud ", local)).isFalse();
      assertThat(Locality.isHere(kind, "cloudy", local)).isTrue();
    }
  }

  /// A host that the team declares vouches for its own servers, not for whom they pass requests to.
  @Test
  void aNameOfACloudTellsAtEveryAddressButTheVendorsOwn() {
    String id = "gpt-oss:120b-cloud";
    for (ProviderKind kind :
        List.of(
            ProviderKind.OLLAMA,
            ProviderKind.VLLM,
            ProviderKind.LLAMACPP,
            ProviderKind.LMSTUDIO,
            ProviderKind.OPENAI,
            ProviderKind.ANTHROPIC,
            ProviderKind.GOOGLE)) {
      for (String address : List.of("http://127.0.0.1:11434/v1", "https://ws.example:11434")) {
        assertThat(Locality.isCloud(kind, id, Optional.of(address))).as(kind + address).isTrue();
        assertThat(Locality.isCloud(kind, "gpt-oss:20b", Optional.of(address))).isFalse();
      }
      assertThat(Locality.isCloud(kind, id, kind.usualAddress()))
          .as(kind + " itself")
          .isEqualTo(kind.local());
    }
    assertThat(Locality.isCloud(ProviderKind.GGUF, "m-cloud", Optional.empty())).isFalse();
  }
}
