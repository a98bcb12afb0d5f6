package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.policy.PolicyFile;
import dev.metier.server.Served;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real collector of OpenTelemetry gets from `metier serve`.
class TracesTest {
  private static final String PROMPT = "the-prompt-of-this-request";
  private static final String ANSWER = "the-answer-of-the-model";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /// A span as it came over the wire.
  private record Span(String trace, String name, long kind, Map<String, Object> attributes) {}

  @TempDir private Path folder;
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void begin() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type"));
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void end() {
    collector.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + collector.getAddress().getPort();
  }

  /// One request through the command, which is over when this returns.
  private void ask(Map<String, String> env) throws Exception {
    Path file = folder.resolve("policy.json");
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served = new Served(folder);
        var client = HttpClient.newHttpClient()) {
      vendor.says(List.of(ANSWER));
      served
          .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
          .job("triage", DataClass.INTERNAL, "local");
      PolicyFile.write(served.policy(), file);
      try (var serving = new Serving(env, "--policy", file.toString())) {
        var request =
            HttpRequest.newBuilder(URI.create(serving.address() + "/v1/chat/completions"))
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"triage\",\"messages\":[{\"role\":\"user\",\"content\":\""
                            + PROMPT
                            + "\"}]}"))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains(ANSWER);
        assertThat(serving.end()).isZero();
      }
    }
  }

  @Test
  void theCollectorHearsOfTheRequestAndNotOfItsContent() throws Exception {
    ask(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", address()));
    assertThat(requests).containsOnly("/v1/traces application/x-protobuf");
    List<Span> spans = bodies.stream().flatMap(body -> spans(body).stream()).toList();
    Span request =
        spans.stream().filter(s -> s.name().equals("chat triage")).findAny().orElseThrow();
    assertThat(request.trace()).isEqualTo(TRACE);
    assertThat(request.kind()).isEqualTo(2);
    assertThat(request.attributes())
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.request.model", "triage")
        .containsEntry("gen_ai.response.model", "local")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("metier.job", "triage")
        .containsEntry("metier.class", "internal")
        .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "metier.cost.usd");
    assertThat((Long) request.attributes().get("gen_ai.usage.input_tokens")).isPositive();
    Span attempt =
        spans.stream().filter(s -> s.name().equals("chat local")).findAny().orElseThrow();
    assertThat(attempt.trace()).isEqualTo(TRACE);
    assertThat(attempt.kind()).isEqualTo(3);
    for (byte[] body : bodies) {
      String all = new String(body, StandardCharsets.ISO_8859_1);
      assertThat(all).contains("chat triage").doesNotContain(PROMPT).doesNotContain(ANSWER);
    }
  }

  @Test
  void anEndpointForTracesAloneIsTakenAsItIs() throws Exception {
    ask(
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:1",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            address() + "/here"));
    assertThat(requests).containsOnly("/here application/x-protobuf");
  }

  @Test
  void withoutAnEndpointNobodyIsTold() throws Exception {
    ask(Map.of("OTEL_SERVICE_NAME", "metier"));
    assertThat(requests).isEmpty();
  }

  /// Reads the wire form of protobuf, see <https://protobuf.dev/programming-guides/encoding/>.
  private static List<Span> spans(byte[] request) {
    var spans = new ArrayList<Span>();
    for (byte[] resource : messages(request, 1)) {
      for (byte[] scope : messages(resource, 2)) {
        messages(scope, 2).forEach(span -> spans.add(span(span)));
      }
    }
    return spans;
  }

  private static Span span(byte[] span) {
    Map<String, Object> attributes = new TreeMap<>();
    for (byte[] pair : messages(span, 9)) {
      attributes.put(text(pair, 1), fields(messages(pair, 2).getFirst()).getFirst().value());
    }
    long kind =
        fields(span).stream().filter(f -> f.number() == 6).mapToLong(f -> (Long) f.value()).sum();
    String trace = HexFormat.of().formatHex(messages(span, 1).getFirst());
    return new Span(trace, text(span, 5), kind, attributes);
  }

  /// One field.
  ///
  /// @param value a number, or text
  /// @param bytes of a text or a message, one character each
  private record Field(int number, Object value, String bytes) {}

  private static List<byte[]> messages(byte[] message, int number) {
    return fields(message).stream()
        .filter(field -> field.number() == number)
        .map(field -> field.bytes().getBytes(StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static String text(byte[] message, int number) {
    return new String(messages(message, number).getFirst(), StandardCharsets.UTF_8);
  }

  private static List<Field> fields(byte[] message) {
    var fields = new ArrayList<Field>();
    var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field(number, varint(in), ""));
        case 1 -> fields.add(new Field(number, in.getDouble(), ""));
        case 5 -> fields.add(new Field(number, in.getFloat(), ""));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          String text = new String(bytes, StandardCharsets.UTF_8);
          fields.add(new Field(number, text, new String(bytes, StandardCharsets.ISO_8859_1)));
        }
        default -> throw new IllegalArgumentException("no such kind: " + (tag & 7));
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
