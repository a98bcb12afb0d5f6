package dev.metier.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Requests that two servers would read differently, that are too large or no requests at all: each
/// is refused, and nothing of it reaches a model.
class HostileRequestsTest {
  private static final String BODY =
      "{\"model\":\"j\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n";

  /// Bytes that somebody sends, and the statuses that answer them; `closed` for none.
  private record Row(String name, String request, List<String> statuses) {
    static Row of(String name, String request, String... statuses) {
      return new Row(name, request, List.of(statuses));
    }
  }

  @TempDir private Path folder;
  private final VendorServer model = new VendorServer(Vendor.OPENAI);
  private Served served = new Served(Path.of("."));

  @BeforeEach
  void begin() {
    served =
        new Served(folder)
            .model("m", ProviderKind.VLLM, DataClass.PUBLIC, model.address())
            .job("j", DataClass.PUBLIC, "m")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    model.close();
  }

  private static String body(String headers) {
    return POST + headers + "\r\n\r\n" + BODY;
  }

  private static String chunked(String body) {
    return POST + "transfer-encoding: chunked\r\n\r\n" + body;
  }

  private static Stream<Row> rows() {
    String length = "content-length: " + BODY.length();
    return Stream.of(
        Row.of("two lengths", body(length + "\r\ncontent-length: 5"), "400"),
        Row.of("length and chunks", body(length + "\r\ntransfer-encoding: chunked"), "400"),
        Row.of("a negative length", body("content-length: -1"), "400"),
        Row.of("a length with a sign", body("content-length: +" + BODY.length()), "400"),
        Row.of("a length that no number is", body("content-length: 9x"), "400"),
        Row.of("a length beyond all", body("content-length: 99999999999999999999"), "400", "413"),
        Row.of("unknown chunks", body("transfer-encoding: xchunked"), "400", "501"),
        Row.of("a chunk below zero", chunked("-1\r\n" + BODY), "400", "closed"),
        Row.of("a chunk beyond all", chunked("FFFFFFFFFFFFFFFF\r\n" + BODY), "400", "closed"),
        Row.of("a chunk with a prefix", chunked("0x10\r\n" + BODY), "400", "closed"),
        Row.of("a chunk that is shorter than it says", chunked("4\r\n" + BODY), "400", "closed"),
        Row.of(
            "a chunk with an endless note",
            chunked("10;" + "a".repeat(100_000) + "\r\n" + BODY),
            "400",
            "closed"),
        Row.of("a blank before the colon", body("transfer-encoding : chunked"), "400"),
        Row.of("NUL in a header", body(length + "\r\nx: a\0b"), "400"),
        Row.of("a long header", body(length + "\r\nx: " + "a".repeat(100_000)), "431"),
        Row.of("a long address", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n", "414"),
        Row.of("no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n", "400", "closed"),
        Row.of("HTTP/2 without a word", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400", "501", "505"),
        Row.of("a version of tomorrow", "GET / HTTP/9.9\r\n\r\n", "400", "501", "505"),
        Row.of("a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n", "404", "405"),
        Row.of("an echo", "TRACE /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n", "404", "405"),
        Row.of(
            "another protocol",
            "GET /v1/models/x HTTP/1.1|host: localhost|upgrade: websocket|connection: upgrade|"
                .concat("sec-websocket-key: dGhlIHNhbXBsZQ==|sec-websocket-version: 13||")
                .replace("|", "\r\n"),
            "404"),
        Row.of(
            "a way out of the folder",
            "GET /v1/../../etc/passwd HTTP/1.1\r\nhost: localhost\r\n\r\n",
            "404"),
        Row.of(
            "a folded header",
            "GET /v1/models HTTP/1.1\r\nhost: localhost\r\nx: a\r\n b\r\n\r\n",
            "200",
            "400"),
        Row.of(
            "two hosts",
            "GET /v1/models HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n",
            "200",
            "400",
            "401"),
        Row.of(
            "a whole address",
            "GET http://evil.example/v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n",
            "200",
            "400",
            "404"),
        Row.of(
            "a second object behind the first",
            POST + "content-length: " + 2 * BODY.length() + "\r\n\r\n" + BODY + BODY,
            "400"),
        Row.of(
            "UTF-16",
            POST
                + "content-length: "
                + 2 * BODY.length()
                + "\r\n\r\n"
                + BODY.replaceAll("(?s)(.)", "$1\0"),
            "400"));
  }

  @TestFactory
  Stream<DynamicTest> whatCanBeReadInTwoWaysReachesNoModel() {
    return rows().map(row -> DynamicTest.dynamicTest(row.name, () -> check(row)));
  }

  /// Neither what clients say of themselves nor what follows their body goes on, nor does it change
  /// who answers.
  @Test
  void headersOfClientsReachNoModel() throws Exception {
    String chunks =
        "%x\r\n%s\r\n0\r\nx-metier-job: other\r\nhost: evil.example\r\n\r\n"
            .formatted(BODY.length(), BODY);
    for (String said :
        List.of(
            "x-metier-model: other",
            "x-metier-route: fallback",
            "x-metier-key: alice",
            "cookie: a=b",
            "x-forwarded-for: 10.0.0.1",
            "forwarded: host=evil.example",
            "x-api-key: stolen",
            "x-goog-api-key: stolen",
            "openai-organization: org",
            "upgrade: h2c\r\nconnection: Upgrade, HTTP2-Settings\r\nhttp2-settings: AAMAAABk",
            "expect: 200-maybe")) {
      String request = POST + said + "\r\ntransfer-encoding: chunked\r\n\r\n" + chunks;
      assertThat(status(served, request)).as(said).isEqualTo("200");
      assertThat(model.received().getLast().headers().keySet())
          .as(said)
          .isSubsetOf(
              "accept",
              "accept-encoding",
              "authorization",
              "content-length",
              "content-type",
              "host",
              "user-agent");
      assertThat(model.received().getLast().headers().values())
          .noneMatch(value -> value.contains("stolen") || value.contains("evil"));
    }
  }

  private void check(Row row) throws IOException {
    assertThat(status(served, row.request)).isIn(row.statuses);
    assertThat(model.received()).isEmpty();
    assertThat(status(served, "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")).isEqualTo("200");
  }

  private static String status(Served to, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), to.gateway().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      byte[] head = socket.getInputStream().readNBytes(12);
      return head.length < 12 ? "closed" : new String(head, 9, 3, ISO_8859_1);
    }
  }

  @Test
  void whoAsksOnAndOnWithoutReadingKeepsNobodyWaiting() throws Exception {
    String one = "GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n";
    byte[] many = one.repeat(20_000).getBytes(ISO_8859_1);
    Thread writer;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      writer = Thread.ofVirtual().start(() -> write(socket, many));
      for (int i = 0; i < 20; i++) {
        assertThat(status(served, one)).isEqualTo("200");
      }
    }
    writer.join();
    assertThat(status(served, one)).isEqualTo("200");
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // it is closed before all of it is taken
    }
  }

  /// What the file of keys holds is no key.
  @Test
  void aWrongKeyAndTheHashOfARightOneAreTheSame() throws Exception {
    var keyed =
        new Served(folder.resolve("keyed"))
            .model("m", ProviderKind.VLLM, DataClass.PUBLIC, model.address())
            .job("j", DataClass.PUBLIC, "m")
            .key(Optional.empty(), OptionalInt.empty());
    try (var gateway = keyed.start()) {
      String hash = gateway.keys().keys().iterator().next().hash();
      for (String key : List.of("", "x", Served.KEY + "x", hash)) {
        String head = POST + "x-api-key: " + key + "\r\ncontent-length: ";
        assertThat(status(gateway, head + BODY.length() + "\r\n\r\n" + BODY)).isEqualTo("401");
      }
      assertThat(model.received()).isEmpty();
    }
  }
}
