package dev.metier.cli;

import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// How a run is watched: a live table on a terminal, lines when piped, events for programs.
///
/// @param end gives the terminal back
record Watching(Progress progress, Runnable end) implements AutoCloseable {
  static Watching of(Workplace workplace, boolean json, boolean events) {
    Console console = workplace.console();
    if (json && !events) {
      return new Watching(new Unwatched(), () -> {});
    }
    if (json) {
      return new Watching(new JsonProgress(console.out(), workplace.clock()), () -> {});
    }
    if (!console.terminal()) {
      return new Watching(new LineProgress(console.err(), workplace.clock()), () -> {});
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      var live = new LiveMatrix(terminal, workplace.clock(), console.colours(), console.unicode());
      return new Watching(live, live::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end.run();
  }

  /// Nobody looks.
  private static final class Unwatched implements Progress {
    @Override
    public void moved(RunState run) {}

    @Override
    public void decided(CellState cell, RunState run) {}

    @Override
    public void ended(RunState run, boolean stopped) {}
  }
}
