package dev.metier.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A model's server for measurements of cascades: it answers every chat with a text of 20 kB, or,
/// where the prompt says `stall`, with the beginning of one, and then tells when the connection is
/// closed.
final class CascadeServer implements AutoCloseable {
  static final String TEXT =
      "A sentence of the answer, with about sixty letters in it all. ".repeat(330);

  private static final String EVENT =
      "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n";

  private volatile boolean stalls = true;
  private final ServerSocket listening;
  private final BlockingQueue<Long> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> closed = new LinkedBlockingQueue<>();

  CascadeServer() throws IOException {
    listening = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
  }

  /// Answers whole from now on, whatever the prompt says.
  void neverStalls() {
    stalls = false;
  }

  /// Waits until an answer that stalls has begun.
  void awaitBegun() throws InterruptedException {
    begun.take();
  }

  /// When the connection of such an answer was closed, by [System#nanoTime()].
  long awaitClosed() throws InterruptedException {
    return closed.take();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // the measurement is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 8192);
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
        if (stalls && body.contains("stall")) {
          stall(socket, in);
          return;
        }
        boolean stream = body.contains("\"stream\":true");
        write(socket, stream ? streamed() : whole());
      }
    } catch (IOException e) {
      // the gateway is gone
    }
  }

  private void stall(Socket socket, InputStream in) throws IOException {
    String first = EVENT.formatted("m", "A word.", "null");
    write(
        socket,
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
            + chunk(first));
    begun.add(System.nanoTime());
    try {
      while (in.read() >= 0) {
        // nobody says anything more
      }
    } finally {
      closed.add(System.nanoTime());
    }
  }

  private static String streamed() {
    return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        + chunk(EVENT.formatted("m", TEXT, "null"))
        + chunk(EVENT.formatted("m", "", "\"stop\"") + "data: [DONE]\n\n")
        + "0\r\n\r\n";
  }

  private static String whole() {
    String body =
        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\""
            + TEXT
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,"
            + "\"completion_tokens\":5000,\"total_tokens\":5009}}";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Everything up to the empty line; empty at the end of the connection.
  static String head(InputStream in) throws IOException {
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

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
