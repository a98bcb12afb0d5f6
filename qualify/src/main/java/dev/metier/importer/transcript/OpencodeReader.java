package dev.metier.importer.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sessions of opencode: its SQLite database (since 1.2), and the folder `storage` of JSON files
/// that came before.
final class OpencodeReader implements TranscriptReader {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEEPEST = 6;

  @Override
  public void read(Path place, LeftOutCounts tally, Consumer<Session> to) {
    for (Path file : files(place, tally)) {
      if (file.getFileName().toString().endsWith(".db")) {
        new OpencodeDatabase(file, tally).read(to);
      } else {
        stored(file, tally, to);
      }
    }
  }

  /// Databases, and folders of messages of one session.
  private static List<Path> files(Path place, LeftOutCounts tally) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    try (Stream<Path> all = Files.walk(place, DEEPEST)) {
      return all.filter(each -> isDatabase(each) || isOfMessages(each)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      tally.add(LeftOut.UNREADABLE);
      return List.of();
    }
  }

  private static boolean isDatabase(Path file) {
    return file.getFileName().toString().matches("opencode.*\\.db") && Files.isRegularFile(file);
  }

  private static boolean isOfMessages(Path folder) {
    Path above = folder.getParent();
    return above != null
        && above.endsWith("message")
        && folder.getFileName().toString().startsWith("ses_")
        && Files.isDirectory(folder);
  }

  /// A stored object; counted when it is none.
  static Optional<JsonNode> json(String text, LeftOutCounts tally) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException e) {
      tally.add(LeftOut.BROKEN);
      return Optional.empty();
    }
  }

  /// Tells a message and its parts.
  static void tell(JsonNode message, String id, List<JsonNode> parts, SessionBuilder session) {
    boolean byUser = message.path("role").asString("").equals("user");
    Optional<String> model =
        Optional.of(message.path("modelID").asString("")).filter(text -> !text.isEmpty());
    if (message.path("error").path("name").asString("").contains("Abort")) {
      session.interrupted();
    }
    var typed = new StringBuilder();
    for (JsonNode part : parts) {
      switch (part.path("type").asString("")) {
        case "text" -> {
          String text = part.path("text").asString("");
          if (!byUser) {
            session.said(id, text, model);
          } else if (!part.path("synthetic").asBoolean(false)) {
            typed.append(typed.isEmpty() ? "" : "\n").append(Scaffolding.typed(text));
          }
        }
        case "tool" -> session.called();
        default -> {
          // steps, snapshots and thoughts say nothing
        }
      }
    }
    if (!typed.toString().isBlank()) {
      session.asked(typed.toString());
    }
  }

  /// The older generation: a file a message in `message/SESSION`, a file a part in `part/MESSAGE`.
  private static void stored(Path folder, LeftOutCounts tally, Consumer<Session> to) {
    var session = new SessionBuilder();
    for (JsonNode message : objects(folder, tally)) {
      String id = message.path("id").asString("");
      if (!id.matches("[A-Za-z0-9_-]+")) {
        tally.add(LeftOut.UNKNOWN);
        continue;
      }
      Path parts = folder.resolve("../../part").resolve(id).normalize();
      tell(message, id, Files.isDirectory(parts) ? objects(parts, tally) : List.of(), session);
    }
    to.accept(session.session(folder.getFileName().toString()));
  }

  /// The objects of a folder's files, oldest first: their names grow with time.
  private static List<JsonNode> objects(Path folder, LeftOutCounts tally) {
    var found = new TreeMap<String, JsonNode>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().endsWith(".json")) {
          json(Files.readString(file), tally)
              .ifPresent(node -> found.put(file.getFileName().toString(), node));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      tally.add(LeftOut.UNREADABLE);
    }
    return List.copyOf(found.values());
  }
}
