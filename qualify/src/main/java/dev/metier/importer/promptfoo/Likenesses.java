package dev.metier.importer.promptfoo;

import dev.metier.importer.Rules;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ObjectNode;

/// Graders of how near an answer is to a text, and of refusals.
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
}
