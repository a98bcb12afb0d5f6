package dev.metier.journal;

import java.util.List;
import java.util.function.Consumer;

/// The second journal: what the contract asks holds without files.
class MemoryJournalTest extends JournalContract {
  private final MemoryJournal.Records records = new MemoryJournal.Records();

  @Override
  protected Journal open(List<Consumer<RequestRecord>> listeners) {
    return new MemoryJournal(records, listeners);
  }

  @Override
  protected JournalReader reader() {
    return new MemoryJournal(records, List.of());
  }
}
