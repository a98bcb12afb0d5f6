package dev.metier.importer.transcript;

import dev.metier.core.problem.ProblemsException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The SQLite database of opencode. It is opened for reading alone, so that an opencode that runs
/// is neither waited for nor held up.
///
/// Messages lie in `message` with their parts in `part`, and since 1.15 also, or only, in
/// `session_message`, each whole. Not all of them were carried over from one to the other, so both
/// are read, and what has the same id is one message.
final class OpencodeDatabase {
  private static final String MESSAGES =
      "select id, time_created, data from message where session_id = ?";
  private static final String PARTS =
      "select data from part where message_id = ? order by time_created, id";
  private static final String WHOLE =
      "select id, time_created, type, data from session_message where session_id = ? order by seq";

  /// A message on its way to a session.
  private interface Told {
    void to(SessionBuilder session);
  }

  /// Where a message stands in its session.
  private record Place(long time, String id) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTime = Long.compare(time, other.time);
      return byTime == 0 ? id.compareTo(other.id) : byTime;
    }
  }

  private final Path file;
  private final LeftOutCounts tally;

  OpencodeDatabase(Path file, LeftOutCounts tally) {
    this.file = file;
    this.tally = tally;
  }

  /// Hands on each session of a person.
  ///
  /// @throws ProblemsException when the file is no such database
  void read(Consumer<Session> to) {
    String address = "jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?mode=ro";
    try (Connection db = DriverManager.getConnection(address)) {
      Set<String> tables = tables(db);
      for (String id : sessions(db, tables)) {
        to.accept(session(db, tables, id));
      }
    } catch (SQLException e) {
      throw new ProblemsException(
          file + " is no database of opencode that can be read: " + e.getMessage() + ".",
          "Name another file or folder; versions 1.2 to 1.18 are known.");
    }
  }

  private static Set<String> tables(Connection db) throws SQLException {
    Set<String> names = new HashSet<>();
    try (var query = db.prepareStatement("select name from sqlite_master where type = 'table'");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString("name"));
      }
    }
    return names;
  }

  private Set<String> sessions(Connection db, Set<String> tables) throws SQLException {
    Set<String> ids = new LinkedHashSet<>();
    Set<String> below = new HashSet<>();
    for (String table : List.of("session", "session_v2")) {
      if (!tables.contains(table) && !table.equals("session")) {
        continue;
      }
      try (var query =
              db.prepareStatement(
                  "select id, coalesce(parent_id, '') as parent from " + table + " order by id");
          ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          (rows.getString("parent").isEmpty() ? ids : below).add(rows.getString("id"));
        }
      }
    }
    tally.add(LeftOut.SIDE, below.size());
    return ids;
  }

  private Session session(Connection db, Set<String> tables, String id) throws SQLException {
    SortedMap<Place, Told> messages = parted(db, id);
    if (tables.contains("session_message")) {
      Set<String> known = new HashSet<>();
      messages.keySet().forEach(place -> known.add(place.id));
      whole(db, id, known, messages);
    }
    var session = new SessionBuilder();
    messages.values().forEach(message -> message.to(session));
    return session.session(id);
  }

  private SortedMap<Place, Told> parted(Connection db, String session) throws SQLException {
    var messages = new TreeMap<Place, Told>();
    try (PreparedStatement query = db.prepareStatement(MESSAGES);
        PreparedStatement parts = db.prepareStatement(PARTS)) {
      query.setString(1, session);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString("id");
          List<JsonNode> texts = parts(parts, id);
          OpencodeReader.json(rows.getString("data"), tally)
              .ifPresent(message ->
                  messages.put(place(rows, id), to -> OpencodeReader.tell(message, id, texts, to)));
        }
      }
    }
    return messages;
  }

  private static Place place(ResultSet row, String id) {
    try {
      return new Place(row.getLong("time_created"), id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<JsonNode> parts(PreparedStatement query, String message) throws SQLException {
    var parts = new ArrayList<JsonNode>();
    query.setString(1, message);
    try (ResultSet each = query.executeQuery()) {
      while (each.next()) {
        OpencodeReader.json(each.getString("data"), tally).ifPresent(parts::add);
      }
    }
    return parts;
  }

  private void whole(Connection db, String session, Set<String> known, SortedMap<Place, Told> into)
      throws SQLException {
    try (PreparedStatement query = db.prepareStatement(WHOLE)) {
      query.setString(1, session);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString("id");
          String type = rows.getString("type");
          Optional<JsonNode> data = OpencodeReader.json(rows.getString("data"), tally);
          if (data.isPresent() && !known.contains(id)) {
            JsonNode message = data.get();
            into.put(place(rows, id), to -> tell(type, id, message, to));
          }
        }
      }
    }
  }

  private static void tell(String type, String id, JsonNode message, SessionBuilder session) {
    switch (type) {
      case "user" -> {
        String typed = Scaffolding.typed(message.path("text").asString(""));
        if (!typed.isBlank()) {
          session.asked(typed);
        }
      }
      case "assistant" -> answer(id, message, session);
      case "shell" -> session.called();
      default -> {
        // switches of agent and model, and what the program says in nobody's name
      }
    }
  }

  private static void answer(String id, JsonNode message, SessionBuilder session) {
    Optional<String> model =
        Optional.of(message.path("model").path("id").asString("")).filter(name -> !name.isEmpty());
    if (message.path("error").path("type").asString("").contains("abort")) {
      session.interrupted();
    }
    for (JsonNode part : message.path("content")) {
      switch (part.path("type").asString("")) {
        case "text" -> session.said(id, part.path("text").asString(""), model);
        case "tool" -> session.called();
        default -> {
          // thoughts say nothing
        }
      }
    }
  }
}
