package dev.metier.drill;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A loopback server that plays all models of one host and counts connections. Thread-safe.
final class Canary implements AutoCloseable {
  private static final Duration WHILE = Duration.ofMillis(150);
  private static final int LONGEST_HEAD = 1 << 16;
  private static final int MOST_BYTES = 1 << 20;

  private final ServerSocket listening;
  private final Socket bound = new Socket();
  private final FaultMode fault;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private final String says;
  private final List<String> secrets;

  /// Listens at once, unless it plays dead.
  Canary(FaultMode fault) {
    this(fault, "Hello", List.of());
  }

  /// The same.
  ///
  /// @param says what it answers
  /// @param secrets what its host may not read
  Canary(FaultMode fault, String says, List<String> secrets) {
    this.fault = fault;
    this.says = says;
    this.secrets = List.copyOf(secrets);
    try {
      var loopback = InetAddress.getLoopbackAddress();
      if (fault == FaultMode.DEAD) {
        // nobody else gets the port meanwhile
        this.listening = new ServerSocket();
        bound.bind(new InetSocketAddress(loopback, 0));
      } else {
        this.listening = new ServerSocket(0, 256, loopback);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (fault != FaultMode.DEAD) {
      Thread.ofVirtual().start(this::accept);
    }
  }

  /// Where it listens, as a base URL without a path.
  String address() {
    int port = fault == FaultMode.DEAD ? bound.getLocalPort() : listening.getLocalPort();
    return "http://127.0.0.1:" + port;
  }

  /// Connections until now.
  int connections() {
    return connections.get();
  }

  /// Requests until now; more than connections when these are used again.
  int requests() {
    return requests.get();
  }

  /// Requests until now for answers, and so with the data of a job.
  int questions() {
    return questions.get();
  }

  /// Requests until now with something in them that its host may not read.
  int told() {
    return told.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (answer(in, socket)) {
        // as long as the connection is good for another request
      }
    } catch (IOException e) {
      // whoever connected has left
    } finally {
      open.remove(socket);
    }
  }

  private boolean answer(InputStream in, Socket socket) throws IOException {
    String head = head(in);
    if (head.isEmpty()) {
      return false;
    }
    requests.incrementAndGet();
    String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
    String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" http/"));
    boolean stream = body.contains("\"stream\":true");
    questions.addAndGet(path.endsWith(Speaker.SHOW) ? 0 : 1);
    told.addAndGet(secrets.stream().anyMatch(body::contains) ? 1 : 0);
    switch (fault) {
      case STALLED -> {
        return in.read() >= 0;
      }
      case CUT, DEAD -> {
        return false;
      }
      case FAILING -> LockSupport.parkNanos(WHILE.toNanos());
      case WELL, LIMITED, TOO_LONG, MALFORMED, BROKEN, CLOUD_SHOWN, CLOUD_TOLD -> {}
    }
    socket.getOutputStream().write(Speaker.response(fault, path, stream, says));
    return fault != FaultMode.BROKEN;
  }

  /// The request's head in lower case, up to its blank line; empty at the end of the connection.
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.length() < LONGEST_HEAD) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
      if (b == '\n' && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
        return head.toString().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static int length(String head) {
    int at = head.indexOf("\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int from = at + "\ncontent-length:".length();
    String number = head.substring(from, head.indexOf('\r', from)).strip();
    return Math.clamp(Long.parseLong(number), 0, MOST_BYTES);
  }

  @Override
  public void close() {
    try {
      listening.close();
      bound.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
