package dev.metier.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/// The way to a value, as `a.b[0].c`; a name with dots or brackets in it as `["a.b"]`; `$` alone is
/// the whole.
///
/// @param steps names (String) and places in lists (Integer)
public record JsonPath(List<Object> steps) {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern STEP =
      Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d{1,9})\\]|\\[\"([^\"]*)\"\\]|\\['([^']*)'\\]");

  /// The path that a text is.
  ///
  /// @throws IllegalArgumentException when it is none
  public static JsonPath of(String text) {
    String path = text.matches("\\$([.\\[].*)?") ? text.substring(1) : text;
    var steps = new ArrayList<Object>();
    Matcher step = STEP.matcher(path);
    int at = 0;
    while (at < path.length() && step.find(at) && step.start() == at) {
      String index = step.group(2);
      steps.add(index == null ? name(step) : Integer.valueOf(index));
      at = step.end();
    }
    if (at < path.length() || text.isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" is no path such as a.b[0].c");
    }
    return new JsonPath(List.copyOf(steps));
  }

  private static String name(Matcher step) {
    String plain = step.group(1);
    String quoted = step.group(3);
    return plain != null ? plain : quoted != null ? quoted : step.group(4);
  }

  /// The value there; a missing node when there is none.
  public JsonNode in(JsonNode root) {
    JsonNode node = root;
    for (Object step : steps) {
      node = step instanceof Integer index ? node.path(index) : node.path((String) step);
    }
    return node;
  }

  /// How often well-formed JSON has a value there: more than once where a name on the way stands
  /// twice in one object.
  public int times(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return times(parser, 0);
    }
  }

  private int times(JsonParser parser, int at) {
    if (at == steps.size()) {
      parser.skipChildren();
      return 1;
    }
    JsonToken open = parser.currentToken();
    if (open != JsonToken.START_OBJECT && open != JsonToken.START_ARRAY) {
      return 0;
    }
    int times = 0;
    int place = 0;
    for (JsonToken next = parser.nextToken(); !next.isStructEnd(); next = parser.nextToken()) {
      Object step = place++;
      if (open == JsonToken.START_OBJECT) {
        step = parser.currentName();
        parser.nextToken();
      }
      if (step.equals(steps.get(at))) {
        times += times(parser, at + 1);
      } else {
        parser.skipChildren();
      }
    }
    return times;
  }
}
