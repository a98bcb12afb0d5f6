package dev.metier.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.zip.GZIPOutputStream;

/// A vendor's server on the loopback interface that speaks plain HTTP/1.1, has any mishap on demand
/// and remembers what reached it. Thread-safe.
public final class VendorServer implements AutoCloseable {
  private static final byte[] END = Vendor.bytes("0\r\n\r\n");
  private static final byte[] CRLF = Vendor.bytes("\r\n");
  private static final String JSON = "application/json";

  private final Vendor vendor;
  private final ServerSocket listening;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Received> received = new ArrayList<>();
  private final Queue<VendorMishap> mishaps = new ArrayDeque<>();
  private final Set<Socket> open = new HashSet<>();
  private final Map<String, String> documents = new TreeMap<>();
  private final Map<String, ArrayDeque<String>> marked = new LinkedHashMap<>();
  private List<String> words = List.of("Hello ", "world");
  private final Thread accepting;
  private final Socket bound = new Socket();
  private int accepted;
  private volatile boolean countsPrompts;

  /// A request as it reached the socket; names of headers are in lower case.
  public record Received(
      String method, String path, Map<String, String> headers, String body, int connection) {}

  public VendorServer(Vendor vendor) {
    this.vendor = vendor;
    try {
      this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.accepting = Thread.ofVirtual().start(this::accept);
  }

  /// The base URL to name in `url:`.
  public String address() {
    return "http://127.0.0.1:" + listening.getLocalPort() + vendor.root();
  }

  /// What it answers, piece by piece.
  public void says(List<String> pieces) {
    guarded(() -> words = List.copyOf(pieces));
  }

  /// What it answers to requests in which a text stands: one after the other, the last one again
  /// and again.
  public void saysTo(String text, String... answers) {
    guarded(() -> marked.put(text, new ArrayDeque<>(List.of(answers))));
  }

  private List<String> wordsFor(Received request) {
    List<String> found = new ArrayList<>();
    guarded(() -> {
      for (var each : marked.entrySet()) {
        if (found.isEmpty() && request.body().contains(each.getKey())) {
          ArrayDeque<String> left = each.getValue();
          found.add(left.size() > 1 ? left.removeFirst() : left.getFirst());
        }
      }
      if (found.isEmpty()) {
        found.addAll(words);
      }
    });
    return found;
  }

  /// Tells of each streamed answer how long its request was, rather than always the same; only in
  /// OpenAI's words.
  public void countsPrompts() {
    countsPrompts = true;
  }

  /// Answers a GET or POST of this path with this document.
  public void serves(String path, String json) {
    guarded(() -> documents.put(path, json));
  }

  /// Lets the coming requests for answers go wrong, one after the other.
  public void next(VendorMishap... coming) {
    guarded(() -> mishaps.addAll(List.of(coming)));
    if (List.of(coming).contains(new VendorMishap.ConnectionRefused())) {
      stopListening();
    }
  }

  public List<Received> received() {
    lock.lock();
    try {
      return List.copyOf(received);
    } finally {
      lock.unlock();
    }
  }

  public int openConnections() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /// How many connections were ever opened.
  public int acceptedConnections() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until so many requests have come; false when they do not in time.
  public boolean awaitReceived(int count, Duration longest) throws InterruptedException {
    return await(() -> received.size() >= count, longest);
  }

  /// Waits until no connection is open; false when some still is.
  public boolean awaitClosed(Duration longest) throws InterruptedException {
    return await(open::isEmpty, longest);
  }

  private boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when new connections are refused for certain; nobody else gets the port meanwhile.
  private void stopListening() {
    int port = listening.getLocalPort();
    closeQuietly(listening);

    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (!bound.isBound() && !bound.isClosed()) {
        bound.setReuseAddress(true);
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("somebody else has the port " + port, e);
    }
  }

  @Override
  public void close() {
    stopListening();
    closeQuietly(bound);
    List<Socket> left = new ArrayList<>();
    guarded(() -> left.addAll(open));
    left.forEach(VendorServer::closeQuietly);
  }

  private void guarded(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        guarded(() -> {
          open.add(socket);
          accepted++;
        });
        int number = acceptedConnections();
        Thread.ofVirtual().start(() -> serve(socket, number));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var connection = new Connection(socket, in, socket.getOutputStream());
      while (!socket.isClosed()) {
        Received request = read(in, number);
        if (request == null) {
          return;
        }
        answer(request, connection);
      }
    } catch (IOException e) {
      // the client has gone, or the mishap was to go ourselves
    } finally {
      guarded(() -> open.remove(socket));
    }
  }

  private static Received read(InputStream in, int connection) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String[] words = first.split(" ", 3);
    return new Received(words[0], words[1], headers, new String(body, UTF_8), connection);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private void answer(Received request, Connection to) throws IOException {
    String[] document = new String[1];
    VendorMishap[] mishap = new VendorMishap[1];
    guarded(() -> {
      document[0] = documents.get(request.path());
      // whoever is told nothing of a model goes on as if it had not asked
      boolean asks = document[0] == null && request.path().equals("/api/show");
      if (asks) {
        return;
      }
      received.add(request);
      // only requests for answers go wrong
      if (document[0] == null && !request.path().equals("/api/version")) {
        mishap[0] = mishaps.poll();
      }
    });
    if (document[0] != null) {
      to.whole(200, "application/json", Vendor.bytes(document[0]));
    } else if (request.method().equals("GET") || request.path().equals("/api/show")) {
      to.whole(404, "application/json", vendor.error("not_found_error", "no such page"));
    } else if (mishap[0] != null) {
      boolean whole = !streamAsked(request);
      if (!whole || !happenWhole(mishap[0], to)) {
        happen(mishap[0], request, to);
      }
    } else {
      sayAll(request, to);
    }
  }

  private void sayAll(Received request, Connection to) throws IOException {
    List<String> said = wordsFor(request);
    if (streamAsked(request)) {
      List<byte[]> pieces = vendor.stream(said, true);
      stream(vendor.streamType(), countsPrompts ? counted(pieces, request) : pieces, to);
    } else {
      to.whole(200, "application/json", vendor.whole(escaped(String.join("", said))));
    }
  }

  /// With a fourth of the request's characters as the tokens that were read.
  private static List<byte[]> counted(List<byte[]> pieces, Received request) {
    String told = "$1:" + request.body().length() / 4;
    return pieces.stream()
        .map(piece ->
            Vendor.bytes(new String(piece, UTF_8).replaceAll("(\"prompt_tokens\"):\\d+", told)))
        .toList();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static boolean streamAsked(Received request) {
    return request.path().contains(":streamGenerateContent")
        || request.body().replace(" ", "").contains("\"stream\":true");
  }

  private List<byte[]> pieces(boolean usage) {
    lock.lock();
    try {
      return vendor.stream(words, usage);
    } finally {
      lock.unlock();
    }
  }

  private static void stream(String type, List<byte[]> pieces, Connection to) throws IOException {
    to.beginStream(type);
    for (byte[] piece : pieces) {
      to.chunk(piece);
    }
    to.endStream();
  }

  /// The form that a mishap has when no stream was asked for; false when it has none of its own.
  private boolean happenWhole(VendorMishap mishap, Connection to) throws IOException {
    byte[] answer = vendor.whole(String.join("", words));
    byte[] half = java.util.Arrays.copyOf(answer, answer.length / 2);
    switch (mishap) {
      case VendorMishap.ResetMidStream m -> {
        to.part(JSON, answer.length, half);
        to.reset();
      }
      case VendorMishap.StallBeforeFirstToken m -> {
        to.part(JSON, answer.length, new byte[0]);
        to.stall();
      }
      case VendorMishap.StallMidStream m -> {
        to.part(JSON, answer.length, half);
        to.stall();
      }
      case VendorMishap.SlowDrip(Duration gap) -> {
        to.beginStream(JSON);
        while (!to.pause(gap)) {
          to.chunk(new byte[] {' '});
        }
      }
      case VendorMishap.MalformedChunk m -> to.whole(200, JSON, half);
      case VendorMishap.CutWithoutFinish m -> {
        to.part(JSON, answer.length, half);
        to.socket.close();
      }
      case VendorMishap.CutInsideLine m -> stream(JSON, List.of(half), to);
      case VendorMishap.EmptyBody m -> to.whole(200, JSON, new byte[0]);
      case VendorMishap.InvalidUtf8 m ->
          to.whole(
              200, JSON, new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', '"', '}'});
      case VendorMishap.HugeLine(int bytes) -> {
        to.beginStream(JSON);
        to.chunk(Vendor.bytes("{\"a\":\""));
        for (int i = 0; i < bytes / 10; i += 65_536) {
          to.chunk(new byte[65_536]);
        }
        to.endStream();
      }
      case VendorMishap.EndlessAnswer m -> {
        to.beginStream(JSON);
        to.chunk(Vendor.bytes("{\"a\":\""));
        byte[] words = Vendor.bytes("word ".repeat(10_000));
        while (true) {
          to.chunk(words);
        }
      }
      default -> {
        return happenWholeButOdd(mishap, answer, to);
      }
    }
    return true;
  }

  private boolean happenWholeButOdd(VendorMishap mishap, byte[] answer, Connection to)
      throws IOException {
    switch (mishap) {
      case VendorMishap.ErrorEvent m ->
          to.whole(200, JSON, vendor.error("overloaded_error", "Too busy to go on."));
      case VendorMishap.EmptyAnswer m -> to.whole(200, JSON, vendor.whole(""));
      case VendorMishap.Verbatim(String body) -> to.whole(200, JSON, Vendor.bytes(body));
      case VendorMishap.WrongContentType m -> to.whole(200, "text/html", answer);
      case VendorMishap.UsageMissing m ->
          to.whole(
              200,
              JSON,
              Vendor.bytes(
                  new String(answer, UTF_8)
                      .replaceAll(
                          ",\"usage(Metadata)?\":\\{[^}]*\\}|,\"(prompt_)?eval_count\":\\d+", "")));
      case VendorMishap.UsageTold(String count) -> to.whole(200, JSON, counting(answer, count));
      case VendorMishap.ClosedAfterwards m -> {
        to.whole(200, JSON, answer);
        to.in.read();
        to.reset();
      }
      case VendorMishap.HeldOpen m -> {
        to.whole(200, JSON, answer);
        to.stall();
      }
      case VendorMishap.Slow(Duration first, Duration rest) -> {
        to.beginStream(JSON);
        to.chunk(new byte[] {'\n'});
        to.pause(first);
        to.chunk(answer);
        to.endStream();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static byte[] counting(byte[] answer, String count) {
    return Vendor.bytes(
        new String(answer, UTF_8)
            .replaceAll(
                "\"(\\w+_tokens|\\w+TokenCount|(prompt_)?eval_count)\":\\d+",
                "\"$1\":" + Matcher.quoteReplacement(count)));
  }

  private void happen(VendorMishap mishap, Received request, Connection to) throws IOException {
    List<byte[]> pieces = pieces(true);
    switch (mishap) {
      case VendorMishap.ConnectionRefused m -> to.reset();
      case VendorMishap.ResetBeforeHeaders m -> to.reset();
      case VendorMishap.ResetMidStream m -> {
        begun(pieces, 2, to);
        to.reset();
      }
      case VendorMishap.StallBeforeHeaders m -> to.stall();
      case VendorMishap.StallBeforeFirstToken m -> {
        begun(pieces, 1, to);
        to.stall();
      }
      case VendorMishap.StallMidStream m -> {
        begun(pieces, 2, to);
        to.stall();
      }
      case VendorMishap.SlowDrip(Duration gap) -> {
        begun(pieces, 1, to);
        while (!to.pause(gap)) {
          to.chunk(pieces.get(1));
        }
      }
      case VendorMishap.RateLimited(String header, String value) ->
          to.whole(
              429,
              "application/json\r\n" + header + ": " + value,
              vendor.error("rate_limit_error", "Slow down, please."));
      case VendorMishap.Status(int code) ->
          to.whole(
              code,
              "application/json",
              vendor.error(code == 529 ? "overloaded_error" : "server_error", "Not my day."));
      case VendorMishap.HtmlPage(int code) ->
          to.whole(
              code,
              "text/html",
              Vendor.bytes("<!doctype html><html><head><title>Bad gateway</title></head></html>"));
      case VendorMishap.MalformedChunk m -> {
        begun(pieces, 2, to);
        to.chunk(vendor.raw(Vendor.bytes("{\"choices\":[{\"del")));
        to.endStream();
      }
      case VendorMishap.CutWithoutFinish m -> {
        begun(pieces, 3, to);
        to.endStream();
      }
      case VendorMishap.CutInsideLine m -> {
        begun(pieces, 2, to);
        to.chunk(java.util.Arrays.copyOf(pieces.get(2), pieces.get(2).length / 2));
        to.endStream();
      }
      case VendorMishap.EmptyBody m -> to.whole(200, vendor.streamType(), new byte[0]);
      case VendorMishap.InvalidUtf8 m -> {
        begun(pieces, 1, to);
        to.chunk(vendor.raw(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', '"', '}'}));
        to.endStream();
      }
      case VendorMishap.HugeLine(int bytes) -> {
        begun(pieces, 1, to);
        to.chunk(Vendor.bytes("data: "));
        for (int i = 0; i < bytes; i += 65_536) {
          to.chunk(new byte[65_536]);
        }
        to.endStream();
      }
      case VendorMishap.EndlessAnswer m -> {
        begun(pieces, 1, to);
        byte[] word = vendor.stream(List.of("word ".repeat(10_000)), true).get(1);
        while (true) {
          to.chunk(word);
        }
      }
      case VendorMishap.ErrorEvent m -> {
        begun(pieces, 2, to);
        to.chunk(vendor.errorInStream("overloaded_error", "Too busy to go on."));
        to.endStream();
      }
      default -> refuse(mishap, request, to);
    }
  }

  private void refuse(VendorMishap mishap, Received request, Connection to) throws IOException {
    switch (mishap) {
      case VendorMishap.Redirect(String location) ->
          to.whole(307, "text/plain\r\nlocation: " + location, new byte[0]);
      case VendorMishap.KeyEchoed m -> {
        String key =
            request
                .headers()
                .getOrDefault(
                    "x-api-key",
                    request
                        .headers()
                        .getOrDefault(
                            "x-goog-api-key", request.headers().getOrDefault("authorization", "")))
                .replace("Bearer ", "");
        to.whole(
            401,
            "application/json",
            vendor.error("authentication_error", "Incorrect API key provided: " + key + "."));
      }
      case VendorMishap.UnknownModel m ->
          to.whole(404, "application/json", vendor.error("not_found_error", "model not found"));
      case VendorMishap.RefusedParameter(String field) -> {
        if (request.body().contains('"' + field + "\":")) {
          guardedNext(mishap);
          to.whole(
              400,
              "application/json",
              vendor.error(
                  "invalid_request_error",
                  "Unsupported parameter: '" + field + "' is not supported with this model."));
        } else {
          sayAll(request, to);
        }
      }
      case VendorMishap.TooLong(int code, String body) ->
          to.whole(code, "application/json", Vendor.bytes(body));
      case VendorMishap.NoCredit m ->
          to.whole(
              429,
              "application/json",
              vendor.error(
                  "insufficient_quota",
                  "You exceeded your current quota, please check your plan and billing details."));
      case VendorMishap.Compressed m -> {
        var zipped = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(zipped)) {
          zip.write(vendor.whole("Hello world"));
        }
        to.whole(200, "application/json\r\ncontent-encoding: gzip", zipped.toByteArray());
      }
      case VendorMishap.NotHttp m -> {
        to.out.write(Vendor.bytes("SSH-2.0-OpenSSH_9.9\r\n\r\n"));
        to.stall();
      }
      case VendorMishap.SwitchingProtocols m -> {
        to.out.write(
            Vendor.bytes(
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n"));
        to.stall();
      }
      case VendorMishap.HugeHead(int bytes) -> {
        to.out.write(Vendor.bytes("HTTP/1.1 200 OK\r\nx-long: " + "a".repeat(bytes) + "\r\n\r\n"));
        to.stall();
      }
      case VendorMishap.CutInsideChunk m -> {
        begun(pieces(true), 2, to);
        to.out.write(Vendor.bytes("ff\r\ndata: {"));
        to.socket.close();
      }
      case VendorMishap.EndlessRefusal(int code) -> {
        to.out.write(
            Vendor.bytes(
                "HTTP/1.1 "
                    + code
                    + " Said\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n"));
        byte[] words = Vendor.bytes("word ".repeat(10_000));
        while (true) {
          to.chunk(words);
        }
      }
      default -> odd(mishap, to);
    }
  }

  private void odd(VendorMishap mishap, Connection to) throws IOException {
    List<byte[]> pieces = pieces(true);
    switch (mishap) {
      case VendorMishap.EmptyAnswer m ->
          stream(vendor.streamType(), vendor.stream(List.of(), true), to);
      case VendorMishap.WrongContentType m -> stream("text/html", pieces, to);
      case VendorMishap.Verbatim(String body) ->
          to.whole(200, vendor.streamType(), Vendor.bytes(body));
      case VendorMishap.UsageMissing m -> stream(vendor.streamType(), pieces(false), to);
      case VendorMishap.UsageTold(String count) ->
          stream(
              vendor.streamType(),
              pieces.stream().map(piece -> counting(piece, count)).toList(),
              to);
      case VendorMishap.NotStreamed m ->
          to.whole(200, "application/json", vendor.whole(String.join("", words)));
      case VendorMishap.ClosedAfterwards m -> {
        stream(vendor.streamType(), pieces, to);
        to.in.read();
        to.reset();
      }
      case VendorMishap.HeldOpen m -> {
        begun(pieces, pieces.size(), to);
        if (vendor.endsWithTheBody()) {
          to.endStream();
        } else {
          to.stall();
        }
      }
      case VendorMishap.Slow(Duration first, Duration rest) -> {
        begun(pieces, 1, to);
        to.pause(first);
        for (int i = 1; i < pieces.size() - 1; i++) {
          to.chunk(pieces.get(i));
        }
        to.pause(rest);
        to.chunk(pieces.getLast());
        to.endStream();
      }
      default -> throw new IllegalArgumentException("" + mishap);
    }
  }

  private void guardedNext(VendorMishap mishap) {
    guarded(() -> mishaps.add(mishap));
  }

  private void begun(List<byte[]> pieces, int count, Connection to) throws IOException {
    to.beginStream(vendor.streamType());
    for (byte[] piece : pieces.subList(0, count)) {
      to.chunk(piece);
    }
  }

  /// The writing side of a connection.
  private record Connection(Socket socket, InputStream in, OutputStream out) {
    void whole(int status, String typeAndMore, byte[] body) throws IOException {
      write(
          "HTTP/1.1 "
              + status
              + " Said\r\ncontent-type: "
              + typeAndMore
              + "\r\ncontent-length: "
              + body.length
              + "\r\n\r\n",
          body);
    }

    /// Announces so many bytes, and sends these.
    void part(String type, int announced, byte[] sent) throws IOException {
      write(
          "HTTP/1.1 200 OK\r\ncontent-type: "
              + type
              + "\r\ncontent-length: "
              + announced
              + "\r\n\r\n",
          sent);
    }

    void beginStream(String type) throws IOException {
      write(
          "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ntransfer-encoding: chunked\r\n\r\n",
          new byte[0]);
    }

    void chunk(byte[] piece) throws IOException {
      var all = new ByteArrayOutputStream(piece.length + 16);
      all.writeBytes(Vendor.bytes(Integer.toHexString(piece.length) + "\r\n"));
      all.writeBytes(piece);
      all.writeBytes(CRLF);
      out.write(all.toByteArray());
    }

    void endStream() throws IOException {
      out.write(END);
    }

    private void write(String head, byte[] body) throws IOException {
      var all = new ByteArrayOutputStream(head.length() + body.length);
      all.writeBytes(Vendor.bytes(head));
      all.writeBytes(body);
      out.write(all.toByteArray());
    }

    /// Closes without a goodbye, so that the client sees a reset.
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /// Says nothing until the client goes away.
    void stall() throws IOException {
      pause(Duration.ofMinutes(1));
      socket.close();
    }

    /// Waits; true when the client went away meanwhile.
    boolean pause(Duration time) throws IOException {
      long end = System.nanoTime() + time.toNanos();
      try {
        while (true) {
          long left = end - System.nanoTime();
          if (left <= 0) {
            return false;
          }
          socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(left + 999_999));
          if (gone()) {
            socket.close();
            return true;
          }
        }
      } finally {
        if (!socket.isClosed()) {
          socket.setSoTimeout(0);
        }
      }
    }

    private boolean gone() throws IOException {
      try {
        return in.read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }
  }
}
