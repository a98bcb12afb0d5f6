package dev.metier.grade.script;

import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What code gets as `context`: the case's variables, what was asked, and what was answered.
///
/// @param values variables that are no text, as JSON
public record ScriptContext(Map<String, String> values) {
  public ScriptContext {
    values = Map.copyOf(values);
  }

  /// The context for one answer.
  public JsonNode of(Sample sample) {
    ObjectNode context = JsonComparison.MAPPER.createObjectNode();
    ObjectNode vars = context.putObject("vars");
    sample.given().expected().ifPresent(text -> vars.put("expected", text));
    sample.given().vars().forEach(vars::put);
    values.forEach((name, json) -> vars.set(name, JsonComparison.expected(json)));
    context.put("prompt", sample.prompt());
    context.putObject("test").set("vars", vars);
    context.putObject("providerResponse").put("output", sample.reply().text());
    return context;
  }
}
