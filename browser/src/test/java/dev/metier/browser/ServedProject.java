package dev.metier.browser;

import dev.metier.Metier;
import dev.metier.terminal.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A project whose screens `metier ui` serves, in this process, until it is closed.
final class ServedProject implements AutoCloseable {
  private static final int LONGEST_END = 20_000;

  private final Thread command;
  private final String link;

  private ServedProject(Thread command, String link) {
    this.command = command;
    this.link = link;
  }

  /// Runs one command to its end, without a terminal.
  ///
  /// @throws IllegalStateException when it could not do what it was asked for
  static void run(String... args) {
    var silent = new PrintStream(PrintStream.nullOutputStream());
    int exit = Metier.run(new Console(silent, silent, false, Map.of()), args);
    if (exit > 1) {
      throw new IllegalStateException("metier " + List.of(args) + " ended with " + exit);
    }
  }

  /// Starts to serve a folder; returns once the link is there.
  static ServedProject of(Path folder, String... more) {
    var args = new ArrayList<>(List.of("ui", "-f", folder.toString(), "--port", "0", "--json"));
    args.addAll(Arrays.asList(more));
    try {
      var heard = new PipedInputStream();
      var out = new PrintStream(new PipedOutputStream(heard), true, StandardCharsets.UTF_8);
      var console = new Console(out, System.err, false, Map.of("USER", "anna"));
      Thread command =
          Thread.ofPlatform().start(() -> Metier.run(console, args.toArray(String[]::new)));
      var lines = new BufferedReader(new InputStreamReader(heard, StandardCharsets.UTF_8));
      return new ServedProject(command, link(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String link(BufferedReader lines) throws IOException {
    var text = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      text.append(line);
      if (line.endsWith("}")) {
        return JsonMapper.shared().readTree(text.toString()).path("link").asString();
      }
    }
    throw new IOException("metier ui printed no link");
  }

  /// The link that lets one browser in.
  String link() {
    return link;
  }

  /// Where its pages are, without a slash at the end.
  String origin() {
    return link.substring(0, link.indexOf("/?"));
  }

  @Override
  public void close() {
    command.interrupt();
    try {
      command.join(LONGEST_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
