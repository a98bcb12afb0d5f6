package dev.metier.label.draft;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Drafts in files with one JSON object a line; a decision changes one line.
final class DraftLines implements DraftForm {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public List<Found> found(Path file, String text) {
    var found = new ArrayList<Found>();
    List<String> lines = lines(text);
    for (int i = 0; i < lines.size(); i++) {
      read(file, i, lines.get(i)).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Found> read(Path file, int number, String line) {
    if (!line.contains("\"draft\"")) {
      return Optional.empty();
    }
    try {
      return DraftForm.read(file, number, number + 1, line, JsonMapper.shared().readTree(line));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public String accepted(Path file, String text, Found found, String expected) {
    List<String> lines = new ArrayList<>(lines(text));
    lines.set(found.number(), line(found, expected));
    return String.join("\n", lines);
  }

  @Override
  public String dropped(Path file, String text, Found found) {
    List<String> lines = new ArrayList<>(lines(text));
    lines.remove(found.number());
    return String.join("\n", lines);
  }

  /// All lines without their line feeds; the last one is empty when the text ends with one.
  private static List<String> lines(String text) {
    return List.of(text.split("\n", -1));
  }

  /// The line with `expected` in the place of `draft`.
  private static String line(Found found, String expected) {
    String line = found.own();
    JsonNode node = JsonMapper.shared().readTree(line);
    JsonNode answer = node.path("draft").path("answer");
    boolean same = expected.equals(found.draft().answer());
    String value = same ? answer.toString() : JsonMapper.shared().writeValueAsString(expected);
    String by =
        DraftForm.saysWho(node, found.draft())
            ? ", \"expected_by\": " + node.path("draft").path("by")
            : "";
    int[] place = member(line, "draft");
    String changed =
        line.substring(0, place[0]) + "\"expected\": " + value + by + line.substring(place[1]);
    return node.has("expected") ? without(changed) : changed;
  }

  /// Where a key and its value stand in an object.
  private static int[] member(String line, String key) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        int start = (int) json.currentTokenLocation().getCharOffset();
        boolean found = json.currentName().equals(key);
        json.nextToken();
        json.skipChildren();
        // a text is read to its end only when it is asked for
        json.getString();
        if (found) {
          return new int[] {start, (int) json.currentLocation().getCharOffset()};
        }
      }
    }
    throw new IllegalArgumentException("no key " + key);
  }

  /// Without an `expected` of null, which would be there twice.
  private static String without(String line) {
    return line.replaceFirst("\"expected\"\\s*:\\s*null\\s*,\\s*", "")
        .replaceFirst(",\\s*\"expected\"\\s*:\\s*null", "");
  }
}
