package dev.metier.ledger.sqlite;

import dev.metier.core.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// The connections to one database: one that writes, and as many as needed that read beside it. A
/// database in memory has a single one for both. Thread-safe.
final class Connections implements AutoCloseable {
  /// Something done with a connection.
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final int WAL_ATTEMPTS = 5;
  private static final int WAL_LIMIT_BYTES = 64 << 20;
  private static final int WAL_USUAL_BYTES = 4 << 20;

  /// A commit writes every page that it touches, and an entry touches ten with little to be changed
  /// in each. Only a new ledger takes it over.
  private static final int PAGE_BYTES = 1024;

  private final Optional<Path> file;
  private final Trouble trouble;
  private final Optional<Connection> writer;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

  private Connections(Optional<Path> file, Optional<Connection> writer) {
    this.file = file;
    this.trouble = new Trouble(file);
    this.writer = writer;
  }

  /// What models answered is nobody else's business; where the file system knows owners.
  static void createFolder(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder)) {
        OwnerOnly.makeFolder(folder);
      }
    } catch (IOException e) {
      throw Trouble.problem(
          e,
          "the folder of the ledger " + file + " cannot be created.",
          "Check the path and your rights, or name another file for the ledger.");
    }
  }

  static Connections memory() {
    try {
      Connection only = config().createConnection("jdbc:sqlite::memory:");
      Schema.current().bring(only, "the ledger in memory");
      return new Connections(Optional.empty(), Optional.of(only));
    } catch (SQLException e) {
      throw new Trouble(Optional.empty()).of(e);
    }
  }

  static Connections toWrite(Path file) {
    make(file);
    try {
      Connection writer = connect(file, false);
      try {
        useWal(writer);
        Schema.current().bring(writer, "The ledger " + file);
        return new Connections(Optional.of(file), Optional.of(writer));
      } catch (SQLException | RuntimeException e) {
        writer.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new Trouble(Optional.of(file)).of(e);
    }
  }

  /// An empty file is a ledger without entries; what SQLite makes beside it gets its rights.
  private static void make(Path file) {
    if (!Files.exists(file) && OwnerOnly.covers(file)) {
      try (var _ = OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // that it is there is enough
      } catch (IOException e) {
        throw Trouble.problem(
            e,
            "the ledger " + file + " cannot be written.",
            "Check the path and your rights, or name another file for the ledger.");
      }
    }
  }

  /// Whether nothing was written to the file yet.
  static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// The file exists.
  static Connections toRead(Path file) {
    var connections = new Connections(Optional.of(file), Optional.empty());
    try {
      connections.read(connection -> {
        Schema.current().bring(connection, "The ledger " + file);
        return null;
      });
      return connections;
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  <T extends @Nullable Object> T read(Work<T> work) {
    if (file.isEmpty()) {
      return alone(work);
    }
    try {
      Connection connection = idle.poll();
      if (connection == null) {
        connection = connect(file.get(), writer.isEmpty());
      }
      try {
        return work.on(connection);
      } finally {
        idle.add(connection);
      }
    } catch (SQLException e) {
      throw trouble.of(e);
    }
  }

  /// One transaction: all of it or nothing. By statements, since the driver's own commit begins the
  /// next transaction at once and so would lock other processes out for good.
  static <T extends @Nullable Object> T transaction(Connection connection, Work<T> work)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("begin immediate");
      try {
        T result = work.on(connection);
        statement.execute("commit");
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(statement, e);
        throw e;
      }
    }
  }

  private static void undo(Statement statement, Exception reason) {
    try {
      statement.execute("rollback");
    } catch (SQLException e) {
      // On a full disk SQLite has rolled back already.
      reason.addSuppressed(e);
    }
  }

  /// With the connection that writes, which no other thread has meanwhile.
  <T extends @Nullable Object> T alone(Work<T> work) {
    Connection connection =
        writer.orElseThrow(() -> new IllegalStateException("this ledger was opened for reading"));
    writing.lock();
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw trouble.of(e);
    } finally {
      writing.unlock();
    }
  }

  static Connection connect(Path file, boolean forReading) throws SQLException {
    String address = "jdbc:sqlite:" + file.toAbsolutePath().toUri();
    boolean frozen = forReading && frozen(file);
    return config().createConnection(frozen ? address + "?immutable=1" : address);
  }

  private static SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setPageSize(PAGE_BYTES);
    config.setCacheSize(-16 << 10);
    // Otherwise the driver runs a second statement after each insert.
    config.setGetGeneratedKeys(false);
    return config;
  }

  /// In a folder that cannot be written SQLite cannot make the files it needs to read beside a
  /// writer; when there is no sign of a writer, the file can be read as one that never changes.
  private static boolean frozen(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null
        && !Files.isWritable(folder)
        && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
  }

  /// Readers do not wait for the writer, and a commit does not wait for the disk.
  private static void useWal(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      boolean wal = isWal(statement, 1);
      statement.execute("pragma journal_size_limit = " + WAL_LIMIT_BYTES);
      statement.execute("pragma wal_autocheckpoint = " + WAL_USUAL_BYTES / pageBytes(statement));
      if (!wal) {
        statement.execute("pragma synchronous = full");
      }
    }
  }

  /// The journal's mode changes only while nobody reads, and SQLite does not wait for that by
  /// itself; it does wait where a transaction begins.
  private static boolean isWal(Statement statement, int attempt) throws SQLException {
    try (var mode = statement.executeQuery("pragma journal_mode = wal")) {
      return mode.next() && "wal".equals(mode.getString(1));
    } catch (SQLException busy) {
      if (attempt == WAL_ATTEMPTS) {
        throw busy;
      }
      statement.execute("begin exclusive");
      statement.execute("commit");
    }
    return isWal(statement, attempt + 1);
  }

  private static int pageBytes(Statement statement) throws SQLException {
    try (var size = statement.executeQuery("pragma page_size")) {
      return size.next() ? size.getInt(1) : PAGE_BYTES;
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      for (Connection each = idle.poll(); each != null; each = idle.poll()) {
        each.close();
      }
      if (writer.isPresent() && !writer.get().isClosed()) {
        writer.get().close();
      }
    } catch (SQLException e) {
      throw trouble.of(e);
    } finally {
      writing.unlock();
    }
  }
}
