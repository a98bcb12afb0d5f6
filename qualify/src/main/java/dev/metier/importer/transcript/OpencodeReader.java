package dev.metier.importer.transcript;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sessions of opencode: its SQLite database (since 1.2), and the folder `storage` of JSON files
/// that came before. The database is opened for reading alone, so that an opencode that runs is
/// neither waited for nor held up.
final class OpencodeReader implements TranscriptReader {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEEPEST = 6;
  private static final String SESSIONS =
      "select id, coalesce(parent_id, '') as parent from session order by id";
  private static final String MESSAGES =
      "select id, data from message where session_id = ? order by time_created, id";
  private static final String PARTS =
      "select data from part where message_id = ? order by time_created, id";

  @Override
  public void read(Path place, LeftOutCounts tally, Consumer<Session> to) {
    for (Path file : files(place, tally)) {
      if (file.getFileName().toString().endsWith(".db")) {
        database(file, tally, to);
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

  private static void database(Path file, LeftOutCounts tally, Consumer<Session> to) {
    String address = "jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?mode=ro";
    try (Connection db = DriverManager.getConnection(address)) {
      try (var sessions = db.prepareStatement(SESSIONS);
          ResultSet rows = sessions.executeQuery()) {
        while (rows.next()) {
          if (rows.getString("parent").isEmpty()) {
            to.accept(session(db, rows.getString("id"), tally));
          } else {
            tally.add(LeftOut.SIDE);
          }
        }
      }
    } catch (SQLException e) {
      throw new ProblemsException(
          file + " is no database of opencode that can be read: " + e.getMessage() + ".",
          "Name another file or folder; versions 1.2 to 1.9 are known.");
    }
  }

  private static Session session(Connection db, String id, LeftOutCounts tally)
      throws SQLException {
    var session = new SessionBuilder();
    try (PreparedStatement messages = db.prepareStatement(MESSAGES);
        PreparedStatement parts = db.prepareStatement(PARTS)) {
      messages.setString(1, id);
      try (ResultSet rows = messages.executeQuery()) {
        while (rows.next()) {
          parts.setString(1, rows.getString("id"));
          var texts = new ArrayList<JsonNode>();
          try (ResultSet each = parts.executeQuery()) {
            while (each.next()) {
              json(each.getString("data"), tally).ifPresent(texts::add);
            }
          }
          json(rows.getString("data"), tally)
              .ifPresent(message -> tell(message, rowId(rows), texts, session));
        }
      }
    }
    return session.session(id);
  }

  private static String rowId(ResultSet rows) {
    try {
      return rows.getString("id");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<JsonNode> json(String text, LeftOutCounts tally) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException e) {
      tally.add(LeftOut.BROKEN);
      return Optional.empty();
    }
  }

  private static void tell(
      JsonNode message, String id, List<JsonNode> parts, SessionBuilder session) {
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
