package dev.metier.ledger;

/// The second ledger: what the contract asks holds without a database.
class MemoryLedgerTest extends LedgerContract {
  @Override
  protected Ledger open() {
    return new MemoryLedger();
  }
}
