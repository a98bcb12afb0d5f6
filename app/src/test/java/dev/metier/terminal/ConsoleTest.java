package dev.metier.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final String HOSTILE = "a\u001b[2J\u001b]0;t\u0007\u009b2J\u202eb";

  /// A model's name, a client's, a vendor's message: whatever stands in a line.
  @Test
  void nothingThatIsPrintedSteersTheTerminal() {
    var bytes = new ByteArrayOutputStream();
    var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var console = new Console(stream, stream, true, Map.of());
    console.line(HOSTILE);
    console.print(HOSTILE + "\n");
    console.say(HOSTILE);
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertThat(said.lines()).hasSize(3);
    assertThat(said).doesNotContain("\u001b", "\u0007", "\u009b", "\u202e");
  }
}
