package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.chat.Settings;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a model needs set, as it stands in a policy file.
final class SettingsReader {
  private static final Slot<Double> TEMPERATURE =
      key(
          "temperature",
          ScalarReader.number(
              "a number from 0 to 2", v -> v >= 0 && v <= 2, ",\"minimum\":0,\"maximum\":2"),
          "Sampling temperature.",
          "0");
  private static final Slot<Integer> MAX_TOKENS =
      key("max_tokens", ScalarReader.count(), "Most tokens of an answer.", "512");
  private static final Slot<Long> SEED =
      key("seed", ScalarReader.whole(Long.MIN_VALUE, Long.MAX_VALUE), "Seed of the sampling.", "7");
  private static final Slot<List<String>> STOP =
      key("stop", Shape.list(ScalarReader.string()), "Texts that end the answer.", "[\"###\"]")
          .usually(List.of(), "none");
  private static final Slot<String> RESPONSE_SCHEMA =
      key(
          "response_schema",
          ScalarReader.json("a JSON Schema"),
          "What the answer must follow.",
          "{\"type\": \"object\"}");
  private static final Slot<String> TOOL_CHOICE =
      key(
          "tool_choice",
          ScalarReader.string(),
          "`auto`, `none`, `required`, or the name of a tool.",
          "\"auto\"");
  private static final Slot<List<Shape.Named<String>>> EXTRA =
      key(
              "extra",
              Shape.named("field", ScalarReader.json("anything")),
              "Further fields of the request, sent as they are.",
              "{\"top_k\": 40}")
          .usually(List.of(), "none");

  static final Slot<Settings> SLOT =
      key(
          "settings",
          Table.shape(
                  "settings",
                  "",
                  TEMPERATURE,
                  MAX_TOKENS,
                  SEED,
                  STOP,
                  RESPONSE_SCHEMA,
                  TOOL_CHOICE,
                  EXTRA)
              .then((table, _, _) -> settings(table)),
          "What this model needs set.",
          "{\"max_tokens\": 512}");

  private SettingsReader() {}

  private static Optional<Settings> settings(Table table) {
    if (!table.sound()) {
      return Optional.empty();
    }
    Map<String, String> extra =
        table.value(EXTRA).stream()
            .collect(Collectors.toMap(Shape.Named::name, Shape.Named::value));
    return Optional.of(
        new Settings(
            table.find(TEMPERATURE).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            table.find(MAX_TOKENS).map(OptionalInt::of).orElse(OptionalInt.empty()),
            table.find(SEED).map(OptionalLong::of).orElse(OptionalLong.empty()),
            table.value(STOP),
            table.find(RESPONSE_SCHEMA),
            table.find(TOOL_CHOICE),
            extra));
  }
}
