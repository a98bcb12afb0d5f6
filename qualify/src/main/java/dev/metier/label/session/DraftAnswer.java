package dev.metier.label.session;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a model wrote when it was asked for cases, as far as it can be read.
///
/// @param broken objects that are no JSON, or have no input or no expected answer
public record DraftAnswer(List<Drafted> cases, int broken) {
  /// One case.
  ///
  /// @param slice may be empty
  public record Drafted(String input, String expected, String slice) {
    /// What tells it from others: its input, however it is spaced and capitalised.
    public String sense() {
      return input.strip().replaceAll("\\s+", " ").toLowerCase(java.util.Locale.ROOT);
    }
  }

  public DraftAnswer {
    cases = List.copyOf(cases);
  }

  /// Reads each object of a list, also where the list was cut off, is fenced, or stands in prose.
  public static DraftAnswer read(String text) {
    var cases = new ArrayList<Drafted>();
    int broken = 0;
    int start = text.indexOf('{');
    while (start >= 0) {
      int end = end(text, start);
      List<Drafted> found = end < 0 ? List.of() : drafted(text.substring(start, end));
      cases.addAll(found);
      broken += found.isEmpty() ? 1 : 0;
      start = text.indexOf('{', end < 0 ? text.length() : end);
    }
    return new DraftAnswer(cases, broken);
  }

  /// Behind the brace that closes an object; -1 when none does.
  private static int end(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static List<Drafted> drafted(String object) {
    try {
      JsonNode node = JsonMapper.shared().readTree(object);
      if (node.path("cases").isArray()) {
        return node.path("cases").valueStream().flatMap(each -> one(each).stream()).toList();
      }
      return one(node);
    } catch (JacksonException e) {
      return List.of();
    }
  }

  private static List<Drafted> one(JsonNode node) {
    String input = text(node.path("input"));
    String expected = text(node.path("expected"));
    return input.isBlank() || expected.isBlank()
        ? List.of()
        : List.of(new Drafted(input, expected, text(node.path("slice")).strip()));
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? ""
        : node.isString() ? node.stringValue() : node.toString();
  }
}
