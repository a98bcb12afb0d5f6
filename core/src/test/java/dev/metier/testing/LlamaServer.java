package dev.metier.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A real llama-server with the tiny model, on a free loopback port. Ends exactly the process that
/// it began.
public final class LlamaServer implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final List<Path> MODELS =
      List.of(
          Path.of("examples/demo/models/triage-Q8_0.gguf"),
          Path.of("../shared/data/tiny-model/triage-Q8_0.gguf"));

  private final Process process;
  private final String root;

  private LlamaServer(Process process, String root) {
    this.process = process;
    this.root = root;
  }

  /// Starts it, or skips the test that asks, loudly, when there is no llama-server or no model.
  public static LlamaServer startOrSkip(String... more) {
    Optional<Path> program = program();
    Optional<Path> model = MODELS.stream().filter(Files::isReadable).findFirst();
    if (program.isEmpty()) {
      skip("there is no llama-server; get one with: bench/get-llama-server.sh build/llama-server");
    }
    if (model.isEmpty()) {
      skip("there is no tiny model at " + MODELS.getFirst());
    }
    return start(program.orElseThrow(), model.orElseThrow(), more);
  }

  /// The program that the environment names, or the one that the script brought.
  public static Optional<Path> program() {
    String named = System.getenv("METIER_LLAMA_SERVER");
    Path path = named == null ? Path.of("build/llama-server/llama-server") : Path.of(named);
    return Optional.of(path.toAbsolutePath()).filter(Files::isExecutable);
  }

  private static void skip(String why) {
    System.err.println("SKIPPED, a real llama-server was not asked: " + why);
    Assumptions.abort(why);
  }

  private static LlamaServer start(Path program, Path model, String... more) {
    try {
      int port = freePort();
      var command =
          new java.util.ArrayList<>(
              List.of(
                  program.toString(),
                  "-m",
                  model.toString(),
                  "--host",
                  "127.0.0.1",
                  "--port",
                  "" + port,
                  "-t",
                  "1",
                  "-np",
                  "2"));
      command.addAll(List.of(more));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var server = new LlamaServer(process, "http://127.0.0.1:" + port);
      server.awaitHealth();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitHealth() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!healthy()) {
      // the wait between two looks also notices at once when the process ends
      if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        close();
        throw new IllegalStateException("llama-server did not start");
      }
    }
  }

  private boolean healthy() {
    try {
      var connection = (HttpURLConnection) URI.create(root + "/health").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// Base URL without `/v1`.
  public String root() {
    return root;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
