package dev.metier.grade.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The way to a value, as `a.b[0].c`; a name with dots or brackets in it as `["a.b"]`; `$` alone is
/// the whole.
///
/// @param steps names (String) and places in lists (Integer)
public record JsonPath(List<Object> steps) {
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
      throw new IllegalArgumentException(Quotation.quote(text) + " is no path such as a.b[0].c");
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
}
