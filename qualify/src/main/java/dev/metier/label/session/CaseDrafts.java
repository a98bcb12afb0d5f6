package dev.metier.label.session;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Case.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Drafts of what is expected, in files of cases with one JSON object a line. A person accepts,
/// mends or drops them; only that part of that line changes.
public final class CaseDrafts {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> OURS =
      Set.of(
          "id",
          "expected",
          "slices",
          "cluster",
          "graders",
          "draft",
          "critical",
          "written_by",
          "expected_by",
          "vars");

  /// A draft that nobody has decided on.
  ///
  /// @param text its whole line
  public record Waiting(
      Path file, String text, String id, Map<String, String> vars, String slices, Draft draft) {}

  /// What a decision changed; a dropped case has no line any more.
  ///
  /// @param index the line's, from 0
  public record Edit(Path file, int index, String before, Optional<String> after) {}

  private CaseDrafts() {}

  /// The drafts of these files that wait, in their order.
  public static List<Waiting> in(List<Path> files) {
    var waiting = new ArrayList<Waiting>();
    for (Path file : files) {
      int number = 0;
      for (String line : lines(file)) {
        number++;
        String id = file.getFileName() + ":" + number;
        read(file, line, id).ifPresent(waiting::add);
      }
    }
    return waiting;
  }

  private static Optional<Waiting> read(Path file, String line, String usual) {
    if (!line.contains("\"draft\"")) {
      return Optional.empty();
    }
    try {
      JsonNode node = JsonMapper.shared().readTree(line);
      boolean open = !node.has("expected") || node.get("expected").isNull();
      JsonNode answer = node.path("draft").path("answer");
      Optional<Draft> draft =
          answer.isMissingNode() || text(answer).isBlank()
              ? Optional.empty()
              : Draft.of(text(answer), node.path("draft").path("by").asString(""));
      if (!open || draft.isEmpty()) {
        return Optional.empty();
      }
      Map<String, String> vars = new LinkedHashMap<>();
      node.path("vars").properties().forEach(e -> vars.put(e.getKey(), text(e.getValue())));
      node.properties().stream()
          .filter(e -> !OURS.contains(e.getKey()))
          .forEach(e -> vars.putIfAbsent(e.getKey(), text(e.getValue())));
      String slices =
          node.path("slices").isArray()
              ? node.path("slices")
                  .valueStream()
                  .map(CaseDrafts::text)
                  .collect(Collectors.joining(", "))
              : node.path("slices").asString("");
      return Optional.of(
          new Waiting(file, line, node.path("id").asString(usual), vars, slices, draft.get()));
    } catch (JacksonException e) {
      // `metier check` tells broken lines
      return Optional.empty();
    }
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  /// Makes a draft, or what a person made of it, what is expected. Which model wrote it stays
  /// written.
  ///
  /// @throws ProblemsException when the line changed since, or cannot be written
  public static Edit accept(Waiting waiting, String expected) {
    return replace(waiting, Optional.of(accepted(waiting, expected)));
  }

  /// Removes the case.
  ///
  /// @throws ProblemsException when the line changed since, or cannot be written
  public static Edit drop(Waiting waiting) {
    return replace(waiting, Optional.empty());
  }

  /// Takes a decision back.
  public static void undo(Edit edit) {
    List<String> lines = new ArrayList<>(lines(edit.file()));
    if (edit.after().isEmpty()) {
      lines.add(Math.min(edit.index(), lines.size()), edit.before());
    } else {
      int at = lines.indexOf(edit.after().get());
      if (at < 0) {
        throw changed(edit.file());
      }
      lines.set(at, edit.before());
    }
    write(edit.file(), lines);
  }

  private static Edit replace(Waiting waiting, Optional<String> after) {
    List<String> lines = new ArrayList<>(lines(waiting.file()));
    int at = lines.indexOf(waiting.text());
    if (at < 0) {
      throw changed(waiting.file());
    }
    after.ifPresentOrElse(text -> lines.set(at, text), () -> lines.remove(at));
    write(waiting.file(), lines);
    return new Edit(waiting.file(), at, waiting.text(), after);
  }

  private static ProblemsException changed(Path file) {
    return new ProblemsException(
        file + " was changed meanwhile; this draft stays as it is.", "Start again.");
  }

  /// The line with `expected` in the place of `draft`.
  private static String accepted(Waiting waiting, String expected) {
    String line = waiting.text();
    JsonNode node = JsonMapper.shared().readTree(line);
    JsonNode answer = node.path("draft").path("answer");
    boolean same = expected.equals(waiting.draft().answer());
    String value = same ? answer.toString() : JsonMapper.shared().writeValueAsString(expected);
    boolean marked = node.has("written_by") || waiting.draft().model().isEmpty();
    String by = marked ? "" : ", \"expected_by\": " + node.path("draft").path("by");
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

  /// All lines without their line feeds; the last one is empty when the file ends with one.
  private static List<String> lines(Path file) {
    try {
      return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\n", -1));
    } catch (IOException e) {
      throw new ProblemsException(
          "The cases in " + file + " cannot be read: " + e.getMessage() + ".",
          "Cases are text in UTF-8.");
    }
  }

  private static void write(Path file, List<String> lines) {
    WholeFile.write(file, String.join("\n", lines));
  }
}
