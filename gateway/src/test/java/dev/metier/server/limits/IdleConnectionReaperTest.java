package dev.metier.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.call.EventLoopContext;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real connections under a clock that only the test moves: however long the kernel takes, no more
/// time passes than the test says.
class IdleConnectionReaperTest {
  private static final ClientTimeouts ALLOWANCE = ClientTimeouts.USUAL;
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /// Several segments of the loopback, which are 64 KB.
  private static final int KERNEL_BYTES = 1 << 18;

  private static final int MUCH = 16 << 20;
  private static final String HEAD = "POST /x HTTP/1.1\r\nhost: h\r\n";
  private static final String ALL = HEAD + "content-length: 0\r\n\r\n";

  private final AtomicLong clock = new AtomicLong(1);
  private final BlockingQueue<HttpServerRequest> asked = new LinkedBlockingQueue<>();
  private final AtomicReference<HttpServer> server = new AtomicReference<>();
  private final AtomicReference<IdleConnectionReaper> doors = new AtomicReference<>();
  private final AtomicReference<Context> context = new AtomicReference<>();
  private Vertx vertx;

  @BeforeEach
  void begin() throws Exception {
    vertx = Vertx.vertx();
    vertx
        .deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start(Promise<Void> started) {
                listen(started);
              }
            })
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private void listen(Promise<Void> started) {
    var watched = new IdleConnectionReaper(new EventLoopContext(vertx), ALLOWANCE, clock::get);
    context.set(vertx.getOrCreateContext());
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
              asked.add(request);
            }));
    server.get().listen().<Void>mapEmpty().onComplete(started);
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private Socket connected() throws Exception {
    var socket = new Socket();
    socket.setReceiveBufferSize(KERNEL_BYTES);
    socket.setSoTimeout(20_000);
    int open = open();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.get().actualPort()));
    while (open() == open) {
      Thread.onSpinWait();
    }
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// The request whose head is complete now.
  private HttpServerRequest asked() throws InterruptedException {
    return Optional.ofNullable(asked.poll(20, TimeUnit.SECONDS)).orElseThrow();
  }

  /// Does something on the event loop and waits until it is done.
  private <T> T onLoop(Supplier<T> what) throws Exception {
    var done = new CompletableFuture<T>();
    context.get().runOnContext(nothing -> done.complete(what.get()));
    return done.get(20, TimeUnit.SECONDS);
  }

  private int open() throws Exception {
    return onLoop(() -> doors.get().open());
  }

  /// Lets time pass; connections that are open then.
  private int pass(Duration time) throws Exception {
    clock.addAndGet(time.toNanos());
    return onLoop(() -> {
      doors.get().look();
      return doors.get().open();
    });
  }

  /// Writes far more at once than the kernel takes.
  ///
  /// @param whole whether that is all of the answer
  private void answerMuch(HttpServerRequest request, boolean whole) throws Exception {
    var much = Buffer.buffer(new byte[MUCH]);
    onLoop(() -> {
      request.response().putHeader("content-length", Integer.toString(whole ? MUCH : MUCH + 1));
      return whole ? request.response().end(much) : request.response().write(much);
    });
  }

  @Test
  void aHeadThatIsNotCompleteInTimeIsCutOff() throws Exception {
    try (var socket = connected()) {
      send(socket, HEAD + "x: ");
      assertThat(pass(ALLOWANCE.first())).isOne();
      send(socket, "y");
      pass(MOMENT);
      assertThat(left(socket)).isZero();
    }
  }

  @Test
  void aBodyThatComesByteByByteIsCutOff() throws Exception {
    try (var socket = connected()) {
      send(socket, HEAD + "content-length: 100000\r\n\r\n");
      HttpServerRequest request = asked();
      assertThat(pass(ALLOWANCE.body())).isOne();
      send(socket, "y");
      while (onLoop(request::bytesRead) == 0) {
        Thread.onSpinWait();
      }
      pass(MOMENT);
      assertThat(left(socket)).isZero();
    }
  }

  @Test
  void whoWaitsForAnAnswerIsLeftAlone() throws Exception {
    try (var socket = connected()) {
      send(socket, ALL);
      HttpServerRequest request = asked();
      for (int hour = 0; hour < 24; hour++) {
        assertThat(pass(Duration.ofHours(1))).isOne();
      }
      onLoop(() -> request.response().end("late"));
      assertThat(read(socket, "late")).contains("200 OK").endsWith("late");
    }
  }

  @Test
  void whoAsksNothingMoreIsLetGo() throws Exception {
    try (var socket = connected()) {
      send(socket, ALL);
      HttpServerRequest request = asked();
      onLoop(() -> request.response().end("soon"));
      assertThat(read(socket, "soon")).endsWith("soon");
      assertThat(pass(MOMENT)).isOne();
      assertThat(pass(ALLOWANCE.idle())).isOne();
      pass(MOMENT);
      assertThat(left(socket)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoReadsNothingIsCutOff(boolean whole) throws Exception {
    try (var socket = connected()) {
      send(socket, ALL);
      answerMuch(asked(), whole);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      // the kernel takes some of it, for as long as that may need
      while (pass(Duration.ofHours(1)) > 0) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      assertThat(left(socket)).isLessThan(MUCH);
    }
  }

  /// The slowest that is allowed, who takes a little at a time: a thousand seconds in all.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoTakesBytesSteadilyGetsAll(boolean whole) throws Exception {
    try (var socket = connected()) {
      send(socket, ALL);
      HttpServerRequest request = asked();
      answerMuch(request, whole);
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[ALLOWANCE.rate() / 2];
      long all = 0;
      while (all < MUCH) {
        int size = in.read(piece);
        assertThat(size).as("after " + all).isPositive();
        all += size;
        pass(Duration.ofNanos(size * MOMENT.toNanos() / ALLOWANCE.rate()));
      }
    }
  }

  /// What can still be read until the end.
  private static long left(Socket socket) throws IOException {
    try {
      return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
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
