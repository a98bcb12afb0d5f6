package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.journal.RequestRecord;
import dev.metier.wire.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many at a time, of whom some read slowly and some leave: whoever stays gets all of the answer,
/// and no connection is left behind, neither to a client nor to a model. A flood ten times as large
/// is `bench/flood.sh`.
class FloodTest {
  private static final int STREAMS = 150;
  private static final int SLOW = 20;
  private static final int LEAVING = 30;
  private static final int ALL = STREAMS + SLOW + LEAVING;
  private static final Duration EACH = Duration.ofSeconds(20);
  private static final Timeouts PATIENT = new Timeouts(EACH, EACH, EACH, EACH);

  /// What the gateway says while a model is silent.
  private static final String KEEP_ALIVE = ": keep-alive\n\n";

  @TempDir private Path folder;
  private final List<Client> clients = new ArrayList<>();
  private final Crowd crowd = new Crowd();
  private Served served;

  @BeforeEach
  void begin() {
    served =
        new Served(folder)
            .timeouts(PATIENT)
            .model(
                "model",
                ProviderKind.VLLM,
                DataClass.RESTRICTED,
                OptionalInt.of(2 * ALL),
                crowd.address())
            .job("job", DataClass.PUBLIC, "model") // nobody is asked where public data goes
            .start();
  }

  @AfterEach
  void end() throws IOException {
    served.close();
    crowd.close();
    for (Client client : clients) {
      client.socket.close();
    }
  }

  /// A client with one connection for all that it asks; two in three speak as the model does, the
  /// others are translated for.
  private static final class Client {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final Spoken spoken;
    private final String prompt;

    Client(int port, int number, boolean slow) throws IOException {
      spoken = number % 3 == 2 ? Spoken.MESSAGES : Spoken.CHAT;
      prompt = (slow ? "much " : "few ") + number;
      if (slow) {
        // what the kernel holds hides how little is read
        socket.setReceiveBufferSize(1 << 16);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) EACH.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      in = new BufferedInputStream(socket.getInputStream(), 1 << 12);
    }

    boolean ask() throws IOException {
      String body = spoken.request("job", true, prompt);
      String head =
          "POST "
              + spoken.path()
              + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
              + body.length();
      socket
          .getOutputStream()
          .write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
      return true;
    }

    /// What has come of the answer once its first word is there.
    String begun() throws IOException {
      String status = Crowd.line(in);
      for (String line = Crowd.line(in); !line.isEmpty(); line = Crowd.line(in)) {
        assertThat(line).doesNotContain("connection: close");
      }
      assertThat(status).isEqualTo("HTTP/1.1 200 OK");
      var text = new StringBuilder();
      while (text.indexOf(prompt) < 0) {
        byte[] chunk = chunk();
        assertThat(chunk).as(prompt).isNotEmpty();
        text.append(new String(chunk, StandardCharsets.UTF_8));
      }
      return text.toString();
    }

    /// One chunk; empty when there are no more.
    private byte[] chunk() throws IOException {
      byte[] chunk = in.readNBytes(Integer.parseInt(Crowd.line(in), 16));
      assertThat(Crowd.line(in)).isEmpty();
      return chunk;
    }

    private String whole() throws IOException {
      var text = new ByteArrayOutputStream();
      String begun = begun();
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        text.writeBytes(chunk);
      }
      return begun + text.toString(StandardCharsets.UTF_8);
    }

    /// What is wrong with the answer that is read now; empty when nothing is.
    String wrong() throws IOException {
      String whole = whole().replace(KEEP_ALIVE, "");
      boolean right =
          spoken == Spoken.CHAT
              ? whole.equals(Crowd.events(prompt))
              : spoken.complete(whole, true)
                  && said(whole).equals(String.join("", Crowd.words(prompt)));
      return right ? "" : prompt + ": " + whole.substring(0, Math.min(2000, whole.length()));
    }

    private static String said(String events) {
      return events
          .lines()
          .filter(line -> line.startsWith("data: "))
          .map(line -> Json.object(line.substring(6).getBytes(StandardCharsets.UTF_8)))
          .map(event -> event.path("delta").path("text").stringValue(""))
          .collect(Collectors.joining());
    }

    /// Some say goodbye, others do not.
    boolean leave() throws IOException {
      begun();
      if (prompt.hashCode() % 2 == 0) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
      return true;
    }

    /// Whether the gateway closes the connection.
    boolean closed() throws IOException {
      try {
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return true;
      } catch (SocketException reset) {
        return true;
      } catch (java.net.SocketTimeoutException open) {
        return false;
      }
    }
  }

  private interface Doing<T> {
    T of(Client client) throws IOException;
  }

  /// All of them at the same time.
  private static <T> List<T> each(List<Client> clients, Doing<T> doing) throws Exception {
    var all = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pending = new ArrayList<Future<T>>();
      for (Client client : clients) {
        Callable<T> work = () -> doing.of(client);
        pending.add(threads.submit(work));
      }
      for (Future<T> one : pending) {
        all.add(one.get());
      }
    }
    return all;
  }

  private static void answeredWhole(List<Client> clients) throws Exception {
    assertThat(each(clients, Client::wrong)).allSatisfy(wrong -> assertThat(wrong).isEmpty());
  }

  /// Those who are slow and those who leave stand among the others.
  private void connect() throws IOException {
    for (int i = 0; i < ALL; i++) {
      clients.add(new Client(served.gateway().port(), i, isSlow(i)));
    }
  }

  private static boolean isSlow(int number) {
    return number % 10 == 0;
  }

  /// 30 of 200, with every protocol.
  private static boolean isLeaving(int number) {
    return number % 20 == 1 || number % 20 == 8 || number % 20 == 15;
  }

  private List<Client> those(IntPredicate numbers) {
    return IntStream.range(0, ALL).filter(numbers).mapToObj(clients::get).toList();
  }

  private List<Client> streams() {
    return those(number -> !isSlow(number) && !isLeaving(number));
  }

  @Test
  void whoStaysGetsAllOfItAndNoConnectionIsLeftBehind() throws Exception {
    connect();
    crowd.hold();
    each(clients, Client::ask);
    assertThat(crowd.awaitAnswering(ALL, EACH)).as("%s at a time", crowd.answering()).isTrue();
    assertThat(crowd.accepted()).isEqualTo(ALL);
    List<Client> leaving = those(FloodTest::isLeaving);
    each(leaving, Client::leave);
    assertThat(crowd.awaitOpen(ALL - LEAVING, ALL - LEAVING, EACH))
        .as("whoever is left is cut off, nobody else: %s of %s", crowd.open(), crowd.answering())
        .isTrue();
    crowd.letOn();
    answeredWhole(streams());
    assertThat(crowd.answering()).as("answers that nobody reads are held back").isEqualTo(SLOW);
    answeredWhole(those(FloodTest::isSlow));
    assertThat(statuses()).containsOnly(entry(200, STREAMS + SLOW), entry(499, LEAVING));
    nothingIsUnderWay();
    againWithoutNewConnections();
    nothingIsUnderWay();
    allIsClosed();
  }

  private Map<Integer, Integer> statuses() throws InterruptedException {
    var statuses = new TreeMap<Integer, Integer>();
    for (RequestRecord record : served.records(ALL)) {
      statuses.merge(record.status(), 1, Integer::sum);
    }
    return statuses;
  }

  private void nothingIsUnderWay() {
    assertThat(until(() -> crowd.answering() == 0 && !under("open") && !under("bytes")))
        .as("requests under way: %s", metrics())
        .isTrue();
  }

  private boolean under(String what) {
    return metrics().noneMatch(line -> line.equals("metier_requests_" + what + " 0.0"));
  }

  private Stream<String> metrics() {
    try {
      return served.get("/metrics").body().lines();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + EACH.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
    return condition.getAsBoolean();
  }

  /// Each event loop of the gateway has kept as many connections as its clients need.
  private void againWithoutNewConnections() throws Exception {
    int kept = crowd.open();
    assertThat(kept).isBetween(STREAMS, crowd.mostAnswering());
    each(streams(), Client::ask);
    answeredWhole(streams());
    assertThat(crowd.accepted()).as("connections that were ever opened").isEqualTo(ALL);
    assertThat(crowd.open()).isEqualTo(kept);
    assertThat(served.records(STREAMS)).allMatch(record -> record.status() == 200);
  }

  /// Some are in the middle of an answer when the gateway ends.
  private void allIsClosed() throws Exception {
    crowd.hold();
    List<Client> midway = streams().subList(0, SLOW);
    each(midway, Client::ask);
    each(midway, Client::begun);
    served.close();
    assertThat(crowd.awaitOpen(0, 0, EACH)).as("open at the model: %s", crowd.open()).isTrue();
    assertThat(each(those(number -> !isLeaving(number)), Client::closed)).containsOnly(true);
  }
}
