package dev.metier.chat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a client would like beyond the settings. A model that cannot follow one is asked without
/// it; what is empty is left to the vendor.
///
/// @param topP share of probability to sample from, 0..1
/// @param topK number of tokens to sample from, at least 1
/// @param reasoning whether the model is to reason before it answers
/// @param effort how hard it is to reason: none, minimal, low, medium, high, xhigh, max
/// @param reasoningTokens most tokens of reasoning, at least 1
/// @param parallelTools whether it may make several calls at once
/// @param json whether the answer is to be a JSON object of any shape
/// @param user an opaque name for whoever is behind the client
/// @param schemaName what the schema of the answer is called
/// @param caching up to where the request is worth keeping
public record SamplingHints(
    OptionalDouble topP,
    OptionalInt topK,
    Optional<Boolean> reasoning,
    Optional<String> effort,
    OptionalInt reasoningTokens,
    Optional<Boolean> parallelTools,
    boolean json,
    Optional<String> user,
    Optional<SchemaName> schemaName,
    CacheHints caching) {
  /// Everything left to the vendor.
  public static final SamplingHints NONE =
      new SamplingHints(
          OptionalDouble.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          false,
          Optional.empty());

  public SamplingHints(
      OptionalDouble topP,
      OptionalInt topK,
      Optional<Boolean> reasoning,
      Optional<String> effort,
      OptionalInt reasoningTokens,
      Optional<Boolean> parallelTools,
      boolean json,
      Optional<String> user) {
    this(
        topP,
        topK,
        reasoning,
        effort,
        reasoningTokens,
        parallelTools,
        json,
        user,
        Optional.empty(),
        CacheHints.NONE);
  }

  public SamplingHints with(CacheHints hints) {
    return new SamplingHints(
        topP,
        topK,
        reasoning,
        effort,
        reasoningTokens,
        parallelTools,
        json,
        user,
        schemaName,
        hints);
  }

  public SamplingHints with(Optional<SchemaName> name) {
    return new SamplingHints(
        topP, topK, reasoning, effort, reasoningTokens, parallelTools, json, user, name, caching);
  }
}
