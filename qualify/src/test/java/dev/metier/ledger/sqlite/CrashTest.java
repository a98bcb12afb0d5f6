package dev.metier.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.Entries;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.SettingInfo;
import dev.metier.testing.Rounds;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed loses nothing that it was told is kept. Five are killed by default,
/// twenty with `-Dtests.full=true`.
class CrashTest {
  private static final int ROUNDS = Rounds.of(5, 20);
  private static final long SEED = 20261122;

  @TempDir Path folder;

  /// Appends batches of 1 to 40 entries until it is killed, and says how many are kept; ends when
  /// nobody listens any more.
  static final class Writer {
    public static void main(String[] args) {
      int round = Integer.parseInt(args[1]);
      Entries entries = Entries.of("job", "model-" + round, round);
      var random = new Random(round);
      try (Ledger ledger = SqliteLedger.open(Path.of(args[0]))) {
        for (int from = 0; !System.out.checkError(); ) {
          var batch = new ArrayList<Entry>();
          int size = 1 + random.nextInt(40);
          for (int i = 0; i < size; i++) {
            batch.add(entries.passing(from + i));
          }
          ledger.append(batch);
          from += size;
          System.out.println(from);
        }
      }
    }
  }

  @Test
  void aKilledProcessLosesNothingThatWasKept() throws Exception {
    Path file = folder.resolve("ledger.db");
    var random = new Random(SEED);
    Map<Integer, Integer> promised = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      promised.put(round, writeAndDie(file, round, random));
      check(file, promised);
    }
    assertThat(promised.values()).allMatch(count -> count > 0);
  }

  /// How many entries the process said are kept before it was killed.
  private static int writeAndDie(Path file, int round, Random random) throws Exception {
    Process process = start(file, round);
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String last = said.readLine();
      int lines = random.nextInt(40);
      for (int i = 0; i < lines && last != null; i++) {
        last = said.readLine();
      }
      assertThat(process.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS)).isFalse();
      // Through the handle, because the process itself would close the stream too.
      process.toHandle().destroyForcibly();
      String rest = last;
      while (rest != null) {
        last = rest;
        rest = said.readLine();
      }
      process.waitFor();
      return last == null ? 0 : Integer.parseInt(last);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Path file, int round) throws IOException {
    var command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            Writer.class.getName(),
            file.toString(),
            Integer.toString(round));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Without a logging library, which would double the time to start.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("slf4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void check(Path file, Map<Integer, Integer> promised) throws SQLException {
    try (Ledger ledger = SqliteLedger.open(file)) {
      promised.forEach((round, count) -> check(ledger, round, count));
      long total = ledger.settings().stream().mapToLong(SettingInfo::entries).sum();
      assertThat(ledger.size()).isEqualTo(total);
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      assertThat(text(statement, "pragma integrity_check")).isEqualTo("ok");
      assertThat(text(statement, "select count(*) from pragma_foreign_key_check")).isEqualTo("0");
    }
  }

  private static void check(Ledger ledger, int round, int promised) {
    Entries entries = Entries.of("job", "model-" + round, round);
    List<Outcome> kept = ledger.outcomes(entries.setting(), Entries.GRADING);
    assertThat(kept).as("seed %d, round %d", SEED, round).hasSizeGreaterThanOrEqualTo(promised);
    assertThat(atBatchBorder(round, kept.size())).as("whole batches only").isTrue();
    assertThat(kept.stream().map(Outcome::content).toList())
        .isEqualTo(IntStream.range(0, kept.size()).mapToObj(i -> Entries.hash("case", i)).toList());
    assertThat(ledger.answers(entries.setting())).hasSameSizeAs(kept);
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean atBatchBorder(int round, int count) {
    var random = new Random(round);
    int border = 0;
    while (border < count) {
      border += 1 + random.nextInt(40);
    }
    return border == count;
  }
}
