package dev.metier.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.ledger.Entries;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ledgers of every earlier version open, and nothing in them is lost.
class SchemaTest {
  @TempDir Path folder;

  private Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /// A file as version 1 wrote it: the tables and rows are frozen here.
  private Path versionOne() throws SQLException, IOException {
    Path file = folder.resolve("one.db");
    try (var in = SchemaTest.class.getResourceAsStream("ledger-version-1.sql");
        var connection = connect(file);
        var statement = connection.createStatement()) {
      String sql = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      statement.executeUpdate(sql);
    }
    return file;
  }

  @Test
  void aLedgerOfVersionOneOpens() throws SQLException, IOException {
    try (Ledger ledger = SqliteLedger.open(versionOne())) {
      KeptAnswer kept = ledger.answers("5e77").getFirst();
      assertThat(kept.caseId()).isEqualTo("case-1");
      assertThat(kept.answer()).isEqualTo(Entries.text("billing"));
      assertThat(kept.cost()).contains(Entries.COST);
      assertThat(KeptAnswer.servedModel(kept.answer())).as("none was kept").isEmpty();
      assertThat(ledger.servedModel("5e77")).isEmpty();
      assertThat(ledger.otherModels("5e77")).isEmpty();
      assertThat(kept.lastGrade()).isEqualTo(Entries.PASS);
      assertThat(ledger.outcomes("5e77", "9bad")).hasSize(1);
      assertThat(ledger.settings()).hasSize(1);
      assertThat(ledger.append(List.of(Entries.of("triage", "small", 1).passing(2)))).isEqualTo(1);
    }
  }

  @Test
  void answersOfEarlierVersionsKeepTheTokensThatTheirTextCanHold()
      throws SQLException, IOException {
    Path file = versionOne();
    try (var connection = connect(file);
        var statement = connection.createStatement()) {
      statement.executeUpdate("update entry set output = 3");
    }
    try (Ledger ledger = SqliteLedger.open(file)) {
      assertThat(ledger.outcomes("5e77", "9bad").getFirst().sent()).isEqualTo(3);
    }
  }

  @Test
  void whoWroteFarMoreTokensThanTheirTextHoldsKeptSomeBack() throws SQLException, IOException {
    try (Ledger ledger = SqliteLedger.open(versionOne())) {
      assertThat(ledger.outcomes("5e77", "9bad").getFirst().sent()).isEqualTo(-1);
    }
  }

  private static Schema extended(String step) {
    var scripts = new ArrayList<>(Schema.current().scripts());
    scripts.add(step);
    return new Schema(scripts);
  }

  @Test
  void aStepIsTakenOnce() throws SQLException, IOException {
    Path file = versionOne();
    Schema next = extended("alter table run add column note text;\n-- done\n");
    for (int i = 0; i < 2; i++) {
      try (var connection = connect(file)) {
        next.bring(connection, "It");
      }
    }
    try (var connection = connect(file);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select note, user_version from run, pragma_user_version")) {
      rows.next();
      assertThat(rows.getInt(2)).isEqualTo(next.scripts().size());
    }
  }

  @Test
  void aStepThatFailsChangesNothing() throws SQLException, IOException {
    Path file = versionOne();
    Schema broken = extended("alter table run add column note text;\ncreate tabel x;\n");
    try (var connection = connect(file)) {
      assertThatThrownBy(() -> broken.bring(connection, "It")).isInstanceOf(SQLException.class);
    }
    try (Ledger ledger = SqliteLedger.open(file)) {
      assertThat(ledger.size()).isEqualTo(1);
      assertThat(ledger.runs()).hasSize(1);
    }
    try (var connection = connect(file)) {
      extended("alter table run add column note text;\n").bring(connection, "It");
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  /// Processes open the same new file at once: whoever comes second waits or finds it made.
  @Test
  void aLedgerInTheMakingIsNeverTakenForAnotherDatabase() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 150; i++) {
        Path file = folder.resolve("made-" + i + ".db");
        var start = new CyclicBarrier(2);
        var opening =
            Stream.generate(() -> threads.submit(() -> openAtOnce(file, start))).limit(2).toList();
        for (var each : opening) {
          assertThat(each.get()).isEqualTo(Schema.current().scripts().size());
        }
      }
    }
  }

  private int openAtOnce(Path file, CyclicBarrier start) throws Exception {
    try (var connection = connect(file);
        var statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 10000");
      start.await();
      Schema.current().bring(connection, "It");
      try (var rows = statement.executeQuery("pragma user_version")) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
