package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.journal.RequestRecord;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that leaves stops the model, wherever its request has got to.
class ClientGoneTest {
  private static final Path TINY = Path.of("examples/demo/models/triage-Q8_0.gguf");
  private static final Duration MEDIAN = Duration.ofMillis(100);
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final Timeouts PATIENT =
      new Timeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30));

  @TempDir private Path folder;
  private Optional<Served> running = Optional.empty();
  private final List<VendorServer> servers = new ArrayList<>();

  @AfterEach
  void end() {
    running.ifPresent(Served::close);
    servers.forEach(VendorServer::close);
  }

  private Served served() {
    var served = new Served(folder).timeouts(PATIENT);
    running = Optional.of(served);
    return served;
  }

  private VendorServer server(Vendor vendor) {
    var server = new VendorServer(vendor);
    servers.add(server);
    return server;
  }

  private static Socket asked(Served served, Spoken spoken, String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port());
    String head =
        "POST "
            + spoken.path()
            + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
            + body.length();
    socket.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /// Waits until so many requests are being answered.
  private static void awaitOpen(Served served, int count) throws Exception {
    String line = "metier_requests_open " + count + ".0";
    await(() -> served.get("/metrics").body().lines().anyMatch(line::equals));
  }

  /// Waits until a condition holds, and fails when it does not in time.
  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + EACH.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("the condition holds in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static void inTime(List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    assertThat(sorted.getLast()).isLessThan(EACH);
    assertThat(sorted.get(sorted.size() / 2)).as("median of " + sorted).isLessThan(MEDIAN);
  }

  @Test
  void theServerIsLeftInEveryPhase() throws Exception {
    var served = served();
    var upstreams =
        Map.of(
            "openai",
            Vendor.OPENAI,
            "anthropic",
            Vendor.ANTHROPIC,
            "google",
            Vendor.GOOGLE,
            "ollama",
            Vendor.OLLAMA);
    var at = new java.util.HashMap<String, VendorServer>();
    upstreams.forEach((name, vendor) -> {
      at.put(name, server(vendor));
      var kind = ProviderKind.valueOf(name.toUpperCase(java.util.Locale.ROOT));
      served.model(name, kind, DataClass.RESTRICTED, at.get(name).address());
      served.job(name, DataClass.INTERNAL, name);
    });
    served.start();
    var times = new ArrayList<Duration>();
    for (VendorMishap phase :
        List.of(
            new VendorMishap.StallBeforeHeaders(),
            new VendorMishap.StallBeforeFirstToken(),
            new VendorMishap.StallMidStream())) {
      for (String name : upstreams.keySet()) {
        for (Spoken spoken : Spoken.values()) {
          for (boolean stream : new boolean[] {false, true}) {
            times.add(
                left(
                    served,
                    java.util.Objects.requireNonNull(at.get(name)),
                    phase,
                    spoken,
                    spoken.request(name, stream)));
          }
        }
      }
    }
    inTime(times);
  }

  private static Duration left(
      Served served, VendorServer server, VendorMishap phase, Spoken spoken, String body)
      throws Exception {
    server.next(phase);
    int before = server.received().size();
    try (var _ = asked(served, spoken, body)) {
      assertThat(server.awaitReceived(before + 1, EACH)).isTrue();
    }
    long left = System.nanoTime();
    assertThat(server.awaitClosed(EACH)).as(phase + " " + spoken).isTrue();
    var time = Duration.ofNanos(System.nanoTime() - left);
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.usage().input()).as(phase + " " + spoken).isPositive();
    return time;
  }

  @Test
  void whoLeavesTheQueueHasUsedNothingAndTakesNoPlace() throws Exception {
    VendorServer server = server(Vendor.OPENAI);
    var served =
        served()
            .model(
                "one", ProviderKind.VLLM, DataClass.INTERNAL, OptionalInt.of(1), server.address())
            .job("one", DataClass.INTERNAL, "one")
            .start();
    server.next(new VendorMishap.StallBeforeHeaders());
    try (var first = asked(served, Spoken.CHAT, Spoken.CHAT.request("one", true))) {
      assertThat(server.awaitReceived(1, EACH)).isTrue();
      var times = new ArrayList<Duration>();
      for (Spoken spoken : Spoken.values()) {
        for (boolean stream : new boolean[] {false, true}) {
          var queued = asked(served, spoken, spoken.request("one", stream));
          // the one that is answered, and this one
          awaitOpen(served, 2);
          queued.close();
          long left = System.nanoTime();
          RequestRecord record = served.record();
          times.add(Duration.ofNanos(System.nanoTime() - left));
          assertThat(record.status()).isEqualTo(499);
          assertThat(record.usage()).isEqualTo(Usage.NONE);
          assertThat(record.cost().isPresent()).isFalse();
        }
      }
      assertThat(times).allSatisfy(time -> assertThat(time).isLessThan(EACH));
      assertThat(first.isClosed()).isFalse();
    }
    assertThat(served.record().status()).isEqualTo(499);
    assertThat(served.post(Spoken.CHAT.path(), Spoken.CHAT.request("one", false)).statusCode())
        .isEqualTo(200);
    assertThat(server.received()).hasSize(2);
  }

  /// A server whose queue of connections is full: those that come are neither taken nor refused.
  @Test
  void whoLeavesWhileConnectingHasUsedNothing() throws Exception {
    var fillers = new ArrayList<java.nio.channels.SocketChannel>();
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) {
        var filler = java.nio.channels.SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(full.getLocalSocketAddress());
        fillers.add(filler);
      }
      String address = "http://127.0.0.1:" + full.getLocalPort();
      var served =
          served()
              .model("full", ProviderKind.OLLAMA, DataClass.INTERNAL, address)
              .job("full", DataClass.INTERNAL, "full")
              .start();
      for (boolean stream : new boolean[] {false, true}) {
        var socket = asked(served, Spoken.MESSAGES, Spoken.MESSAGES.request("full", stream));
        awaitOpen(served, 1);
        socket.close();
        RequestRecord record = served.record();
        assertThat(record.status()).isEqualTo(499);
        assertThat(record.usage()).isEqualTo(Usage.NONE);
        assertThat(record.times().total()).isLessThan(EACH);
      }
    } finally {
      for (var filler : fillers) {
        filler.close();
      }
    }
  }

  /// A server that reads nothing would make an orderly end wait for ever.
  @Test
  void whoLeavesWhileAServerDoesNotReadStopsTheSending() throws Exception {
    try (var deaf = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      deaf.setReceiveBufferSize(1 << 14);
      String address = "http://127.0.0.1:" + deaf.getLocalPort() + "/v1";
      var served =
          served()
              .model("deaf", ProviderKind.VLLM, DataClass.INTERNAL, address)
              .job("deaf", DataClass.INTERNAL, "deaf")
              .start();
      String body = Spoken.CHAT.request("deaf", true, "x".repeat(20 << 20));
      Socket client = asked(served, Spoken.CHAT, body);
      try (Socket there = deaf.accept()) {
        await(() -> there.getInputStream().available() > 0);
        client.close();
        assertThat(served.record().status()).isEqualTo(499);
        there.setSoTimeout(10_000);
        assertThat(readable(there.getInputStream())).isLessThan(body.length());
      }
    }
  }

  private static long readable(InputStream in) {
    long count = 0;
    byte[] piece = new byte[1 << 16];
    try {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        count += n;
      }
    } catch (IOException reset) {
      // cut off
    }
    return count;
  }

  @Test
  void aModelInThisProcessStopsAndWhatItSaidIsCounted() throws Exception {
    var talker = new Talker();
    var served =
        served()
            .providers((model, refused) -> talker)
            .model("talker", ProviderKind.GGUF, DataClass.RESTRICTED, "talker.gguf")
            .job("talker", DataClass.INTERNAL, "talker")
            .start();
    var times = new ArrayList<Duration>();
    for (Spoken spoken : Spoken.values()) {
      for (boolean stream : new boolean[] {false, true}) {
        talker.expect();
        Socket socket = asked(served, spoken, spoken.request("talker", stream));
        talker.awaitTalking();
        socket.close();
        long left = System.nanoTime();
        talker.awaitSilence();
        times.add(Duration.ofNanos(System.nanoTime() - left));
        RequestRecord record = served.record();
        assertThat(record.status()).isEqualTo(499);
        assertThat(record.usage().output()).as(spoken + " " + stream).isPositive();
      }
    }
    inTime(times);
  }

  @Test
  void theRealModelInThisProcessAnswersOnAfterManyLeft() throws Exception {
    var served =
        served()
            .model("tiny", ProviderKind.GGUF, DataClass.RESTRICTED, TINY.toString())
            .job("tiny", DataClass.INTERNAL, "tiny")
            .start();
    for (int i = 0; i < 20; i++) {
      Spoken spoken = List.of(Spoken.values()).get(i % 3);
      var socket = asked(served, spoken, spoken.request("tiny", i % 2 == 0));
      if (i % 2 == 0) {
        // it leaves somewhere in its answer
        socket.setSoTimeout((int) EACH.toMillis());
        socket.getInputStream().readNBytes(i * 16);
      }
      socket.close();
      RequestRecord record = served.record();
      assertThat(record.status()).isIn(499, 200);
      assertThat(record.times().total()).isLessThan(EACH);
    }
    assertThat(served.post(Spoken.CHAT.path(), Spoken.CHAT.request("tiny", false)).statusCode())
        .isEqualTo(200);
  }

  /// A model that talks until it is interrupted.
  private static final class Talker implements Provider {
    /// Pieces said before its client leaves: enough for some to be counted.
    private static final int PIECES = 10;

    private volatile CountDownLatch talking = new CountDownLatch(PIECES);
    private volatile CountDownLatch silent = new CountDownLatch(1);

    void expect() {
      talking = new CountDownLatch(PIECES);
      silent = new CountDownLatch(1);
    }

    void awaitTalking() throws InterruptedException {
      assertThat(talking.await(10, TimeUnit.SECONDS)).isTrue();
    }

    void awaitSilence() throws InterruptedException {
      assertThat(silent.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public Answer ask(Question question) {
      return ask(question, event -> {});
    }

    @Override
    public Answer ask(Question question, Consumer<ChatEvent> events) {
      while (!Thread.currentThread().isInterrupted()) {
        events.accept(new ChatEvent.TextDelta("and so on "));
        talking.countDown();
        LockSupport.parkNanos(1_000_000);
      }
      silent.countDown();
      return Failure.of(Cause.CUT_OFF, "interrupted");
    }

    @Override
    public Identity identify() {
      return new Identity(
          new Fingerprint(Map.of(), java.util.Set.of()),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public void close() {}
  }
}
