package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.terminal.Interrupts;
import dev.metier.web.ScreenServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows the screens in a browser until it is asked to end.
@Command(
    name = "ui",
    description = "Show the fit matrix and its reasons in a browser of this machine.",
    footer = {
      "",
      "The link works once, in one browser, and only on this machine. From another one:",
      "  ssh -L 8098:127.0.0.1:8098 HOST",
      "Models are called only by a run that is started on the page Run. Ctrl-C ends both."
    })
final class UiCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 8098;
  private static final int LAST_PORT = 65_535;

  @Mixin private ProjectArgument project = new ProjectArgument();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "0 takes any free one. Default: 8098.")
  private int port = USUAL_PORT;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Where evidence is kept. Default: .metier/ledger.db beside metier.yaml.")
  private Optional<Path> ledger = Optional.empty();

  @Option(names = "--open", description = "Open the page in the browser.")
  private boolean open;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  private final Workplace workplace;

  UiCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > LAST_PORT) {
      throw new ProblemsException(
          "--port " + port + " is no port.",
          "Ports go from 1 to " + LAST_PORT + "; 0 takes any free one.");
    }
    Path place = project.project().orElse(Path.of("."));
    try (var source = new UiSnapshots(workplace, place, ledger);
        var runs = new UiRuns(workplace, source);
        ScreenServer server = started(source, runs, port)) {
      tell(server);
      if (open) {
        browse(workplace, server.link());
      }
      await();
    }
    return 0;
  }

  /// Opens the screens in the browser, and serves them until it is asked to end.
  static void show(Workplace workplace, UiSnapshots source) {
    try (var runs = new UiRuns(workplace, source);
        ScreenServer server = started(source, runs, 0)) {
      told(workplace, server);
      browse(workplace, server.link());
      await();
    }
  }

  private static ScreenServer started(UiSnapshots source, UiRuns runs, int port) {
    try {
      return ScreenServer.start(source, runs, source.folder(), port);
    } catch (UncheckedIOException e) {
      throw new ProblemsException(
          "Port " + port + " is taken by another program.",
          "Start it with --port " + nextFree(port) + ", which is free.");
    }
  }

  /// The first free port behind one.
  private static int nextFree(int taken) {
    for (int next = taken + 1; next <= LAST_PORT; next++) {
      try (var socket = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken too
      }
    }
    return 0;
  }

  private void tell(ScreenServer server) {
    if (json) {
      workplace.console().json(JsonNodeFactory.instance.objectNode().put("link", server.link()));
      return;
    }
    told(workplace, server);
  }

  private static void told(Workplace workplace, ScreenServer server) {
    workplace.console().line("Open this link, which works once: " + server.link());
    workplace.console().say("Ctrl-C ends it.");
  }

  /// A thread that is interrupted is asked to end too.
  private static void await() {
    var asked = new CountDownLatch(1);
    try (var _ = Interrupts.ending(asked::countDown)) {
      asked.await();
    } catch (InterruptedException e) {
      asked.countDown();
    }
  }

  private static void browse(Workplace workplace, String link) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    try {
      new ProcessBuilder(List.of(mac ? "open" : "xdg-open", link))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      workplace.console().say("There is no browser to open; open the link yourself.");
    }
  }
}
