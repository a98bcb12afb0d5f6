package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.ProblemsException;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UiCommandTest {
  private static final String PROJECT =
      """
      models: {m: {use: "recorded/answers.csv#m", host: here}}
      hosts: {here: {clearance: restricted}}
      jobs:
        greet:
          data: public
          prompt: "{{id}}"
          cases: cases.jsonl
          needs: {quality: {at_least: 0.5, confidence: 0.9}}
      """;

  @TempDir Path folder;

  private UiSnapshots snapshots() {
    var silent = new PrintStream(PrintStream.nullOutputStream());
    var console = new Console(silent, silent, false, Map.of());
    var workplace =
        new Workplace(
            console,
            (model, _) -> dev.metier.provider.recorded.RecordedProvider.open(model),
            Clock.systemUTC(),
            "test");
    return new UiSnapshots(workplace, folder, Optional.empty());
  }

  private void project(String text) throws IOException {
    Files.writeString(folder.resolve("metier.yaml"), text);
    Files.writeString(folder.resolve("cases.jsonl"), "{\"id\": \"a\"}\n{\"id\": \"b\"}\n");
    Files.writeString(
        folder.resolve("answers.csv"), "job,case,model,score\ngreet,a,m,1\ngreet,b,m,1\n");
  }

  @Test
  void aPortThatIsTakenIsToldWithTheNextFreeOne() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Shell run = Shell.run("ui", "-f", folder.toString(), "--port", Integer.toString(port));

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("Port " + port + " is taken").contains("--port ");
    }
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    Shell run = Shell.run("ui", "--port", "80000");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--port 80000 is no port.");
  }

  @Test
  void aRepairedProjectIsPickedUpWithoutARestart() throws IOException {
    var snapshots = snapshots();
    Assertions.assertThatThrownBy(snapshots::read).isInstanceOf(ProblemsException.class);
    project(PROJECT.replace("prompt:", "promt:"));
    Assertions.assertThatThrownBy(snapshots::read).isInstanceOf(ProblemsException.class);
    project(PROJECT);

    assertThat(snapshots.read().matrix().jobs()).hasSize(1);
    assertThat(snapshots.read()).isSameAs(snapshots.read());
  }

  @Test
  void aLedgerThatIsNoneIsTold() throws IOException {
    project(PROJECT);
    Files.createDirectories(folder.resolve(".metier"));
    Files.writeString(folder.resolve(".metier/ledger.db"), "this is no database, and long enough");

    Assertions.assertThatThrownBy(() -> snapshots().read()).isInstanceOf(ProblemsException.class);
  }
}
