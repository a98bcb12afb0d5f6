package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;

/// Opens ledgers, wherever they are kept; nothing else of the program knows that.
final class Ledgers {
  private Ledgers() {}

  /// Opens a ledger for a run, which has it for itself, and makes it when there is none.
  ///
  /// @throws ProblemsException when another process has a run on it, when it was written by a newer
  ///   program, is no ledger, or cannot be written
  static Ledger open(Path place) {
    return SqliteLedger.open(place);
  }

  /// Opens a ledger to add to it beside a run of another process.
  ///
  /// @throws ProblemsException as `open`, but never because of another process
  static Ledger join(Path place) {
    return SqliteLedger.join(place);
  }

  /// Opens a ledger for reading only, also beside a run; one that does not exist is empty.
  ///
  /// @throws ProblemsException as `open`, but never because of another process
  static Ledger read(Path place) {
    return SqliteLedger.read(place);
  }

  /// A ledger that is gone when closed.
  static Ledger inMemory() {
    return SqliteLedger.inMemory();
  }
}
