package dev.metier.importer.promptfoo;

import dev.metier.importer.Rules;
import java.util.List;
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

  /// An answer that declines, or is empty.
  static ObjectNode refusal() {
    var node = Rules.object();
    var parts = node.putArray("any");
    parts.add(Rules.bare("refusal"));
    parts.addObject().putObject("length").put("at_most", 0);
    return node;
  }
}
