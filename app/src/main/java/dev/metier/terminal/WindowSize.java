package dev.metier.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The size of the window in which this process runs, as the terminal itself says.
///
/// A shell does not export COLUMNS, and Java has no call for it; `stty` is on every Unix.
final class WindowSize {
  private static final File TERMINAL = new File("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("\\s*\\d+ ([1-9]\\d{0,4})\\s*");
  private static final int SECONDS = 2;

  private WindowSize() {}

  /// Columns now; empty when there is no terminal, or it does not say.
  static OptionalInt columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      boolean ended = stty.waitFor(SECONDS, TimeUnit.SECONDS);
      return ended && stty.exitValue() == 0 ? columns(said) : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /// The columns in what `stty size` prints: `24 80`. A window of unknown size is 0 wide.
  static OptionalInt columns(String said) {
    var found = SIZE.matcher(said);
    return found.matches() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }
}
