package dev.metier.cli;

import dev.metier.qualify.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// How a run is watched: a live table on a terminal, lines when piped, events for programs.
///
/// @param close gives the terminal back
record Watching(Progress progress, Runnable close) implements AutoCloseable {
  static Watching of(Workplace workplace, boolean json) {
    Console console = workplace.console();
    if (json) {
      return new Watching(new JsonProgress(console.out(), workplace.clock()), () -> {});
    }
    if (!console.terminal()) {
      return new Watching(new LineProgress(console.err(), workplace.clock()), () -> {});
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      var live =
          new LiveMatrix(terminal, workplace.clock(), console.colours(), console.unicode());
      return new Watching(live, live::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close.run();
  }
}
