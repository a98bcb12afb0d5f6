package dev.metier.ledger;

/// A ledger in memory keeps the contract.
class MemoryLedgerTest extends LedgerContract {
  @Override
  Ledger open() {
    return Ledger.inMemory();
  }
}
