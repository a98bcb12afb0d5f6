package dev.metier.ledger.sqlite;

import dev.metier.ledger.Ledger;
import dev.metier.ledger.LedgerContract;

/// A ledger in memory keeps the contract.
class SqliteMemoryLedgerTest extends LedgerContract {
  @Override
  protected Ledger open() {
    return SqliteLedger.inMemory();
  }
}
