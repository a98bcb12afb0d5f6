package dev.metier.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A vendor's server on the loopback interface that gives every case the same answer, once it is
/// let: what a page shows meanwhile can be looked at.
final class HeldVendor implements AutoCloseable {
  private static final String MODELS =
      "{\"object\":\"list\",\"data\":[{\"id\":\"qwen\",\"object\":\"model\"}]}";
  private static final String ANSWER =
      """
      data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"qwen","choices":[{"index":0,"delta":{"role":"assistant","content":"right"},"finish_reason":null}]}

      data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"qwen","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"qwen","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}

      data: [DONE]

      """;

  private final HttpServer server;
  private final CountDownLatch let = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  HeldVendor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/models", exchange -> send(exchange, "application/json", MODELS));
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /// How many cases it was asked.
  int asked() {
    return asked.get();
  }

  /// Answers from here on, also those who wait.
  void let() {
    let.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    asked.incrementAndGet();
    try {
      if (let.await(1, TimeUnit.MINUTES)) {
        send(exchange, "text/event-stream", ANSWER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    let();
    server.stop(0);
  }
}
