package dev.metier.dialect.gemini;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.chat.SamplingHints;
import dev.metier.dialect.Vocabulary;
import dev.metier.wire.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// How a model of Google's is told to think: by a level or by a budget, since both at once are an
/// error. See <https://ai.google.dev/gemini-api/docs/thinking>.
record GeminiThinking(ModelProfile profile) {
  private static final int LEAST = 512;
  private static final int MOST = 24_576;

  /// The `thinkingConfig` for these wishes; empty when the model is left to itself.
  Optional<ObjectNode> config(SamplingHints wishes) {
    if (profile.thinking() == Thinking.NONE || !wants(wishes)) {
      return Optional.empty();
    }
    boolean off = isOff(wishes);
    ObjectNode config = Json.newObject();
    if (profile.thinking() == Thinking.BUDGET) {
      config.put("thinkingBudget", off ? (profile.thinkingStops() ? 0 : LEAST) : budget(wishes));
    } else {
      Vocabulary.effort(wishes)
          .or(() -> Optional.of("none").filter(none -> off))
          .map(Vocabulary::usualEffort)
          .ifPresent(level -> config.put("thinkingLevel", level.toUpperCase(Locale.ROOT)));
    }
    config.put("includeThoughts", !off);
    return Optional.of(config);
  }

  /// As many as the model likes, where the client names no measure.
  private static int budget(SamplingHints wishes) {
    boolean measured = wishes.effort().isPresent() || wishes.reasoningTokens().isPresent();
    return measured ? Math.clamp(Vocabulary.reasoningTokens(wishes), LEAST, MOST) : -1;
  }

  /// The wishes that the model cannot follow.
  Set<String> lacks(SamplingHints wishes) {
    if (profile.thinking() == Thinking.NONE) {
      return Set.of("reasoning", "reasoning_effort", "reasoning_tokens");
    }
    return isOff(wishes) && !profile.thinkingStops()
        ? Set.of("reasoning", "reasoning_effort")
        : Set.of();
  }

  private static boolean wants(SamplingHints wishes) {
    return wishes.reasoning().isPresent()
        || wishes.effort().isPresent()
        || wishes.reasoningTokens().isPresent();
  }

  private static boolean isOff(SamplingHints wishes) {
    return Vocabulary.reasons(wishes).filter(on -> !on).isPresent();
  }
}
