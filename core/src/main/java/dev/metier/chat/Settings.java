package dev.metier.chat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How a model is to answer; what is empty is left to the vendor.
///
/// @param temperature sampling temperature, 0..2
/// @param maxTokens most tokens of the answer, at least 1
/// @param stop texts that end the answer
/// @param responseSchema JSON Schema (JSON text) that the answer must follow
/// @param toolChoice `auto`, `none`, `required`, or the name of a tool
/// @param extra further fields of the request body, name to JSON value text, sent as they are
public record Settings(
    OptionalDouble temperature,
    OptionalInt maxTokens,
    OptionalLong seed,
    List<String> stop,
    Optional<String> responseSchema,
    Optional<String> toolChoice,
    Map<String, String> extra) {
  /// The field by which servers that speak OpenAI's dialect are asked how likely tokens were.
  public static final String LIKELIHOOD = "logprobs";

  /// Everything left to the vendor.
  public static final Settings NONE =
      new Settings(
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  public Settings {
    stop = List.copyOf(stop);
    extra = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(extra));
  }

  /// Nothing but further fields of the request body.
  public static Settings ofExtra(Map<String, String> extra) {
    return new Settings(
        NONE.temperature,
        NONE.maxTokens,
        NONE.seed,
        NONE.stop,
        NONE.responseSchema,
        NONE.toolChoice,
        extra);
  }

  /// These settings; what they leave empty is as in the others.
  public Settings withDefaults(Settings others) {
    Map<String, String> both = new TreeMap<>(others.extra);
    both.putAll(extra);
    return new Settings(
        temperature.isPresent() ? temperature : others.temperature,
        maxTokens.isPresent() ? maxTokens : others.maxTokens,
        seed.isPresent() ? seed : others.seed,
        stop.isEmpty() ? others.stop : stop,
        responseSchema.or(others::responseSchema),
        toolChoice.or(others::toolChoice),
        both);
  }

  /// The same for an answer of at most so many tokens.
  public Settings atMost(int tokens) {
    return new Settings(
        temperature, OptionalInt.of(tokens), seed, stop, responseSchema, toolChoice, extra);
  }

  /// The same, where the server also tells how likely the tokens are. llama.cpp's tells of twenty
  /// others beside each unless it is told how many, and of none at all when that is 0.
  public Settings withLikelihood() {
    var all = new TreeMap<>(extra);
    all.put(LIKELIHOOD, "true");
    all.putIfAbsent("top_logprobs", "1");
    return new Settings(temperature, maxTokens, seed, stop, responseSchema, toolChoice, all);
  }

  /// The same at this temperature.
  public Settings at(double other) {
    return new Settings(
        OptionalDouble.of(other), maxTokens, seed, stop, responseSchema, toolChoice, extra);
  }
}
