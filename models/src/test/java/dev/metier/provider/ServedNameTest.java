package dev.metier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedNameTest {
  private static ServedName of(ProviderKind kind, String id) {
    return new ServedName(model(kind, id));
  }

  private static Model model(ProviderKind kind, String id) {
    return new Model(
        new ModelName("m"),
        kind,
        id,
        Optional.of("http://127.0.0.1:1/v1"),
        Optional.empty(),
        new Host("h", DataClass.INTERNAL),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, claude-opus-5-5, claude-opus-5-5, true",
    "ANTHROPIC, claude-opus-5-5, claude-opus-5-5-20260801, true",
    "ANTHROPIC, claude-opus-5-5-latest, claude-opus-5-5-20260801, true",
    "ANTHROPIC, claude-opus-5-5, claude-haiku-5, false",
    "GOOGLE, gemini-3.8-flash, models/gemini-3.8-flash, true",
    "GOOGLE, gemini-3.8-flash, gemini-3.8-flash-lite, false",
    "OLLAMA, qwen3, qwen3:latest, true",
    "OLLAMA, qwen3:8b, qwen3:1b, false",
    "VLLM, Qwen/Qwen3-8B, Qwen/Qwen3-8B, true",
    "VLLM, Qwen/Qwen3-8B, Qwen/Qwen3-1.7B, false"
  })
  void aVersionBehindTheNameIsTheSameModel(
      ProviderKind kind, String asked, String told, boolean same) {
    assertThat(of(kind, asked).is(told)).isEqualTo(same);
  }

  @Test
  void aServerThatServesWhatItWasStartedWithMayGoByItsOwnName() {
    var name = of(ProviderKind.LLAMACPP, "tiny");
    assertThat(name.is("tiny-q8.gguf")).isTrue();
    assertThat(name.is("tiny-q8.gguf")).isTrue();
    assertThat(name.is("other.gguf")).as("it was started anew with another").isFalse();
    assertThat(name.expected()).isEqualTo("tiny-q8.gguf");
  }

  @Test
  void theNameThatWasToldInAnEarlierRunCounts() {
    var own = new ServedName(model(ProviderKind.LLAMACPP, "tiny"), Optional.of("tiny-q8.gguf"));
    assertThat(own.is("other.gguf")).isFalse();
    assertThat(own.is("tiny-q8.gguf")).isTrue();
    var chosen = new ServedName(model(ProviderKind.VLLM, "small"), Optional.of("large"));
    assertThat(chosen.is("large")).as("it is asked by name, whatever was told").isFalse();
  }
}
