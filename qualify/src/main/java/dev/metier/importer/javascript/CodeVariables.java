package dev.metier.importer.javascript;

import dev.metier.form.Written;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The variables of a test that are no text, as its code in JavaScript gets them.
///
/// @param vars by their names
public record CodeVariables(Map<String, Written> vars) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Writes them beside all code in a grader.
  public void addTo(JsonNode grader) {
    for (JsonNode each : grader) {
      addTo(each);
    }
    for (String name : new String[] {"javascript", "not_javascript"}) {
      if (grader.path(name) instanceof ObjectNode code
          && code.path("code").asString("").contains("vars")) {
        write(code);
      }
    }
  }

  private void write(ObjectNode code) {
    ObjectNode values = typed(vars);
    if (!values.isEmpty()) {
      code.set("vars", values);
    }
  }

  /// Those that are no text, as JSON.
  public static ObjectNode typed(Map<String, Written> vars) {
    ObjectNode values = JSON.createObjectNode();
    vars.forEach((name, value) -> {
      if (!(value instanceof Written.Scalar(_, _, var sort) && sort == Written.Sort.TEXT)) {
        values.set(name, JSON.readTree(value.json()));
      }
    });
    return values;
  }
}
