package dev.metier.importer.nunjucks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The variables at a place of a template.
final class TemplateValues {
  private final Optional<TemplateValues> around;
  private final Map<String, JsonNode> values;
  private final Work work;

  TemplateValues(Map<String, JsonNode> values) {
    this(Optional.empty(), values, new Work());
  }

  private TemplateValues(Optional<TemplateValues> around, Map<String, JsonNode> values, Work work) {
    this.work = work;
    this.around = around;
    this.values = new HashMap<>(values);
  }

  /// The inside of a loop.
  TemplateValues within(Map<String, JsonNode> more) throws NotRendered {
    step(1);
    return new TemplateValues(Optional.of(this), more, work);
  }

  /// Counts work, in steps.
  void step(int steps) throws NotRendered {
    work.step(steps);
  }

  /// Counts the work on a value, by its size.
  JsonNode counted(JsonNode value) throws NotRendered {
    int length = value.isString() ? value.stringValue().length() : 0;
    step(1 + value.size() + length / 1000);
    return value;
  }

  /// A list or object that was made or read, when it is neither too large nor too deep.
  JsonNode measured(JsonNode value) throws NotRendered {
    step(Work.size(value, 0) / 100);
    return value;
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
