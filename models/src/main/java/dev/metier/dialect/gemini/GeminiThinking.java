package dev.metier.dialect.gemini;

import dev.metier.chat.SamplingHints;
import dev.metier.dialect.Vocabulary;
import dev.metier.wire.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// How a model of Google's is told to think; to give a level and a budget at once is an error. See
/// <https://ai.google.dev/gemini-api/docs/thinking>.
enum GeminiThinking {
  /// Not at all: Gemini 2.0 and before, and Gemma.
  NONE,
  /// By most tokens: Gemini 2.5.
  BUDGET,
  /// By a level: Gemini 3 and later. These models also refuse calls of theirs that come back
  /// without signature or id.
  LEVEL;

  private static final Pattern BY_BUDGET = Pattern.compile("gemini-2\\.5\\b.*");
  private static final Pattern WITHOUT = Pattern.compile("gemini-(?:1|2\\.0)\\b.*|gemma-.*");
  private static final int LEAST = 512;
  private static final int MOST = 24_576;

  /// A name without a number, `gemini-flash-latest`, is of the newest models.
  static GeminiThinking of(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (WITHOUT.matcher(name).matches()) {
      return NONE;
    }
    return BY_BUDGET.matcher(name).matches() ? BUDGET : LEVEL;
  }

  /// The `thinkingConfig` for these wishes; empty when the model is left to itself.
  Optional<ObjectNode> config(SamplingHints wishes, String model) {
    if (this == NONE || !wants(wishes)) {
      return Optional.empty();
    }
    boolean off = off(wishes);
    ObjectNode config = Json.newObject();
    if (this == LEVEL) {
      Vocabulary.effort(wishes)
          .or(() -> Optional.of("none").filter(none -> off))
          .map(Vocabulary::usualEffort)
          .ifPresent(level -> config.put("thinkingLevel", level.toUpperCase(Locale.ROOT)));
    } else if (off) {
      config.put("thinkingBudget", canStop(model) ? 0 : LEAST);
    } else if (wishes.effort().isPresent() || wishes.reasoningTokens().isPresent()) {
      int tokens = Math.clamp(Vocabulary.reasoningTokens(wishes), LEAST, MOST);
      config.put("thinkingBudget", tokens);
    } else {
      config.put("thinkingBudget", -1);
    }
    config.put("includeThoughts", !off);
    return Optional.of(config);
  }

  /// The wishes that the model cannot follow.
  Set<String> lacks(SamplingHints wishes, String model) {
    if (this == NONE) {
      return Set.of("reasoning", "reasoning_effort", "reasoning_tokens");
    }
    return off(wishes) && !(this == BUDGET && canStop(model))
        ? Set.of("reasoning", "reasoning_effort")
        : Set.of();
  }

  private static boolean wants(SamplingHints wishes) {
    return wishes.reasoning().isPresent()
        || wishes.effort().isPresent()
        || wishes.reasoningTokens().isPresent();
  }

  private static boolean off(SamplingHints wishes) {
    return Vocabulary.reasons(wishes).filter(on -> !on).isPresent();
  }

  private static boolean canStop(String model) {
    return !model.contains("-pro");
  }
}
