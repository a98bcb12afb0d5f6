package dev.metier.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.upstream.Loop;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Allowance ALLOWANCE =
      new Allowance(
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofSeconds(1),
          1 << 20,
          Duration.ofMillis(700));
  private static final int KERNEL_BYTES = 1 << 16;
  private static final String HEAD = "POST /x HTTP/1.1\r\nhost: h\r\n";

  private Vertx vertx;
  private final AtomicReference<HttpServer> server = new AtomicReference<>();
  private final AtomicReference<Doors> doors = new AtomicReference<>();

  @BeforeEach
  void begin() throws Exception {
    vertx = Vertx.vertx();
    vertx
        .deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start(Promise<Void> started) {
                var watched = new Doors(new Loop(vertx), ALLOWANCE);
                doors.set(watched);
                server.set(
                    vertx
                        .createHttpServer(
                            new HttpServerOptions()
                                .setHost("127.0.0.1")
                                .setPort(0)
                                .setSendBufferSize(KERNEL_BYTES)
                                .setHttp2ClearTextEnabled(false))
                        .connectionHandler(watched::opened)
                        .requestHandler(request -> {
                          watched.asked(request);
                          answer(request);
                        }));
                server.get().listen().<Void>mapEmpty().onComplete(started);
              }
            })
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /// Late at `/late`, far more than anybody reads at `/much`, at once elsewhere.
  private void answer(HttpServerRequest request) {
    request.endHandler(nothing -> {
      switch (request.uri()) {
        case "/late" -> vertx.setTimer(WAIT.toMillis(), passed -> request.response().end("late"));
        case "/much" -> {
          request.response().setChunked(true);
          for (int i = 0; i < 1024; i++) {
            request.response().write(Buffer.buffer(new byte[1 << 14]));
          }
        }
        default -> request.response().end("soon");
      }
    });
  }

  private Socket connected() throws IOException {
    var socket = new Socket();
    // what the kernel holds hides how fast a client reads
    socket.setReceiveBufferSize(KERNEL_BYTES);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.get().actualPort()));
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// Sends a byte at a time, and tells how long that was suffered.
  private static Duration trickle(Socket socket, String text) {
    long began = System.nanoTime();
    try {
      while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)) {
        send(socket, text);
        LockSupport.parkNanos(50_000_000);
      }
    } catch (IOException e) {
      // it was cut
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void aHeadThatComesByteByByteIsCutOff() throws IOException {
    try (var socket = connected()) {
      send(socket, HEAD + "x: ");
      assertThat(trickle(socket, "y")).isBetween(Duration.ofMillis(350), Duration.ofSeconds(10));
    }
  }

  @Test
  void aBodyThatComesByteByByteIsCutOff() throws IOException {
    try (var socket = connected()) {
      send(socket, HEAD + "content-length: 100000\r\n\r\n");
      assertThat(trickle(socket, "y")).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    }
  }

  @Test
  void whoWaitsForAnAnswerIsLeftAlone() throws IOException {
    try (var socket = connected()) {
      send(socket, HEAD.replace("/x", "/late") + "content-length: 0\r\n\r\n");
      assertThat(read(socket, "late")).contains("200 OK").endsWith("late");
    }
  }

  @Test
  void whoAsksNothingMoreIsLetGo() throws IOException {
    try (var socket = connected()) {
      send(socket, HEAD + "content-length: 0\r\n\r\n");
      assertThat(read(socket, "soon")).endsWith("soon");
      long began = System.nanoTime();
      assertThat(socket.getInputStream().read()).isNegative();
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
    }
  }

  @Test
  void whoReadsNothingIsCutOffAndWhoReadsSlowlyIsNot() throws Exception {
    try (var never = connected();
        var slow = connected()) {
      String ask = HEAD.replace("/x", "/much") + "content-length: 0\r\n\r\n";
      send(never, ask);
      send(slow, ask);
      byte[] piece = new byte[1 << 17];
      long began = System.nanoTime();
      long read = 0;
      while (System.nanoTime() - began < SLOW.toNanos()) {
        read += Math.max(0, slow.getInputStream().read(piece));
        LockSupport.parkNanos(50_000_000);
      }
      assertThat(doors.get().open()).isOne();
      assertThat(read).isPositive();
      assertThat(left(never)).isLessThan(1024L << 14);
    }
  }

  /// What can still be read until the end.
  private static long left(Socket socket) throws IOException {
    try {
      return socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (SocketException reset) {
      return 0;
    }
  }

  private static String read(Socket socket, String until) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith(until)) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        break;
      }
      text.append((char) b);
    }
    return text.toString();
  }
}
