package dev.metier.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/// A vendor's server on the loopback interface whose answers stand in the prompts themselves: see
/// [Script]. For real clients, which send what nobody can foresee. Thread-safe.
public final class ScriptedVendor implements AutoCloseable {
  static {
    // else every piece of a stream waits 40 ms for the client's acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Vendor vendor;
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();

  /// A request; names of headers are in lower case.
  public record Received(String path, Map<String, String> headers, JsonNode body) {}

  public ScriptedVendor(Vendor vendor) {
    this.vendor = vendor;
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      server = HttpServer.create(loopback, 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  /// The base URL to name in `url:`.
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + vendor.root();
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  public Received last() {
    return received.getLast();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = Json.object(exchange.getRequestBody().readAllBytes());
      String path = exchange.getRequestURI().getPath();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      received.add(new Received(path, headers, body));
      if (path.endsWith("/embeddings")) {
        whole(exchange, 200, embeddings(body));
      } else if (path.endsWith(":countTokens")) {
        whole(exchange, 200, "{\"totalTokens\":42}");
      } else if (path.endsWith("/count_tokens")) {
        whole(exchange, 200, "{\"input_tokens\":42}");
      } else {
        JsonNode asked = vendor == Vendor.GOOGLE ? ScriptedGemini.asked(path, body) : body;
        answer(exchange, asked, Script.of(asked));
      }
    }
  }

  private void answer(HttpExchange exchange, JsonNode body, Script script) throws IOException {
    if (script.fault().isPresent() && stillRefused(script.fault().get())) {
      String kind = script.fault().get().kind();
      if (kind.equals("slow_down")) {
        exchange.getResponseHeaders().set("retry-after", "3");
      }
      whole(exchange, ScriptedAnswers.status(vendor, kind), ScriptedAnswers.fault(vendor, kind));
      return;
    }
    String model = body.path("model").asString("");
    boolean stream =
        vendor == Vendor.OLLAMA ? body.path("stream").asBoolean(true) : script.stream();
    if (!stream) {
      whole(exchange, 200, ScriptedAnswers.whole(vendor, script, model));
      return;
    }
    exchange.getResponseHeaders().set("content-type", vendor.streamType());
    exchange.sendResponseHeaders(200, 0);
    for (String piece : ScriptedAnswers.stream(vendor, script, model)) {
      exchange.getResponseBody().write(Vendor.bytes(piece));
      exchange.getResponseBody().flush();
    }
  }

  private boolean stillRefused(Script.Fault fault) {
    int count = refused.merge(fault.prompt(), 1, Integer::sum);
    return fault.times().isEmpty() || count <= fault.times().getAsInt();
  }

  private static String embeddings(JsonNode request) {
    var bytes =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.5f).putFloat(-0.25f);
    boolean base64 = request.path("encoding_format").asString("float").equals("base64");
    String vector =
        base64 ? '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"' : "[0.5,-0.25]";
    return "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
        + vector
        + "}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
  }

  private static void whole(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = Vendor.bytes(json);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
