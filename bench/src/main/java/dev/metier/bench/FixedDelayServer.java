package dev.metier.bench;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A server on the loopback that answers every chat after a fixed time, streamed or whole as asked,
/// and measures each answer: from the last byte of the request read to the last byte written.
///
/// Arguments: milliseconds; a file for what it measured, written when the process is ended (lines
/// of case, tab, nanoseconds).
final class FixedDelayServer {
  private static final Pattern CASE = Pattern.compile("case (c\\d+):");
  private static final Pattern STREAMED = Pattern.compile("\"stream\"\\s*:\\s*true");

  private static final byte[] MODELS =
      whole(
          "application/json",
          "{\"object\":\"list\",\"data\":[{\"id\":\"mock-a\",\"object\":\"model\"},{\"id\":\"mock-b\",\"object\":\"model\"}]}");
  private static final byte[] JSON =
      whole(
          "application/json",
          "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"mock\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"yes,"
              + " it is\"},\"finish_reason\":\"stop\"}],"
              + "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":4,\"total_tokens\":24}}");
  private static final byte[] SSE =
      whole(
          "text/event-stream",
          event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
              + event("{\"content\":\"yes, \"}", "null")
              + event("{\"content\":\"it is\"}", "null")
              + event("{}", "\"stop\"")
              + "data:"
              + " {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"mock\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":4,\"total_tokens\":24}}\n\n"
              + "data: [DONE]\n\n");

  private final long nanos;
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  private FixedDelayServer(long nanos) {
    this.nanos = nanos;
  }

  public static void main(String[] args) throws IOException {
    var endpoint = new FixedDelayServer(Long.parseLong(args[0]) * 1_000_000);
    Path file = Path.of(args[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endpoint.write(file)));
    try (var server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      System.out.flush();
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> endpoint.serve(socket));
      }
    }
  }

  private void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String line : log) {
        out.write(line);
        out.newLine();
      }
    } catch (IOException e) {
      System.err.println("the endpoint cannot write " + file + ": " + e.getMessage());
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 8192);
      var out = socket.getOutputStream();
      String head = head(in);
      while (!head.isEmpty()) {
        String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
        long read = System.nanoTime();
        if (!head.startsWith("POST")) {
          out.write(MODELS);
        } else {
          pause(read);
          out.write(STREAMED.matcher(body).find() ? SSE : JSON);
          note(body, System.nanoTime() - read);
        }
        head = head(in);
      }
    } catch (IOException e) {
      // The client is gone; the next connection is another matter.
      return;
    }
  }

  private void pause(long since) {
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - since)) {
      LockSupport.parkNanos(left);
    }
  }

  private void note(String body, long took) {
    var found = CASE.matcher(body);
    if (found.find()) {
      log.add(found.group(1) + "\t" + took);
    }
  }

  /// Everything up to the empty line; empty at the end of the connection.
  private static String head(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      text.append((char) b);
      int end = text.length();
      if (b == '\n' && end >= 4 && text.charAt(end - 3) == '\n') {
        return text.toString();
      }
    }
    return "";
  }

  private static int length(String head) {
    for (String line : head.lines().toList()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  private static String event(String delta, String finish) {
    return "data:"
        + " {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"mock\",\"choices\":[{\"index\":0,"
        + "\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static byte[] whole(String type, String body) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
