package dev.metier.grade.sql;

import static dev.metier.core.text.Quotation.quote;

import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// A small database that a script makes, in memory. Each query runs on a copy of its own that
/// nobody else sees, and can only read: no other statement is run, no file attached, no extension
/// loaded. Thread-safe.
final class SqlDatabase {
  /// What came of a query.
  sealed interface Result {}

  /// Its rows.
  record Rows(ResultRows rows) implements Result {}

  /// It brought none.
  ///
  /// @param why the end of a sentence that begins with the query
  record Failed(String why) implements Result {}

  private static final int MOST_ROWS = 10_000;
  private static final int MOST_VALUES = 200_000;

  /// The most bytes of a value that a query makes, and of a query.
  private static final int LONGEST = 1_000_000;

  private static final int STEPS = 10_000;
  private static final Set<String> READING = Set.of("select", "with", "values");

  private final String script;
  private final Duration timeout;
  private volatile byte[] made = new byte[0];

  /// @param script statements that make the tables and fill them
  SqlDatabase(String script, Duration timeout) {
    this.script = script;
    this.timeout = timeout;
  }

  /// Runs one query.
  ///
  /// @throws IllegalArgumentException when the script does not run
  Result run(String text) {
    SingleStatement query = SingleStatement.of(text);
    if (query.several()) {
      return new Failed("is more than one statement");
    }
    if (!READING.contains(query.word().toLowerCase(Locale.ROOT))) {
      return new Failed(
          query.word().isEmpty()
              ? "is empty"
              : "begins with "
                  + quote(query.word())
                  + ", and only SELECT, WITH and VALUES are run");
    }
    byte[] database = made();
    try (var copy = open()) {
      copy.deserialize("main", database);
      try (var readOnly = copy.createStatement()) {
        readOnly.execute("PRAGMA query_only = ON");
      }
      return rows(copy, query.text());
    } catch (SQLException e) {
      return new Failed("cannot be run: " + quote(why(e)));
    }
  }

  private Result rows(SQLiteConnection copy, String query) throws SQLException {
    long end = System.nanoTime() + timeout.toNanos();
    ProgressHandler.setHandler(copy, STEPS, new Deadline(end));
    try (var statement = copy.prepareStatement(query);
        var found = statement.executeQuery()) {
      return read(found);
    } catch (SQLException e) {
      if (System.nanoTime() - end >= 0) {
        return new Failed("took longer than " + timeout.toMillis() + " ms");
      }
      throw e;
    } finally {
      ProgressHandler.clearHandler(copy);
    }
  }

  /// Ends a query at its time.
  private static final class Deadline extends ProgressHandler {
    private final long end;

    Deadline(long end) {
      this.end = end;
    }

    @Override
    protected int progress() {
      return System.nanoTime() - end >= 0 ? 1 : 0;
    }
  }

  private static Result read(ResultSet found) throws SQLException {
    int columns = found.getMetaData().getColumnCount();
    var rows = new ArrayList<List<String>>();
    while (found.next()) {
      if (rows.size() == MOST_ROWS || (long) rows.size() * columns >= MOST_VALUES) {
        return new Failed("brings more than " + rows.size() + " rows");
      }
      var row = new ArrayList<String>(columns);
      for (int i = 1; i <= columns; i++) {
        row.add(ResultRows.value(found.getObject(i)));
      }
      rows.add(List.copyOf(row));
    }
    return new Rows(new ResultRows(columns, rows));
  }

  private byte[] made() {
    byte[] known = made;
    if (known.length == 0) {
      try (var fresh = unlimited()) {
        try (var statement = fresh.createStatement()) {
          statement.executeUpdate(script);
        }
        known = fresh.serialize("main");
      } catch (SQLException e) {
        throw new IllegalArgumentException("The database cannot be made: " + why(e), e);
      }
      made = known;
    }
    return known;
  }

  private static SQLiteConnection unlimited() throws SQLException {
    var connection =
        DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    return connection;
  }

  private static SQLiteConnection open() throws SQLException {
    SQLiteConnection connection = unlimited();
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LONGEST);
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, LONGEST);
    return connection;
  }

  private static String why(SQLException e) {
    String message = e.getMessage() == null ? "no reason" : e.getMessage();
    return message.replaceFirst("^\\[\\w+\\]\\s*", "");
  }
}
