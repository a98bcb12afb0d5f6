package dev.metier.grade.tool;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.json.AnswerSchema;
import dev.metier.grade.value.JsonComparison;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A call as expected in one case.
record WantedCall(String name, Optional<JsonNode> arguments, Optional<AnswerSchema> schema) {
  boolean fits(MadeCall call) {
    return call.name().equals(name)
        && arguments.map(a -> JsonComparison.contains(call.arguments(), a)).orElse(true)
        && schema.flatMap(s -> s.violation(call.arguments())).isEmpty();
  }

  /// The call for people, with what its arguments must hold.
  String shown() {
    return name + arguments.map(a -> " with " + quote(a.toString())).orElse("");
  }
}
