package dev.metier.server;

import dev.metier.testing.Awaited;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model's server that many ask at a time. It begins every answer at once, goes on when it is let
/// on, and knows who is connected. What it answers follows from the prompt alone. Thread-safe.
final class Crowd implements AutoCloseable {
  private static final Pattern PROMPT = Pattern.compile("(few|much) \\d+");
  private static final int FEW_WORDS = 20;
  private static final int MUCH_WORDS = 40;
  private static final int LONG_WORD = 30_000;

  /// So little that the kernel cannot hold an answer which nobody reads.
  private static final int KERNEL_BYTES = 1 << 16;

  private final ServerSocket listening;
  private final Awaited state = new Awaited();
  private final Set<Socket> open = new HashSet<>();
  private int accepted;
  private int answering;
  private int mostAnswering;
  private boolean held;

  Crowd() {
    try {
      listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// The base URL to name in `url:`.
  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
  }

  /// No answer goes on behind its first word from now on.
  void hold() {
    state.change(() -> held = true);
  }

  void letOn() {
    state.change(() -> held = false);
  }

  int open() {
    return state.read(open::size);
  }

  /// How many connections were ever opened.
  int accepted() {
    return state.read(() -> accepted);
  }

  /// Answers that are not complete.
  int answering() {
    return state.read(() -> answering);
  }

  int mostAnswering() {
    return state.read(() -> mostAnswering);
  }

  /// Waits until so many are being answered; false when it does not come to that in time.
  boolean awaitAnswering(int count, Duration longest) throws InterruptedException {
    return state.await(() -> answering >= count, longest);
  }

  /// Waits until this many connections are open, and only as many answers are not complete.
  boolean awaitOpen(int connections, int answers, Duration longest) throws InterruptedException {
    return state.await(() -> open.size() == connections && answering == answers, longest);
  }

  /// The words of the answer to this prompt.
  static List<String> words(String prompt) {
    boolean much = prompt.startsWith("much");
    String filling = much ? "x".repeat(LONG_WORD) : "";
    var words = new ArrayList<String>();
    for (int i = 0; i < (much ? MUCH_WORDS : FEW_WORDS); i++) {
      words.add(prompt + " word " + i + filling + " ");
    }
    return words;
  }

  /// The bytes of the answer to this prompt that are meant for whoever asked: without the usage.
  static String events(String prompt) {
    var events = new StringBuilder();
    words(prompt).forEach(word -> events.append(event(word)));
    return events.append(FINISH).append(DONE).toString();
  }

  private static final String FINISH =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private static String event(String word) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"}}]}\n\n";
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(KERNEL_BYTES);
        state.change(() -> {
          open.add(socket);
          accepted++;
        });
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  /// Reads on while it answers, so that it sees at once that the other side has left.
  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (String prompt = prompt(in); !prompt.isEmpty(); prompt = prompt(in)) {
        String asked = prompt;
        state.change(() -> {
          answering++;
          mostAnswering = Math.max(mostAnswering, answering);
        });
        Thread.ofVirtual().start(() -> answer(socket, asked));
      }
    } catch (IOException e) {
      // it was cut
    } finally {
      state.change(() -> open.remove(socket));
    }
  }

  private void answer(Socket socket, String prompt) {
    try {
      List<String> words = words(prompt);
      OutputStream out = socket.getOutputStream();
      write(
          out,
          "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
              + "transfer-encoding: chunked\r\n\r\n"
              + chunk(event(words.getFirst())));
      state.await(() -> !held || !open.contains(socket), Duration.ofMinutes(1));
      for (String word : words.subList(1, words.size())) {
        write(out, chunk(event(word)));
      }
      // at once, so that the connection is free when the answer is complete
      write(out, chunk(FINISH + USAGE + DONE) + "0\r\n\r\n");
    } catch (IOException e) {
      // it was cut
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      state.change(() -> answering--);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /// The prompt of the next request; empty at the end of the connection.
  private static String prompt(InputStream in) throws IOException {
    int length = 0;
    String line = Crowd.line(in);
    if (line.isEmpty()) {
      return "";
    }
    for (; !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    Matcher prompt = PROMPT.matcher(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    return prompt.find() ? prompt.group() : "few 0";
  }

  /// A line of a head, without its end; empty also at the end of all.
  static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    letOn();
    try {
      listening.close();
      for (Socket socket : state.read(() -> List.copyOf(open))) {
        socket.close();
      }
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
