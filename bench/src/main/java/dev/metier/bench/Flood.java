package dev.metier.bench;

import dev.metier.account.KeyRing;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.check.CheckSource;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.server.Gateway;
import dev.metier.server.GatewayDependencies;
import dev.metier.server.GatewayOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Many streams at a time through the gateway, and clients that read slowly. Three processes:
/// `serve` is the gateway, `models` a model's server, `clients` those who ask; `again` are as many
/// clients with short questions, for whom the connections of the others are still there.
final class Flood {
  private static final int PIECES = 60;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  private Flood() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "models" -> models(Duration.ofMillis(Long.parseLong(args[1])));
      case "serve" -> serve(args[1], Path.of(args[2]));
      case "clients" ->
          clients(
              Integer.parseInt(args[1]),
              Integer.parseInt(args[2]),
              Integer.parseInt(args[3]),
              Duration.ofSeconds(Long.parseLong(args[4])));
      case "again" -> again(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  // -- a model's server
  // ----------------------------------------------------------------------------

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicInteger ACCEPTED = new AtomicInteger();

  private static void models(Duration gap) throws IOException {
    try (var listening = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
      System.out.println(listening.getLocalPort());
      while (true) {
        Socket socket = listening.accept();
        OPEN.incrementAndGet();
        ACCEPTED.incrementAndGet();
        Thread.ofVirtual().start(() -> answer(socket, gap));
      }
    }
  }

  private static void answer(Socket socket, Duration gap) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream(), 1024);
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        if (head.startsWith("GET /open ")) {
          // this connection is not one of them
          String body = OPEN.decrementAndGet() + " " + ACCEPTED.decrementAndGet() + "\n";
          OPEN.incrementAndGet();
          write(socket, "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
          return;
        }
        String body = new String(in.readNBytes(length(head)), StandardCharsets.US_ASCII);
        boolean much = body.contains("much");
        stream(socket, much || body.contains("quick") ? Duration.ZERO : gap, much);
      }
    } catch (IOException | InterruptedException e) {
      // whoever asked has left
    } finally {
      OPEN.decrementAndGet();
    }
  }

  private static void stream(Socket socket, Duration gap, boolean much)
      throws IOException, InterruptedException {
    write(socket, HEAD);
    String text = much ? "word ".repeat(2000) : "word ";
    String event = event("{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}");
    for (int i = 0; i < (much ? 400 : PIECES); i++) {
      Thread.sleep(gap);
      write(socket, event);
    }
    write(socket, event("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}"));
    write(socket, chunk("data: [DONE]\n\n") + "0\r\n\r\n");
  }

  private static String event(String choice) {
    return chunk("data: {\"choices\":[" + choice + "]}\n\n");
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static int length(String head) {
    for (String line : head.toLowerCase(Locale.ROOT).split("\r\n", -1)) {
      if (line.startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  // -- the gateway
  // ---------------------------------------------------------------------------------

  private static void serve(String models, Path folder) throws InterruptedException {
    var free =
        new Price.PerToken(
            dev.metier.job.Money.ZERO,
            dev.metier.job.Money.ZERO,
            dev.metier.job.Money.ZERO,
            Optional.empty(),
            "bench");
    var model =
        new Model(
            new ModelName("model"),
            ProviderKind.VLLM,
            "model",
            Optional.of("http://127.0.0.1:" + models + "/v1"),
            Optional.empty(),
            new Host("here", DataClass.RESTRICTED),
            free,
            Settings.NONE,
            OptionalInt.empty(),
            OptionalInt.of(100_000),
            Timeouts.USUAL,
            Optional.empty());
    var job = new JobName("job");
    var route = new Route.Single(model.name(), List.of());
    var policy =
        new Policy(
            "0".repeat(32),
            "1".repeat(32),
            Instant.EPOCH,
            Map.of(
                job, new ServedJob(job, "", DataClass.INTERNAL, route, List.of(), Serving.PLAIN)),
            Map.of(model.name(), new ServedModel(model, List.of(), Set.of())));
    var outside =
        GatewayDependencies.local(
            (m, refused) -> {
              throw new IllegalStateException();
            },
            Clock.systemUTC(),
            folder,
            List.of(),
            CheckSource.NONE);
    var gateway =
        Gateway.start(GatewayOptions.usual("127.0.0.1", 0), outside, policy, KeyRing.NONE);
    System.out.println(gateway.port());
    Thread.currentThread().join();
  }

  // -- clients
  // -------------------------------------------------------------------------------------

  private static void clients(int port, int streams, int slow, Duration longest)
      throws InterruptedException {
    var done = new AtomicInteger();
    var failed = new AtomicInteger();
    var bytes = new AtomicLong();
    var threads = new ArrayList<Thread>();
    long end = System.nanoTime() + longest.toNanos();
    for (int i = 0; i < streams; i++) {
      // three in four in the model's own dialect, the others are translated
      boolean chat = i % 4 != 0;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                boolean well = read(port, chat, "few", Duration.ZERO, bytes, Long.MAX_VALUE);
                (well ? done : failed).incrementAndGet();
              }));
      if (i % 100 == 99) {
        Thread.sleep(20);
      }
    }
    for (int i = 0; i < slow; i++) {
      boolean chat = i % 4 != 0;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                boolean well = read(port, chat, "much", Duration.ofMillis(250), bytes, end);
                (well ? done : failed).incrementAndGet();
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        Locale.ROOT,
        "%d complete, %d failed, %.1f MB read%n",
        done.get(),
        failed.get(),
        bytes.get() / 1e6);
  }

  /// All at once, and done in a moment.
  private static void again(int port, int streams) throws InterruptedException {
    var done = new AtomicInteger();
    var bytes = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < streams; i++) {
      boolean chat = i % 4 != 0;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                if (read(port, chat, "quick", Duration.ZERO, bytes, Long.MAX_VALUE)) {
                  done.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        Locale.ROOT, "again: %d complete, %d failed%n", done.get(), streams - done.get());
  }

  /// Reads one stream; a slow reader takes 4 KB at a time, and leaves at its end. True when nothing
  /// went wrong.
  private static boolean read(
      int port, boolean chat, String text, Duration gap, AtomicLong bytes, long end) {
    String path = chat ? "/v1/chat/completions" : "/v1/messages";
    String body =
        "{\"model\":\"job\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
            + "\"content\":\""
            + text
            + "\"}]}";
    try (var socket = new Socket()) {
      if (!gap.isZero()) {
        socket.setReceiveBufferSize(1 << 14);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      write(
          socket,
          "POST "
              + path
              + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      byte[] piece = new byte[4096];
      var last = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        bytes.addAndGet(n);
        last.append(new String(piece, 0, n, StandardCharsets.US_ASCII));
        last.delete(0, Math.max(0, last.length() - 300));
        if (last.indexOf("\"error\"") >= 0) {
          return failed(last.toString());
        }
        if (System.nanoTime() > end) {
          return true;
        }
        Thread.sleep(gap);
      }
      return last.indexOf(chat ? "[DONE]" : "message_stop") >= 0 || failed("ended: " + last);
    } catch (IOException | InterruptedException e) {
      return failed(e.toString());
    }
  }

  private static final AtomicInteger TOLD = new AtomicInteger();

  private static boolean failed(String why) {
    if (TOLD.incrementAndGet() <= 3) {
      System.out.println("failed: " + why.strip());
    }
    return false;
  }
}
