package dev.metier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.catalog.ModelProfile.Thinking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelProfileTest {
  private static ModelProfile claude(String id) {
    return ModelProfile.of(ProviderKind.ANTHROPIC, id, Optional.empty());
  }

  private static ModelProfile openAi(String id, String address) {
    return ModelProfile.of(ProviderKind.OPENAI, id, Optional.of(address));
  }

  private static ModelProfile openAi(String id) {
    return ModelProfile.of(ProviderKind.OPENAI, id, Optional.empty());
  }

  @Test
  void aClaudeThinksAsItsGenerationDoes() {
    Map.of(
            "claude-3-5-sonnet-20241022", Thinking.NONE,
            "claude-3-7-sonnet-20250219", Thinking.BUDGET,
            "claude-opus-4-20250514", Thinking.BUDGET,
            "claude-haiku-4-5-20251001", Thinking.BUDGET,
            "claude-opus-4-6", Thinking.BUDGET_OR_ADAPTIVE,
            "claude-opus-4-7", Thinking.ADAPTIVE,
            "claude-sonnet-5", Thinking.ADAPTIVE,
            "claude-opus-5-5", Thinking.ADAPTIVE,
            "anthropic/claude-opus-4.8", Thinking.ADAPTIVE,
            "claude-fable-5", Thinking.ADAPTIVE)
        .forEach((id, thinking) -> assertThat(claude(id).thinking()).as(id).isEqualTo(thinking));
  }

  @Test
  void fromOpus47OnNoClaudeTakesSamplingParameters() {
    assertThat(claude("claude-opus-4-6").refused()).isEmpty();
    for (String id : List.of("claude-opus-4-7", "claude-opus-5", "claude-fable-5-1")) {
      assertThat(claude(id).refused()).contains("temperature", "top_p", "top_k");
    }
  }

  @Test
  void onlyTheNewestClaudesCannotBeMadeToCallATool() {
    for (String id : List.of("claude-opus-5", "claude-fable-5", "claude-sonnet-4-6")) {
      assertThat(claude(id).forcedTools()).as(id).isTrue();
    }
    for (String id : List.of("claude-opus-5-5", "claude-fable-5-1", "claude-sonnet-5-5")) {
      assertThat(claude(id).forcedTools()).as(id).isFalse();
    }
  }

  @Test
  void aGenerationThatNobodyKnowsIsTakenForTheNewestKnown() {
    assertThat(claude("claude-opus-7")).isEqualTo(claude("claude-opus-5-5"));
  }

  /// Vendors take things away more often than they bring them back.
  @Test
  void aClaudeWithoutAGenerationIsTakenForTheNewest() {
    for (String id : List.of("claude-latest", "claude-sonnet-latest", "my-claude", "claude-m")) {
      assertThat(claude(id)).as(id).isEqualTo(claude("claude-opus-5-5"));
    }
    assertThat(claude("claude-2.1").thinking()).isEqualTo(Thinking.NONE);
    assertThat(claude("claude-instant-1.2").thinking()).isEqualTo(Thinking.NONE);
    assertThat(claude("glm-5.2").thinking()).isEqualTo(Thinking.BUDGET);
  }

  @Test
  void fromGeneration46OnNoClaudeGoesOnWithABegunAnswer() {
    for (String id : List.of("claude-opus-4-6", "claude-sonnet-5", "claude-fable-5")) {
      assertThat(claude(id).prefill()).as(id).isFalse();
    }
    for (String id : List.of("claude-haiku-4-5-20251001", "claude-3-5-haiku-20241022", "glm-5")) {
      assertThat(claude(id).prefill()).as(id).isTrue();
    }
  }

  @Test
  void newModelsOfOpenAiThinkOrTakeTools() {
    for (String id : List.of("gpt-5.4", "gpt-5.6-luna", "gpt-6-astra")) {
      assertThat(openAi(id).thinksWithTools()).as(id).isFalse();
    }
    for (String id : List.of("gpt-5", "gpt-5.1", "gpt-4.1", "o3")) {
      assertThat(openAi(id).thinksWithTools()).as(id).isTrue();
    }
    assertThat(openAi("gpt-6-astra", "https://llm.example/v1").thinksWithTools()).isTrue();
  }

  @Test
  void everyClaudeOfThePriceListHasALongestAnswer() {
    for (String id : PriceTable.shipped().ids(ProviderKind.ANTHROPIC)) {
      assertThat(claude(id).longestOutput()).as(id).isPresent();
    }
  }

  @Test
  void modelsOfOpenAiThatAlwaysThinkTakeNoSamplingParameters() {
    for (String id : List.of("o3", "gpt-5-mini", "gpt-5.6-sol", "gpt-6.1-sol")) {
      assertThat(openAi(id).refused()).as(id).contains("temperature", "top_p", "top_k");
    }
    for (String id : List.of("gpt-4.1", "gpt-5-chat-latest", "gpt-5.1", "ft:gpt-4o:me")) {
      assertThat(openAi(id).refused()).as(id).doesNotContain("temperature").contains("top_k");
    }
    assertThat(openAi("gpt-4.1").refused()).contains("reasoning_effort");
  }

  @Test
  void parametersOfLocalServersGoToNoVendor() {
    for (String address : List.of("https://api.openai.com/v1", "https://llm.example/v1")) {
      assertThat(openAi("any", address).refused()).contains("top_k", "chat_template_kwargs");
    }
    assertThat(openAi("any", "http://127.0.0.1:30000/v1").refused()).isEmpty();
  }

  @Test
  void localServersAreGivenOneSystemMessageAtTheBeginning() {
    for (ProviderKind kind : ProviderKind.runtimes()) {
      assertThat(ModelProfile.of(kind, "qwen3.6", Optional.empty()).systemMessages())
          .isEqualTo(SystemMessages.LEADING);
    }
    assertThat(openAi("gpt-6.1-sol").systemMessages()).isEqualTo(SystemMessages.ANYWHERE);
  }

  @Test
  void aGeminiThinksAsItsGenerationDoes() {
    Map.of(
            "gemini-2.0-flash", Thinking.NONE,
            "gemma-3-27b-it", Thinking.NONE,
            "gemini-2.5-flash-lite", Thinking.BUDGET,
            "gemini-2.5-pro", Thinking.BUDGET,
            "gemini-3.8-flash", Thinking.LEVEL,
            "models/gemini-3.1-pro-preview", Thinking.LEVEL,
            "gemini-4-argon", Thinking.LEVEL,
            "gemini-flash-latest", Thinking.LEVEL)
        .forEach((id, thinking) ->
            assertThat(ModelProfile.of(ProviderKind.GOOGLE, id, Optional.empty()).thinking())
                .as(id)
                .isEqualTo(thinking));
  }

  @Test
  void everyGeminiOfThePriceListHasALongestAnswer() {
    for (String id : PriceTable.shipped().ids(ProviderKind.GOOGLE)) {
      assertThat(ModelProfile.of(ProviderKind.GOOGLE, id, Optional.empty()).longestOutput())
          .as(id)
          .hasValue(65_536);
    }
  }
}
