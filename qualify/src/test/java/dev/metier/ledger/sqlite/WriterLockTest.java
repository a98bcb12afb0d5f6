package dev.metier.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The right to run on a ledger, among processes and within one.
class WriterLockTest {
  @TempDir Path folder;

  private Path ledger() {
    return folder.resolve("ledger.db");
  }

  /// Takes the lock, says whether it has it, and keeps it until its input ends.
  static final class Taker {
    public static void main(String[] args) throws IOException {
      try (var _ = WriterLock.take(Path.of(args[0]))) {
        System.out.println("taken");
        System.out.flush();
        while (System.in.read() >= 0) {
          // until nobody is there any more
        }
      } catch (ProblemsException e) {
        System.out.println("refused");
      }
    }
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                ledger().toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String said(Process process) throws IOException {
    return process.inputReader(StandardCharsets.UTF_8).readLine();
  }

  @Test
  void whoHasARunIsTold() throws Exception {
    assertThat(WriterLock.holder(ledger())).isEmpty();
    Process other = other();
    try {
      assertThat(said(other)).isEqualTo("taken");
      assertThat(WriterLock.holder(ledger())).hasValue(other.pid());
      assertThatThrownBy(() -> WriterLock.take(ledger()))
          .hasMessageContaining("process " + other.pid());
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
    assertThat(WriterLock.holder(ledger())).isEmpty();
  }

  @Test
  void askingWhoHasARunOrForASecondOneHereDoesNotGiveItUp() throws Exception {
    try (var _ = WriterLock.take(ledger())) {
      assertThat(WriterLock.holder(ledger())).hasValue(ProcessHandle.current().pid());
      assertThatThrownBy(() -> WriterLock.take(ledger())).isInstanceOf(ProblemsException.class);
      Process other = other();
      try {
        assertThat(said(other)).isEqualTo("refused");
      } finally {
        other.getOutputStream().close();
        other.waitFor();
      }
    }
    assertThat(WriterLock.holder(ledger())).isEmpty();
  }

  @Test
  void aProcessThatIsGoneHoldsNothingThoughItsNumberStands() throws IOException {
    Files.writeString(
        folder.resolve("ledger.db.lock"), Long.toString(ProcessHandle.current().pid()));

    assertThat(WriterLock.holder(ledger())).isEmpty();
  }
}
