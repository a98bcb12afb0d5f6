package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.LedgerWatch;
import dev.metier.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.util.OptionalLong;

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

  /// The process that has a run on a ledger; empty when there is none, or none that can be told.
  static OptionalLong holder(Path place) {
    return SqliteLedger.holder(place);
  }

  /// Where a run on a ledger says what it may spend.
  static Path budget(Path place) {
    return place.resolveSibling(place.getFileName() + ".budget");
  }

  /// Tells whether a ledger was added to; it need not exist.
  static LedgerWatch watch(Path place) {
    return new LedgerWatch(place);
  }

  /// A ledger that is gone when closed.
  static Ledger inMemory() {
    return SqliteLedger.inMemory();
  }
}
