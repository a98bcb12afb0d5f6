package dev.metier.grade.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds JSON objects in a text, also those with the slips that people and models make: single or
/// no quotes, commas at the end, comments, braces that do not close.
final class FoundJson {
  private static final int LONGEST = 100_000;
  private static final int MOST = 1_000;
  private static final long STEPS = 20_000_000;
  private static final int DEEPEST = 200;
  private static final JsonMapper JSON = JsonMapper.shared();

  private FoundJson() {}

  /// The objects from left to right; none within another, and none that nests deeper than 200.
  ///
  /// @throws IllegalArgumentException when the text has too many braces to look at
  static List<JsonNode> in(String text) {
    int[] ends = ends(text);
    var found = new ArrayList<JsonNode>();
    int tries = 0;
    long read = 0;
    for (int i = text.indexOf('{'); i >= 0; i = text.indexOf('{', i + 1)) {
      boolean closed = ends[i] >= 0 && ends[i] - i <= LONGEST;
      int end = closed ? ends[i] : Math.min(text.length(), i + LONGEST);
      read += end - i;
      if (++tries > MOST || read > STEPS) {
        throw new IllegalArgumentException("There are too many braces in the answer");
      }
      String candidate = text.substring(i, end);
      // a model that repeats itself opens thousands, and reading such a nest takes a second
      Optional<JsonNode> object =
          isTooDeep(candidate)
              ? Optional.empty()
              : object(closed ? candidate : candidate + closing(candidate));
      if (object.isPresent()) {
        found.add(object.get());
        i = end - 1;
      }
    }
    return found;
  }

  /// Behind which sign each brace closes; -1 for those that do not.
  private static int[] ends(String text) {
    int[] ends = new int[text.length()];
    Arrays.fill(ends, -1);
    var open = new ArrayDeque<Integer>();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        open.push(i);
      } else if (text.charAt(i) == '}' && !open.isEmpty()) {
        ends[open.pop()] = i + 1;
      }
    }
    return ends;
  }

  private static boolean isTooDeep(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth = Math.max(0, depth - 1);
      }
      if (depth > DEEPEST) {
        return true;
      }
    }
    return false;
  }

  private static String closing(String text) {
    long open = text.chars().filter(c -> c == '{').count();
    long closed = text.chars().filter(c -> c == '}').count();
    return "}".repeat((int) Math.max(0, open - closed));
  }

  private static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return repaired(text);
    }
  }

  /// As YAML, which JSON with such slips is.
  private static Optional<JsonNode> repaired(String text) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    try {
      Object value = new Load(settings).loadFromString(Comments.asYaml(text));
      JsonNode node = JSON.valueToTree(value);
      return Optional.of(node).filter(JsonNode::isObject);
    } catch (YamlEngineException | JacksonException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  /// Comments behind two slashes become those of YAML, and tabs blanks.
  private static final class Comments {
    private Comments() {}

    static String asYaml(String text) {
      var out = new StringBuilder(text.length());
      char quote = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        char before = i == 0 ? '\n' : text.charAt(i - 1);
        if (c == '\n') {
          quote = 0;
        } else if (quote == 0 && (c == '"' || (c == '\'' && !Character.isLetter(before)))) {
          quote = c;
        } else if (quote == c && before != '\\') {
          quote = 0;
        }
        boolean comment = quote == 0 && c == '/' && before != ':' && text.startsWith("//", i);
        out.append(comment ? " #" : c == '\t' ? " " : String.valueOf(c));
        i += comment ? 1 : 0;
      }
      return out.toString();
    }
  }
}
