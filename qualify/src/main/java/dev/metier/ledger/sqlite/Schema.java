package dev.metier.ledger.sqlite;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The ledger's tables, version by version. The file says which version it has; opening brings it
/// to the last one, all in one transaction.
///
/// @param scripts the step to version 1, to version 2, and so on, each as SQL; never changed once
///   released, only added to
record Schema(List<String> scripts) {
  /// Marks a SQLite file as ours: "Mtir" in ASCII.
  static final int APPLICATION = 0x4d746972;

  Schema {
    scripts = List.copyOf(scripts);
  }

  static Schema current() {
    return new Schema(
        List.of(
            resource("ledger-1.sql"),
            resource("ledger-2.sql"),
            resource("ledger-3.sql"),
            resource("ledger-4.sql"),
            resource("ledger-5.sql"),
            resource("ledger-6.sql"),
            resource("ledger-7.sql"),
            resource("ledger-8.sql"),
            resource("ledger-9.sql")));
  }

  /// Creates or upgrades; does nothing and writes nothing when all is up to date.
  ///
  /// @param name the ledger, for messages
  /// @throws ProblemsException when the file is newer than this program, or is something else
  void bring(Connection connection, String name) throws SQLException {
    int version = check(connection, name);
    if (version == scripts.size()) {
      return;
    }
    Connections.transaction(
        connection,
        _ -> {
          upgrade(connection, check(connection, name));
          return null;
        });
  }

  private void upgrade(Connection connection, int from) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String script : scripts.subList(from, scripts.size())) {
        for (String sql : statements(script)) {
          statement.execute(sql);
        }
      }
      statement.execute("pragma application_id = " + APPLICATION);
      statement.execute("pragma user_version = " + scripts.size());
    }
  }

  /// The file's version, 0 when it is new. All is read by one statement, so from one state of the
  /// file: another process may be creating its tables at this moment.
  private int check(Connection connection, String name) throws SQLException {
    long version;
    long application;
    boolean empty;
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select (select user_version from pragma_user_version),"
                    + " (select application_id from pragma_application_id),"
                    + " not exists (select * from sqlite_master)")) {
      rows.next();
      version = rows.getLong(1);
      application = rows.getLong(2);
      empty = rows.getBoolean(3);
    }
    boolean fresh = application == 0 && version == 0 && empty;
    if (!fresh && application != APPLICATION) {
      throw new ProblemsException(
          name + " is a SQLite database, but not a ledger of Metier.",
          "Name another file for the ledger.");
    }
    if (version > scripts.size()) {
      throw new ProblemsException(
          name
              + " was written by a newer Metier: it has version "
              + version
              + ", and this program knows versions up to "
              + scripts.size()
              + ".",
          "Use the newer Metier, or name another file for the ledger.");
    }
    return Math.toIntExact(version);
  }

  /// Splits at semicolons that end a line; comment lines are left out.
  private static List<String> statements(String script) {
    var sql = new StringBuilder();
    script.lines().filter(line -> !line.startsWith("--")).forEach(l -> sql.append(l).append('\n'));
    var statements = new ArrayList<String>();
    for (String statement : sql.toString().split(";\n", -1)) {
      if (!statement.isBlank()) {
        statements.add(statement);
      }
    }
    return statements;
  }

  private static String resource(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
