package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemText;
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

  /// What is said in place of the pages, with the remedy.
  private String told(UiSnapshots snapshots) {
    var wrong = catchThrowableOfType(ProblemsException.class, snapshots::read);
    return new ProblemText(false, folder).of(wrong.problems());
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

    assertThat(told(snapshots())).contains("newer Metier", "name another file for the ledger");
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

    assertThat(told(snapshots())).contains("is damaged", "Put a copy from before in its place");
  }

  @Test
  void aLedgerThatIsDeletedWhileThePagesAreOpenIsMissedUntilItIsBack() throws IOException {
    var snapshots = snapshots();
    assertThat(snapshots.read().results().getFirst().kept()).isPositive();
    Path away = folder.resolve("away.db");
    Files.move(ledger, away);
    for (String name : java.util.List.of("ledger.db-wal", "ledger.db-shm")) {
      Files.deleteIfExists(ledger.resolveSibling(name));
    }

    assertThat(told(snapshots)).contains("was there, and is gone", "Put it back");
    assertThat(ledger).doesNotExist();
    assertThat(snapshots().read().results())
        .as("where it was never seen, nothing was asked yet")
        .allSatisfy(result -> assertThat(result.kept()).isZero());
    Files.move(away, ledger);
    assertThat(snapshots.read().results().getFirst().kept()).isPositive();
  }

  @Test
  void aLedgerThatAnotherProgramHasForItselfIsToldWithWhatToDo() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        var statement = connection.createStatement()) {
      statement.execute("pragma locking_mode = exclusive");
      statement.execute("begin exclusive");

      assertThat(told(snapshots()))
          .contains("is being written by another program", "Wait until that program ends");
      statement.execute("rollback");
    }
    assertThat(snapshots().read().results().getFirst().kept()).isPositive();
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
