package dev.metier.ledger.sqlite;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Entries;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.LedgerContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger in a file keeps the contract, and what a file can suffer is told in plain words.
class SqliteLedgerTest extends LedgerContract {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("new folder").resolve("odd ? name é.db");
  }

  @Override
  protected Ledger open() {
    return SqliteLedger.open(file());
  }

  private void fill(int count) {
    ledger.append(IntStream.range(0, count).mapToObj(entries::passing).toList());
  }

  private static void assertProblem(Runnable action, String what) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().getFirst().what()).contains(what).endsWith(".");
              assertThat(e.problems().getFirst().hint()).isNotBlank();
            });
  }

  @Test
  void whatWasKeptIsThereAfterReopening() {
    fill(10);
    ledger.close();
    assertThat(file()).exists();
    ledger = open();
    assertThat(ledger.size()).isEqualTo(10);
    assertThat(ledger.append(List.of(entries.passing(3), entries.passing(10)))).isEqualTo(1);
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING)).hasSize(11);
  }

  @Test
  void anEntryOfTwoHundredCharactersTakesLittle() throws IOException {
    int count = 20_000;
    String text = "The claim was settled in part. ".repeat(7).substring(0, 200);
    for (int from = 0; from < count; from += 1_000) {
      ledger.append(
          IntStream.range(from, from + 1_000)
              .mapToObj(i -> entries.entry(i, 0, Entries.text(text), Entries.PASS))
              .toList());
    }
    ledger.close();
    assertThat(Files.size(file()) / count).isLessThan(700);
  }

  @Test
  void aSecondRunIsToldWhoIsAtWork() {
    assertProblem(
        () -> SqliteLedger.open(file()),
        "in use by a run of process " + ProcessHandle.current().pid());
  }

  @Test
  void aLockLeftByADeadProcessDoesNotBlock() throws IOException {
    ledger.close();
    Path lock = file().resolveSibling(file().getFileName() + ".lock");
    Files.writeString(lock, "1");
    assertThatCode(() -> ledger = open()).doesNotThrowAnyException();
    assertThat(Files.readString(lock)).isEqualTo(ProcessHandle.current().pid() + "");
  }

  @Test
  void readersAndLiveTrafficWorkBesideARun() {
    fill(5);
    try (Ledger reader = SqliteLedger.read(file());
        Ledger gateway = SqliteLedger.join(file())) {
      assertThat(reader.size()).isEqualTo(5);
      assertThat(gateway.append(List.of(entries.passing(4), entries.passing(5)))).isEqualTo(1);
      assertThat(ledger.append(List.of(entries.passing(5), entries.passing(6)))).isEqualTo(1);
      assertThat(reader.outcomes(entries.setting(), Entries.GRADING)).hasSize(7);
      assertThatThrownBy(() -> reader.append(List.of(entries.passing(9))))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /// Whoever looks at a ledger while a run makes it sees an empty one, and does not end the run.
  @Test
  void readersDoNotDisturbARunThatMakesTheLedger() throws Exception {
    for (int round = 0; round < 25; round++) {
      Path made = folder.resolve("made" + round).resolve(".metier").resolve("ledger.db");
      var writing = new AtomicBoolean(true);
      try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<Long> look =
            () -> {
              long most = 0;
              while (writing.get()) {
                try (Ledger reader = SqliteLedger.read(made)) {
                  most = Math.max(most, reader.size());
                }
              }
              return most;
            };
        var looks = List.of(readers.submit(look), readers.submit(look));
        try (Ledger writer = SqliteLedger.open(made)) {
          assertThat(writer.append(List.of(entries.passing(0)))).isEqualTo(1);
        } finally {
          writing.set(false);
        }
        for (var each : looks) {
          assertThat(each.get()).isBetween(0L, 1L);
        }
      }
    }
  }

  @Test
  void anAbsentLedgerReadsAsEmptyAndIsNotMade() {
    Path absent = folder.resolve("absent.db");
    try (Ledger reader = SqliteLedger.read(absent)) {
      assertThat(reader.settings()).isEmpty();
    }
    assertThat(absent).doesNotExist();
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws IOException {
    Path text = folder.resolve("notes.txt");
    Files.writeString(text, "These are the notes of a meeting, and no database. ".repeat(100));
    assertProblem(() -> SqliteLedger.open(text), "is not a SQLite database");
    assertProblem(() -> SqliteLedger.read(text), "is not a SQLite database");
    assertThat(Files.readString(text)).startsWith("These are the notes");
  }

  @Test
  void aDatabaseOfSomethingElseIsNotTouched() throws SQLException {
    Path other = folder.resolve("other.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + other);
        var statement = connection.createStatement()) {
      statement.execute("create table customer (name text)");
    }
    assertProblem(() -> SqliteLedger.open(other), "not a ledger of Metier");
  }

  @Test
  void aNewerLedgerIsNotTouched() throws SQLException {
    Path newer = folder.resolve("newer.db");
    SqliteLedger.open(newer).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
        var statement = connection.createStatement()) {
      statement.execute("pragma user_version = 99");
    }
    assertProblem(() -> SqliteLedger.open(newer), "written by a newer Metier: it has version 99");
    assertProblem(() -> SqliteLedger.read(newer), "written by a newer Metier");
  }

  @Test
  void damageIsToldWithARemedy() throws IOException {
    fill(3_000);
    ledger.close();
    var random = new Random(5);
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      byte[] rubbish = new byte[4096];
      for (long page = 2; page < channel.size() / 4096; page++) {
        random.nextBytes(rubbish);
        channel.write(java.nio.ByteBuffer.wrap(rubbish), page * 4096);
      }
    }
    assertProblem(
        () -> {
          try (Ledger damaged = open()) {
            damaged.answers(entries.setting());
            damaged.outcomes(entries.setting(), Entries.GRADING);
          }
        },
        "is damaged");
    ledger = SqliteLedger.inMemory();
  }

  @Test
  void aCutOffFileIsToldWithARemedy() throws IOException {
    fill(3_000);
    ledger.close();
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2 / 4096 * 4096);
    }
    assertProblem(
        () -> {
          try (Ledger damaged = open()) {
            damaged.answers(entries.setting());
            damaged.outcomes(entries.setting(), Entries.GRADING);
          }
        },
        "is damaged");
    ledger = SqliteLedger.inMemory();
  }

  @Test
  void anEntryTakesLittleWriting() throws IOException {
    int count = 1600;
    ledger.internCases(
        IntStream.range(0, count)
            .boxed()
            .collect(toMap(n -> Entries.hash("case", n), n -> "case-" + n)));
    for (int first = 0; first < count; first += 16) {
      ledger.append(IntStream.range(first, first + 16).mapToObj(entries::passing).toList());
    }
    Path log = file().resolveSibling(file().getFileName() + "-wal");
    assertThat(Files.size(log)).isPositive().isLessThan(count * 1800L);
  }

  @Test
  void aLedgerWithLargePagesGoesOn() throws IOException, SQLException {
    ledger.close();
    Files.delete(file());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file().toUri());
        var statement = connection.createStatement()) {
      statement.execute("pragma page_size = 4096");
      statement.execute("pragma journal_mode = wal");
      statement.execute("create table gone (n)");
      statement.execute("drop table gone");
    }
    ledger = open();
    fill(100);
    ledger.close();
    assertThat(Files.size(file()) % 4096).isZero();
    ledger = open();
    assertThat(ledger.size()).isEqualTo(100);
  }

  @Test
  void aFullDiskIsToldAndLosesNothing() {
    fill(100);
    ((SqliteLedger) ledger).limitPages(200);
    assertProblem(() -> fill(100_000), "The disk is full");
    assertThat(ledger.size()).isEqualTo(100);
    ((SqliteLedger) ledger).limitPages(1_000_000);
    assertThat(ledger.append(List.of(entries.passing(100)))).isEqualTo(1);
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING)).hasSize(101);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path blocking = Files.writeString(folder.resolve("file"), "not a folder");
    assertProblem(
        () -> SqliteLedger.open(blocking.resolve("sub").resolve("l.db")), "cannot be created");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    Path folder = Path.of("/proc");
    if (!Files.isDirectory(folder)) {
      System.err.println("SKIPPED: no folder that nobody can write to on this system (/proc)");
    }
    Assumptions.assumeTrue(Files.isDirectory(folder), "needs /proc");
    assertProblem(() -> SqliteLedger.open(folder.resolve("ledger.db")), "cannot be written");
    assertProblem(
        () -> SqliteLedger.join(folder.resolve("ledger.db")), "cannot be opened for writing");
  }

  @Test
  void aLedgerInAFolderThatCannotBeWrittenCanBeRead() throws IOException {
    fill(5);
    ledger.close();
    ledger = SqliteLedger.inMemory();
    Path closed = file().toAbsolutePath().getParent();
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      if (Files.isWritable(closed)) {
        System.err.println("SKIPPED: this user may write everywhere, so no folder is read-only");
      }
      Assumptions.assumeFalse(Files.isWritable(closed), "needs a user with fewer rights");
      try (Ledger reader = SqliteLedger.read(file())) {
        assertThat(reader.outcomes(entries.setting(), Entries.GRADING)).hasSize(5);
      }
      assertProblem(
          () -> SqliteLedger.join(file()).append(List.of(entries.passing(9))), "for writing");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void nothingAboutKeysIsInTheFile() throws IOException {
    fill(10);
    ledger.close();
    assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1))
        .doesNotContain("SECRET_VARIABLE")
        .contains("triage");
  }
}
