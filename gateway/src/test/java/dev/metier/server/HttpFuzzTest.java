package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.testing.Rounds;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is thrown at the gateway, it goes on to answer. 1,200 requests and 2,000 connections by
/// default, 24,000 and 3,000 with `-Dtests.full=true`.
class HttpFuzzTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int THREADS = 8;
  private static final int REQUESTS_EACH = Rounds.of(150, 3000);
  private static final int IDLE = Rounds.of(2000, 3000);
  private static final List<String> SEEDS =
      List.of(
          Spoken.CHAT.request("near", true),
          Spoken.MESSAGES.request("far", false),
          Spoken.RESPONSES.request("near", true),
          "{\"model\":\"far\",\"max_tokens\":5,\"tools\":[{\"type\":\"function\",\"name\":\"f\","
              + "\"input_schema\":{\"type\":\"object\"},\"function\":{\"name\":\"f\",\"parameters\":{}}}],"
              + "\"include\":[\"a\\nb\"],\"text\":{\"verbosity\":\"low\"},\"strange\\r\\nfield\":1,"
              + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
              + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]},"
              + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\","
              + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]},"
              + "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"x\"}],"
              + "\"input\":[{\"type\":\"function_call\",\"call_id\":\"1\",\"name\":\"f\","
              + "\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"1\","
              + "\"output\":\"y\"}]}");
  private static final List<String> PATHS =
      List.of(
          "/v1/chat/completions",
          "/v1/messages?beta=true",
          "/v1/responses",
          "/v1/messages/count_tokens",
          "/v1/models",
          "/%00",
          "//v1/messages");
  private static final List<String> HEADERS =
      List.of(
          "x-metier-class: restricted",
          "x-metier-class: \u0007",
          "x-metier-job: far",
          "x-metier-job: a\tb\u00e9",
          "anthropic-version: 2023-06-01",
          "anthropic-version: \u00ff\u00fe",
          "anthropic-version: 9999-99-99",
          "anthropic-beta: " + "b,".repeat(2000),
          "content-encoding: gzip",
          "content-encoding: zstd",
          "content-encoding: br",
          "authorization: Bearer",
          "expect: 100-continue",
          "upgrade: h2c\r\nconnection: Upgrade, HTTP2-Settings\r\nhttp2-settings: AAMAAABkAAQAAP__",
          "traceparent: zz-zz",
          "host: [",
          "origin: null",
          "cache-control: no-store",
          "x-session-id: " + "s".repeat(8000),
          "no colon at all",
          ": empty");

  @TempDir private Path folder;
  private VendorServer near;
  private VendorServer far;
  private Served served;

  @BeforeEach
  void begin() {
    near = new VendorServer(Vendor.OPENAI);
    far = new VendorServer(Vendor.ANTHROPIC);
    var serving =
        new Serving(
            List.of(),
            Optional.empty(),
            Optional.of(Duration.ofMinutes(1)),
            Optional.of(DataClass.CONFIDENTIAL),
            true,
            Optional.empty());
    served =
        new Served(folder)
            .model("near", ProviderKind.VLLM, DataClass.RESTRICTED, near.address())
            .model("far", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, far.address())
            .job("near", DataClass.INTERNAL, serving, "near")
            .job("far", DataClass.INTERNAL, "far", "near")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    near.close();
    far.close();
  }

  private void stillAnswers() throws Exception {
    for (Spoken spoken : Spoken.values()) {
      HttpResponse<String> answer = served.post(spoken.path(), spoken.request("near", false));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    var gauge =
        served
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("metier_requests_bytes"))
            .findFirst();
    assertThat(gauge.orElse("")).endsWith(" 0.0");
  }

  @Test
  void noRequestBreaksTheGateway() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<List<String>>>();
      for (int thread = 0; thread < THREADS; thread++) {
        var random = new Random(thread);
        Callable<List<String>> throwing = () -> thrown(random);
        all.add(threads.submit(throwing));
      }
      for (var one : all) {
        assertThat(one.get()).isEmpty();
      }
    }
    stillAnswers();
  }

  /// Throws requests, and tells what was wrong with answers.
  private List<String> thrown(Random random) throws IOException {
    var wrong = new ArrayList<String>();
    for (int i = 0; i < REQUESTS_EACH; i++) {
      byte[] request = request(random);
      String answer = thrown(request);
      boolean tells = answer.contains("Exception") || answer.contains("\"internal\"");
      boolean silent = answer.equals("silence");
      if (tells || silent || answer.startsWith("HTTP/1.1 500")) {
        wrong.add(answer + " to " + new String(request, StandardCharsets.ISO_8859_1));
      }
    }
    return wrong;
  }

  /// The answer; empty when the connection was closed without one.
  private String thrown(byte[] request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      socket.setSoTimeout(15_000);
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.ISO_8859_1);
      } catch (java.net.SocketTimeoutException e) {
        return "silence";
      } catch (IOException e) {
        return "";
      }
    }
  }

  private static byte[] request(Random random) throws IOException {
    byte[] body = any(random, SEEDS).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) > 0) {
      body = mutated(random, body);
    }
    var head =
        new StringBuilder("POST " + any(random, PATHS) + " HTTP/1.1\r\nconnection: close\r\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      head.append(any(random, HEADERS)).append("\r\n");
    }
    boolean chunked = random.nextInt(4) == 0;
    head.append(chunked ? "transfer-encoding: chunked" : "content-length: " + body.length);
    head.append("\r\n\r\n");
    var out = new ByteArrayOutputStream();
    out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(chunked ? chunks(random, body) : body);
    byte[] all = out.toByteArray();
    return random.nextInt(6) == 0 ? mutated(random, all) : all;
  }

  private static byte[] chunks(Random random, byte[] body) {
    var out = new ByteArrayOutputStream();
    int at = 0;
    while (at < body.length) {
      int size = Math.min(body.length - at, 1 + random.nextInt(60));
      String lie =
          random.nextInt(40) == 0 ? any(random, List.of("zz", "-1", "FFFFFFFFFF", "")) : "";
      String told = lie.isEmpty() ? Integer.toHexString(size) : lie;
      String extension = random.nextInt(10) == 0 ? ";name=\"value\"" : "";
      out.writeBytes((told + extension + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body, at, size);
      out.writeBytes(new byte[] {'\r', '\n'});
      at += size;
    }
    out.writeBytes("0\r\ntrailer: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] mutated(Random random, byte[] body) {
    byte[] bytes = body.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(Math.max(1, bytes.length));
      bytes =
          switch (random.nextInt(7)) {
            case 0 -> replaced(bytes, at, 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> replaced(bytes, at, random.nextInt(20), new byte[0]);
            case 2 -> replaced(bytes, at, 0, new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF});
            case 3 -> replaced(bytes, at, 0, "[".repeat(2000).getBytes(StandardCharsets.US_ASCII));
            case 4 ->
                replaced(bytes, at, 0, java.util.Arrays.copyOf(bytes, Math.min(300, bytes.length)));
            case 5 ->
                replaced(bytes, at, 1, any(random, TOKENS).getBytes(StandardCharsets.US_ASCII));
            default -> java.util.Arrays.copyOf(bytes, at);
          };
    }
    return bytes;
  }

  private static final List<String> TOKENS =
      List.of(
          "null", "1e999", "-0", "\"\\ud800\"", "\\q", "{}", "[]", "9".repeat(400), "\"\"", "true");

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    var out = new ByteArrayOutputStream(bytes.length + by.length);
    out.write(bytes, 0, Math.min(at, bytes.length));
    out.writeBytes(by);
    int rest = Math.min(bytes.length, at + length);
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String large(int characters) {
    return Spoken.CHAT.request("near", false, "x".repeat(characters));
  }

  @Test
  void largeBodiesAreForwardedAndTooLargeOnesAreRefused() throws Exception {
    for (int size : List.of(1_000_000, 20 * MEGABYTE)) {
      HttpResponse<String> answer = served.post(Spoken.CHAT.path(), large(size));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(near.received().getLast().body()).hasSizeGreaterThan(size);
    }
    byte[] body = large(40 * MEGABYTE).getBytes(StandardCharsets.US_ASCII);
    assertThat(sentWhole(body))
        .startsWith("HTTP/1.1 413")
        .contains("request_too_large", "32 MB")
        .doesNotContain("Exception");
    stillAnswers();
  }

  /// What a client is told that sends all of it before it listens.
  private String sentWhole(byte[] body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
              + body.length
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatIsPackedIsUnpackedAsFarAsItMayBe() throws Exception {
    byte[] bomb = new byte[64 * MEGABYTE];
    byte[] gzip = packed(bomb, "gzip");
    byte[] zstd = packed(bomb, "zstd");
    for (int i = 0; i < 2; i++) {
      assertThat(packedAnswer(gzip, "gzip").statusCode()).isEqualTo(413);
      assertThat(packedAnswer(zstd, "zstd").statusCode()).isEqualTo(413);
    }
    byte[] fine = Spoken.CHAT.request("near", false).getBytes(StandardCharsets.UTF_8);
    for (String packing : List.of("gzip", "zstd")) {
      byte[] packed = packed(fine, packing);
      assertThat(packedAnswer(packed, packing).statusCode()).isEqualTo(200);
      byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);
      assertThat(packedAnswer(cut, packing).statusCode()).isEqualTo(400);
    }
    stillAnswers();
  }

  private static byte[] packed(byte[] plain, String packing) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out =
        packing.equals("gzip") ? new GZIPOutputStream(packed) : new ZstdOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private HttpResponse<String> packedAnswer(byte[] packed, String packing) throws Exception {
    var request =
        HttpRequest.newBuilder(java.net.URI.create(served.address() + Spoken.CHAT.path()))
            .header("content-encoding", packing)
            .POST(HttpRequest.BodyPublishers.ofByteArray(packed))
            .build();
    return served.client().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void thousandsOfIdleConnectionsCostLittle() throws Exception {
    stillAnswers();
    long before = heap();
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < IDLE; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port());
        sockets.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("POST /v1/mess".getBytes(StandardCharsets.US_ASCII));
        }
      }
      stillAnswers();
      assertThat((heap() - before) / IDLE).as("bytes a connection").isLessThan(20_000);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    stillAnswers();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
