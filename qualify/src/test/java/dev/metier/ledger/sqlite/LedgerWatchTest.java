package dev.metier.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWatchTest {
  private final Entries entries = Entries.of("job", "model", 1);
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  @Test
  void whatOthersAddIsNoticedOnce() {
    try (var ledger = SqliteLedger.open(file());
        var watch = new LedgerWatch(file())) {
      assertThat(watch.changed()).isTrue();
      assertThat(watch.changed()).isFalse();
      ledger.append(List.of(entries.passing(0)));
      assertThat(watch.changed()).isTrue();
      assertThat(watch.changed()).isFalse();
      ledger.settings();
      assertThat(watch.changed()).as("reading").isFalse();
    }
  }

  @Test
  void aLedgerThatIsMadeRemovedOrReplacedIsNoticed() throws IOException {
    try (var watch = new LedgerWatch(file())) {
      assertThat(watch.changed()).isTrue();
      assertThat(watch.changed()).as("still missing").isFalse();
      SqliteLedger.open(file()).close();
      assertThat(watch.changed()).as("made").isTrue();
      assertThat(watch.changed()).isFalse();
      Files.delete(file());
      assertThat(watch.changed()).as("removed").isTrue();
      SqliteLedger.open(file()).close();
      assertThat(watch.changed()).as("made anew").isTrue();
    }
  }

  @Test
  void whatIsNoLedgerIsLeftToWhoeverReadsIt() throws IOException {
    Files.writeString(
        file(), "this is no database, and long enough to be looked at as one".repeat(9));
    try (var watch = new LedgerWatch(file())) {
      watch.changed();
      assertThat(watch.changed()).isFalse();
    }
  }
}
