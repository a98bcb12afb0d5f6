package dev.metier.cli;

import dev.metier.Metier;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;

/// `metier serve` in this process, as a user would start it, on a free port.
final class Serving implements AutoCloseable {
  private final Told err = new Told();
  private final Thread thread;
  private final String address;
  private int exit = -1;

  Serving(Map<String, String> env, String... more) {
    var command = new ArrayList<>(List.of("serve", "--port", "0", "--json"));
    command.addAll(List.of(more));
    try (var out = new PipedOutputStream();
        var lines = new Scanner(new PipedInputStream(out), StandardCharsets.UTF_8)) {
      var console =
          new Console(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              false,
              env);
      thread =
          Thread.ofPlatform()
              .start(() -> exit = Metier.run(console, command.toArray(String[]::new)));
      address = JsonMapper.shared().readTree(lines.nextLine()).path("address").stringValue("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return address;
  }

  /// What it said beside its result until now.
  String err() {
    return err.text();
  }

  /// Waits until it has said this; false when it does not in time.
  boolean says(String words, Duration longest) throws InterruptedException {
    return err.await(words, longest);
  }

  /// Ends it in order.
  ///
  /// @return its exit code
  int end() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(30));
    return exit;
  }

  @Override
  public void close() {
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Told extends OutputStream {
    private final StringBuilder text = new StringBuilder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      lock.lock();
      try {
        text.append(new String(bytes, from, length, StandardCharsets.UTF_8));
        more.signalAll();
      } finally {
        lock.unlock();
      }
    }

    String text() {
      lock.lock();
      try {
        return text.toString();
      } finally {
        lock.unlock();
      }
    }

    boolean await(String words, Duration longest) throws InterruptedException {
      long left = longest.toNanos();
      lock.lock();
      try {
        while (text.indexOf(words) < 0) {
          if (left <= 0) {
            return false;
          }
          left = more.awaitNanos(left);
        }
        return true;
      } finally {
        lock.unlock();
      }
    }
  }
}
