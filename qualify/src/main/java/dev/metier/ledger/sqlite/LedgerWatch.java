package dev.metier.ledger.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells whether a ledger was added to, by this process or another one, without reading it.
/// Thread-safe.
///
/// SQLite counts for each connection what other connections committed, so this has one of its own.
/// It takes no lock, and a ledger may be made, replaced or removed meanwhile.
public final class LedgerWatch implements AutoCloseable {
  private static final Object MISSING = "missing";

  private final Path file;
  private @Nullable Object seen;
  private @Nullable Connection connection;
  private long version;

  /// @param file it need not exist
  public LedgerWatch(Path file) {
    this.file = file;
  }

  /// Whether it may hold something that it did not when this was last asked; true the first time.
  public synchronized boolean changed() {
    Object now = identity();
    boolean other = !Objects.equals(now, seen);
    seen = now;
    if (other) {
      close();
    }
    try {
      long before = version;
      boolean fresh = connection == null;
      version = now.equals(MISSING) ? 0 : version();
      return other || (fresh && !now.equals(MISSING)) || version != before;
    } catch (SQLException e) {
      // whoever reads the ledger next says what is wrong with it
      close();
      return false;
    }
  }

  private long version() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = Connections.connect(file, true);
      connection = open;
    }
    try (var statement = open.createStatement();
        var rows = statement.executeQuery("pragma data_version")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /// Which file it is, so that one that took another's place is noticed.
  private Object identity() {
    try {
      if (Connections.isEmpty(file)) {
        return MISSING;
      }
      var facts = Files.readAttributes(file, BasicFileAttributes.class);
      Object key = facts.fileKey();
      return key == null ? facts.creationTime() : key;
    } catch (IOException e) {
      return MISSING;
    }
  }

  @Override
  public synchronized void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // nothing was written by it
      }
    }
  }
}
