package dev.metier.importer.nunjucks;

import java.util.ArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON with line breaks, as JavaScript writes it.
final class Indented {
  private Indented() {}

  /// @param step what each depth is indented by; nothing for one line
  static String of(JsonNode value, String step) {
    return step.isEmpty() ? flat(value) : of(value, step, "\n");
  }

  private static String flat(JsonNode value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  private static String of(JsonNode value, String step, String line) {
    if (!value.isContainer() || value.isEmpty()) {
      return flat(value);
    }
    var members = new ArrayList<String>();
    String inner = line + step;
    if (value.isArray()) {
      value.forEach(each -> members.add(inner + of(each, step, inner)));
      return "[" + String.join(",", members) + line + "]";
    }
    value
        .properties()
        .forEach(each ->
            members.add(
                inner
                    + JsonMapper.shared().writeValueAsString(each.getKey())
                    + ": "
                    + of(each.getValue(), step, inner)));
    return "{" + String.join(",", members) + line + "}";
  }
}
