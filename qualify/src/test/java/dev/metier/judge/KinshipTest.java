package dev.metier.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which models are of one family, and which are one, whatever they are called.
class KinshipTest {
  private static Model model(String name, String id, String port) {
    return new Model(
        new ModelName(name),
        ProviderKind.VLLM,
        id,
        Optional.of("http://127.0.0.1:" + port),
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.of(32),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static boolean same(Map<String, String> one, Map<String, String> other) {
    return Kinship.same(
        model("a", "big", "1"),
        new Fingerprint(one, Set.of()),
        model("b", "large", "2"),
        new Fingerprint(other, Set.of()));
  }

  @Test
  void theSameWeightsAreOneModelBehindAnyName() {
    assertThat(same(Map.of("digest", "1"), Map.of("digest", "1"))).isTrue();
    assertThat(same(Map.of("sha256", "1", "x", "2"), Map.of("sha256", "1"))).isTrue();
    var file = Map.of("file", "m.gguf", "n_params", "7", "size", "9");
    assertThat(same(file, file)).isTrue();
    assertThat(same(file, Map.of("file", "m.gguf", "n_params", "7", "size", "8"))).isFalse();
    assertThat(same(Map.of("digest", "1"), Map.of("digest", "2"))).isFalse();
    assertThat(same(Map.of("digest", "1"), Map.of("sha256", "1"))).isFalse();
    assertThat(same(Map.of(), Map.of())).isFalse();
  }

  @Test
  void theSameNameAtTheSamePlaceIsOneModel() {
    var nothing = new Fingerprint(Map.of(), Set.of());
    var one = model("a", "big", "1");
    assertThat(Kinship.same(one, nothing, model("b", "big", "1"), nothing)).isTrue();
    assertThat(Kinship.same(one, nothing, model("a", "large", "2"), nothing)).isTrue();
    assertThat(Kinship.same(one, nothing, model("b", "big", "2"), nothing)).isFalse();
    assertThat(Kinship.same(one, nothing, model("b", "large", "1"), nothing)).isFalse();
  }

  @Test
  void theServersWordForAFamilyComesFirst() {
    var told = new Fingerprint(Map.of("family", "Qwen3Moe"), Set.of());
    assertThat(Kinship.family(model("a", "my-finetune", "1"), told)).isEqualTo("qwen");
    assertThat(Kinship.family(model("a", "my-finetune", "1"), new Fingerprint(Map.of(), Set.of())))
        .isEqualTo("my");
  }

  @Test
  void aFamilyIsTheFirstWordOfAName() {
    assertThat(
            Map.of(
                "qwen3.6:27b", "qwen",
                "Qwen/Qwen3-8B-Instruct", "qwen",
                "models\\Qwen2.5-0.5B.gguf", "qwen",
                "claude-opus-5-5", "claude",
                "hf.co/bartowski/gemma-3-4b-it-GGUF:Q4_K_M", "gemma",
                "4711", "4711"))
        .allSatisfy((id, family) -> assertThat(Kinship.family(id)).isEqualTo(family));
  }
}
