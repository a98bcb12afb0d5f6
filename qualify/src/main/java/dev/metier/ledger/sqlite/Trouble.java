package dev.metier.ledger.sqlite;

import dev.metier.core.problem.ProblemsException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// Tells what the outside world did to a ledger's file (damage, a full disk, missing rights) from
/// mistakes of this program.
///
/// @param file empty when the ledger is in memory
record Trouble(Optional<Path> file) {
  /// [SQLite's primary result codes](https://www.sqlite.org/rescode.html).
  private static final int BUSY = 5;

  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int AUTH = 23;
  private static final int NOTADB = 26;

  RuntimeException of(SQLException failure) {
    String name = file.map(f -> "the ledger " + f).orElse("the ledger in memory");
    return switch (failure.getErrorCode() & 0xff) {
      case BUSY, LOCKED ->
          problem(
              failure,
              name + " is being written by another program, and it does not let go.",
              "Wait until that program ends, then try again.");
      case READONLY, CANTOPEN, AUTH ->
          problem(
              failure,
              name + " cannot be opened for writing.",
              "Check that the file and its folder exist and may be written by you: SQLite keeps"
                  + " two files beside the ledger, -wal and -shm.");
      case IOERR ->
          problem(
              failure,
              name + " cannot be read or written: " + failure.getMessage(),
              "Check the disk; what was kept before is not lost by this alone.");
      case CORRUPT ->
          problem(
              failure,
              name + " is damaged.",
              "Put a copy from before in its place, or rescue what is readable with: sqlite3 OLD"
                  + " .recover | sqlite3 NEW");
      case FULL ->
          problem(
              failure,
              "the disk is full, so " + name + " cannot take more.",
              "Free some space and run again; everything kept so far is safe and is not paid for"
                  + " again.");
      case NOTADB ->
          problem(
              failure,
              name + " is not a SQLite database.",
              "Move the file away, or name another file for the ledger.");
      default -> new IllegalStateException(name + ": " + failure.getMessage(), failure);
    };
  }

  static ProblemsException problem(Throwable cause, String what, String hint) {
    var problem =
        new ProblemsException(Character.toUpperCase(what.charAt(0)) + what.substring(1), hint);
    problem.initCause(cause);
    return problem;
  }
}
