package dev.metier.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console failing(String why) {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(why);
          }
        };
    return new Console(new Output(broken), new Output(err), false, Map.of());
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void outputThatIsLostIsAMistakeWithItsCause() {
    Console console = failing("No space left on device");
    console.line("a verdict");
    assertThat(console.delivered(0)).isEqualTo(2);
    assertThat(said()).contains("cannot be written", "the disk is full");
  }

  @Test
  void aWorseExitCodeStays() {
    Console console = failing("Input/output error");
    console.line("a verdict");
    assertThat(console.delivered(70)).isEqualTo(70);
    assertThat(said()).contains("Input/output error");
  }

  @Test
  void aReaderThatWentAwayIsNoMistake() {
    Console console = failing("Broken pipe");
    console.line("a verdict");
    assertThat(console.delivered(1)).isEqualTo(1);
    assertThat(said()).isEmpty();
  }

  @Test
  void whatArrivedChangesNothing() {
    Console console =
        new Console(new Output(OutputStream.nullOutputStream()), new Output(err), false, Map.of());
    console.line("a verdict");
    assertThat(console.delivered(0)).isZero();
  }
}
