package dev.metier.terminal;

import dev.metier.qualify.Qualifier;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/// Turns Ctrl-C (and SIGTERM) into a clean stop: no new calls, those in flight come home,
/// everything is kept and shown. A second one ends the process at once; then calls in flight are
/// lost, and nothing else.
///
/// Signals rather than shutdown hooks: those of libraries would close the terminal before the
/// result is shown.
public final class Interrupts implements AutoCloseable {
  public static final int EXIT = 130;

  private record Handled(String signal, Object before) {}

  private final List<Handled> handled;

  private Interrupts(Runnable handler) {
    this.handled = List.of(handle("INT", handler), handle("TERM", handler));
  }

  private static Handled handle(String signal, Runnable handler) {
    return new Handled(signal, Signals.register(signal, handler));
  }

  /// Calls `end` once; the second time the process ends at once.
  public static Interrupts ending(Runnable end) {
    var times = new AtomicInteger();
    return new Interrupts(() -> {
      if (times.incrementAndGet() > 1) {
        Runtime.getRuntime().halt(EXIT);
      }
      end.run();
    });
  }

  public static Interrupts stopping(Qualifier qualifier) {
    var times = new AtomicInteger();
    return new Interrupts(() -> {
      if (times.incrementAndGet() > 1) {
        Runtime.getRuntime().halt(EXIT);
      }
      qualifier.stop();
    });
  }

  @Override
  public void close() {
    handled.forEach(each -> Signals.unregister(each.signal(), each.before()));
  }
}
