package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a ledger while the screens are open.
class UiLedgerTest {
  @TempDir private Path folder;
  private Path ledger = Path.of("");

  @BeforeEach
  void qualify() {
    Shell.recorded(folder);
    assertThat(Shell.run("qualify", "-f", folder.toString()).exit()).isLessThan(2);
    ledger = folder.resolve(".metier/ledger.db");
  }

  private UiSnapshots snapshots() {
    var silent = new PrintStream(PrintStream.nullOutputStream());
    var workplace =
        new Workplace(
            new Console(silent, silent, false, Map.of()),
            (model, _) -> dev.metier.provider.recorded.RecordedProvider.open(model),
            Clock.systemUTC(),
            "test");
    return new UiSnapshots(workplace, folder, Optional.empty());
  }

  private void sql(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        var text = connection.createStatement()) {
      text.execute(statement);
    }
  }

  @Test
  void aLedgerOfANewerMetierIsTold() throws SQLException {
    var snapshots = snapshots();
    assertThat(snapshots.read().results()).isNotEmpty();
    sql("pragma user_version = 99");

    assertThatThrownBy(() -> snapshots().read())
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("newer Metier");
  }

  @Test
  void aLedgerThatBecameDamagedIsToldInPlaceOfThePage() throws IOException {
    long size = Files.size(ledger);
    byte[] noise = new byte[(int) size - 4096];
    java.util.Arrays.fill(noise, (byte) 0x5a);
    try (var file = Files.newByteChannel(ledger, StandardOpenOption.WRITE)) {
      file.position(4096);
      file.write(java.nio.ByteBuffer.wrap(noise));
    }

    assertThatThrownBy(() -> snapshots().read()).isInstanceOf(ProblemsException.class);
  }

  @Test
  void aLedgerThatIsDeletedWhileThePagesAreOpenLeavesThemEmpty() throws IOException {
    var snapshots = snapshots();
    assertThat(snapshots.read().results().getFirst().kept()).isPositive();
    for (String name : java.util.List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
      Files.deleteIfExists(ledger.resolveSibling(name));
    }

    assertThat(snapshots.read().results()).allSatisfy(result -> assertThat(result.kept()).isZero());
    assertThat(ledger).doesNotExist();
  }

  @Test
  void aRunThatWritesDoesNotKeepThePagesWaiting() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        var statement = connection.createStatement()) {
      statement.execute("begin immediate");

      assertThat(snapshots().read().results().getFirst().kept()).isPositive();
      statement.execute("rollback");
    }
  }
}
