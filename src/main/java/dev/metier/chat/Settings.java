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
}
