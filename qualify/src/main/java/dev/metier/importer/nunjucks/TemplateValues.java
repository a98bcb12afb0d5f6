package dev.metier.importer.nunjucks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The variables at a place of a template.
final class TemplateValues {
  private final Optional<TemplateValues> around;
  private final Map<String, JsonNode> values;

  TemplateValues(Map<String, JsonNode> values) {
    this(Optional.empty(), values);
  }

  private TemplateValues(Optional<TemplateValues> around, Map<String, JsonNode> values) {
    this.around = around;
    this.values = new HashMap<>(values);
  }

  /// The inside of a loop.
  TemplateValues within(Map<String, JsonNode> more) {
    return new TemplateValues(Optional.of(this), more);
  }

  /// Sets a variable here; outside of a loop it keeps its value, as there.
  void set(String name, JsonNode value) throws NotRendered {
    if (around.isPresent()) {
      throw new NotRendered("`{% set %}` within a loop");
    }
    values.put(name, value);
  }

  JsonNode get(String name) throws NotRendered {
    JsonNode found = values.get(name);
    if (found != null) {
      return found;
    }
    if (around.isPresent()) {
      return around.get().get(name);
    }
    if (name.matches("_conversation|env|range|cycler|joiner|caller|super|self")) {
      throw new NotRendered("`" + name + "`, which is no variable of the test");
    }
    return Values.UNDEFINED;
  }
}
