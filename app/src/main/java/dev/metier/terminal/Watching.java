package dev.metier.terminal;

import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// How a run is watched: a live table on a terminal, lines when piped, events for programs.
///
/// @param end gives the terminal back
public record Watching(Progress progress, Runnable end) implements AutoCloseable {
  public static Watching of(Console console, Clock clock, boolean json, boolean events) {
    if (json && !events) {
      return new Watching(new Unwatched(), () -> {});
    }
    if (json) {
      return new Watching(new JsonProgress(console.out(), clock), () -> {});
    }
    if (!console.terminal()) {
      return new Watching(new LineProgress(console.err(), clock), () -> {});
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      var live = new LiveMatrix(terminal, clock, console.colours(), console.unicode());
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
    public void ending(RunState run, Duration grace) {}

    @Override
    public void ended(RunState run, boolean stopped) {}
  }
}
