package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.importer.Rules;
import dev.metier.importer.javascript.AjvSchema;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Graders of how near an answer is to a text, of refusals, and of JSON.
final class Likenesses {
  private static final double EDITS = 5;

  private Likenesses() {}

  /// At most this many edits; 5 when nothing is said.
  static ObjectNode edits(String text, OptionalDouble threshold) {
    var node = Rules.object();
    int most = (int) Math.floor(threshold.orElse(EDITS));
    node.putObject("edit_distance").put("expected", text).put("at_most", Math.max(0, most));
    return node;
  }

  /// Words in common with the nearest of several texts.
  static ObjectNode words(String name, List<String> texts, double least) {
    var node = Rules.object();
    var settings = node.putObject(name);
    texts.forEach(settings.putArray("expected")::add);
    settings.put("at_least", Math.clamp(least, 0, 1));
    return node;
  }

  /// The names of tools that are called, by their F1; 1 when nothing is said.
  static ObjectNode calls(List<String> names, OptionalDouble threshold) {
    var node = Rules.object();
    double least = threshold.orElse(1);
    if (least <= 0) {
      // every F1 is enough
      node.putObject("length").put("at_least", 0);
      return node;
    }
    var calls = node.putObject("tool_calls");
    names.forEach(calls.putArray("expected")::add);
    calls.put("f1", Math.min(1, least));
    return node;
  }

  /// An answer that declines, or is empty.
  static Optional<ObjectNode> refusal(ConfigFolder source) {
    source.note("`is-refusal` is judged by our own list of phrases.");
    var node = Rules.object();
    var parts = node.putArray("any");
    parts.add(Rules.bare("refusal"));
    parts.addObject().putObject("length").put("at_most", 0);
    return Optional.of(node);
  }

  /// JSON, where a schema is said by that.
  ///
  /// @param bare the grader without a schema
  /// @param name that with one
  static Optional<ObjectNode> json(Assertion each, String bare, String name, ConfigFolder source) {
    if (each.value().isEmpty() || each.value().get().textOrJson().equals("null")) {
      return Optional.of(Rules.bare(bare));
    }
    Optional<String> schema =
        each.value().get() instanceof Written.Entries entries
            ? Optional.of(entries.json())
            : Assertions.text(each).flatMap(value -> schema(value, each, source));
    return schema
        .map(JsonMapper.shared()::readTree)
        .flatMap(said -> {
          Optional<String> refused = AjvSchema.refused(said);
          refused.ifPresent(word ->
              source.lost(
                  each.typed(),
                  each.place(),
                  "Its schema says `" + word + "`, which promptfoo takes for an error.",
                  "Leave it out of the schema."));
          var node = Rules.object();
          node.set(name, said);
          return refused.isEmpty() ? Optional.of(node) : Optional.empty();
        });
  }

  private static Optional<String> schema(String value, Assertion each, ConfigFolder source) {
    if (value.matches("file://.*\\.(js|cjs|mjs|ts|py)(:.*)?")) {
      source.lost(each.typed(), each.place(), "Its schema is a program, which is not run.", "");
      return Optional.empty();
    }
    Optional<Written> written =
        ConfigFolder.isFile(value)
            ? source.file(value, each.place()).flatMap(f -> source.written(f, each.place()))
            : Yaml.read(each.place().file(), value, "", _ -> {});
    boolean unread = written.isEmpty() && !ConfigFolder.isFile(value);
    if (unread || written.filter(w -> !(w instanceof Written.Entries)).isPresent()) {
      source.lost(each.typed(), each.place(), "Its schema is no object.", "");
    }
    return written.filter(Written.Entries.class::isInstance).map(Written::json);
  }
}
