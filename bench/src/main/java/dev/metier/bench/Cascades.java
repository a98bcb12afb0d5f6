package dev.metier.bench;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.ModelName;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.server.Served;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// What a cascade costs. Arguments: a scratch folder; how many answers are held at a time.
final class Cascades {
  private static final Pattern HELD = Pattern.compile("(?m)^metier_requests_bytes ([0-9]\\S*)");
  private static final OptionalInt MANY = OptionalInt.of(100_000);
  private static final CascadeRules RULES =
      new CascadeRules(
          CascadeRules.After.ESCALATE,
          CascadeRules.After.ESCALATE,
          CascadeRules.HandOver.FRESH,
          CascadeRules.Hold.CONVERSATION,
          0.2,
          Duration.ofSeconds(60));

  /// When the last check ended, by [System#nanoTime()].
  private static volatile long checkEnded;

  private Cascades() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    checks();
    try (var server = new CascadeServer()) {
      try (var served = served(folder, server, Cascades::timed)) {
        firstBytes(served.gateway().port());
      }
      held(folder, server, Integer.parseInt(args[1]));
      clientsThatLeave(folder, server);
    }
  }

  private static Served served(Path folder, CascadeServer server, AnswerCheck check) {
    return new Served(folder)
        .checks(_ -> check)
        .model("m", ProviderKind.LLAMACPP, DataClass.RESTRICTED, MANY, server.address())
        .model("then", ProviderKind.LLAMACPP, DataClass.RESTRICTED, MANY, server.address())
        .cascade("j", DataClass.INTERNAL, List.of(new Check.Complete()), RULES, "m", "then")
        .start();
  }

  // -- checks
  // --------------------------------------------------------------------------------------

  private static void checks() {
    var request = new ChatRequest(List.of(Message.of(Role.USER, "Hi")), List.of(), Settings.NONE);
    var answer =
        List.of(
            new ChatReply(
                List.of(new Part.Text(CascadeServer.TEXT)), FinishReason.STOP, Usage.NONE));
    var json =
        List.of(
            new ChatReply(
                List.of(new Part.Text("{\"lines\": [" + "\"some text\", ".repeat(1500) + "\"\"]}")),
                FinishReason.STOP,
                Usage.NONE));
    var source = new AnswerChecks();
    measure("complete", source.open(new Check.Complete()), request, answer);
    measure("two regular expressions", source.open(new Check.Graders(patterns())), request, answer);
    measure("JSON by a schema", source.open(new Check.Graders(schema())), request, json);
  }

  private static Optional<GraderSpec.Group> patterns() {
    return group(
        new GraderSpec.Regex("sixty +letters", false, false),
        new GraderSpec.Regex("(?s).*in it ALL\\.\\s*", true, true));
  }

  private static Optional<GraderSpec.Group> schema() {
    return group(
        new GraderSpec.JsonSchema(
            "{\"type\":\"object\",\"properties\":{\"lines\":{\"type\":\"array\",\"items\":{\"type\":"
                + "\"string\"}}},\"required\":[\"lines\"]}"));
  }

  private static Optional<GraderSpec.Group> group(GraderSpec... specs) {
    var all = new ArrayList<GraderSpec.Weighted>();
    for (GraderSpec spec : specs) {
      all.add(new GraderSpec.Weighted(spec, 1, Optional.empty()));
    }
    return Optional.of(new GraderSpec.Group(GraderSpec.Rule.ALL, all, OptionalDouble.empty()));
  }

  private static void measure(
      String name, AnswerCheck check, ChatRequest request, List<ChatReply> answer) {
    for (int i = 0; i < 2000; i++) {
      pass(check.check(request, answer));
    }
    var threads = ManagementFactory.getThreadMXBean();
    long[] nanos = new long[3000];
    long[] busy = new long[nanos.length];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      long worked = threads.getCurrentThreadCpuTime();
      pass(check.check(request, answer));
      busy[i] = threads.getCurrentThreadCpuTime() - worked;
      nanos[i] = System.nanoTime() - start;
    }
    told("check of 20 kB, " + name, nanos);
    // a machine on which others work too says little by the clock
    told("... in processor time", busy);
  }

  private static void pass(CheckResult result) {
    if (!(result instanceof CheckResult.Pass)) {
      throw new IllegalStateException(result.toString());
    }
  }

  private static void told(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-48s p50 %8.3f ms  p99 %8.3f ms  most %8.3f ms  (%d)%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6,
        nanos.length);
  }

  // -- first bytes
  // ---------------------------------------------------------------------------------

  private static CheckResult timed(ChatRequest request, List<ChatReply> answers) {
    checkEnded = System.nanoTime();
    return CheckResult.PASS;
  }

  /// From the end of the check until the client has the first byte.
  private static void firstBytes(int port) throws IOException {
    for (String path : List.of("/v1/chat/completions", "/v1/messages")) {
      long[] nanos = new long[1000];
      for (int i = -500; i < nanos.length; i++) {
        try (Socket socket = ask(port, path, "quick")) {
          var in = new BufferedInputStream(socket.getInputStream());
          if (in.read() < 0) {
            throw new IOException("no answer");
          }
          long now = System.nanoTime();
          if (i >= 0) {
            nanos[i] = now - checkEnded;
          }
        }
      }
      told("first byte after the check, " + path, nanos);
    }
  }

  private static Socket ask(int port, String path, String text) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    String body =
        "{\"model\":\"j\",\"stream\":true,\"max_tokens\":9000,\"messages\":[{\"role\":\"user\","
            + "\"content\":\""
            + text
            + "\"}]}";
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
            + body.length()
            + "\r\nconnection: close\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  // -- many held at a time
  // ------------------------------------------------------------------------

  /// Answers that all wait for their check at the same time.
  private static void held(Path folder, CascadeServer server, int count) throws Exception {
    var arrived = new AtomicInteger();
    var release = new CountDownLatch(1);
    AnswerCheck waits =
        (request, answers) -> {
          arrived.incrementAndGet();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return CheckResult.PASS;
        };
    try (var served = served(folder, server, waits)) {
      var complete = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < count; i++) {
        String path = i % 2 == 0 ? "/v1/chat/completions" : "/v1/messages";
        threads.add(Thread.ofVirtual().start(() -> read(served.gateway().port(), path, complete)));
      }
      long longest = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      while (arrived.get() < count && System.nanoTime() < longest) {
        Thread.sleep(10);
      }
      var told = HELD.matcher(served.get("/metrics").body());
      double bytes = told.find() ? Double.parseDouble(told.group(1)) : Double.NaN;
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          Locale.ROOT,
          "%d answers held at a time: %.0f MB counted, heap %.0f MB of %.0f%n",
          arrived.get(),
          bytes / 1e6,
          (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
          runtime.maxMemory() / 1e6);
      release.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.printf(Locale.ROOT, "... of which %d came whole%n", complete.get());
    }
  }

  private static void read(int port, String path, AtomicInteger complete) {
    try (Socket socket = ask(port, path, "quick");
        InputStream in = socket.getInputStream()) {
      String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      if (all.contains("[DONE]") || all.contains("message_stop")) {
        complete.incrementAndGet();
      }
    } catch (IOException e) {
      System.err.println("a client heard: " + e.getMessage());
    }
  }

  // -- clients that leave
  // --------------------------------------------------------------------------

  private static void clientsThatLeave(Path folder, CascadeServer server) throws Exception {
    try (var served = served(folder, server, Cascades::timed)) {
      leave("the first model writes", served.gateway().port(), server);
    }
    var checking = new SynchronousQueue<Long>();
    AnswerCheck hangs =
        (request, answers) -> {
          try {
            checking.put(0L);
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            hand(checking);
          }
          return CheckResult.PASS;
        };
    try (var served = served(folder, server, hangs)) {
      long[] nanos = new long[200];
      for (int i = 0; i < nanos.length; i++) {
        Socket socket = ask(served.gateway().port(), "/v1/chat/completions", "quick");
        checking.take();
        long left = System.nanoTime();
        socket.close();
        nanos[i] = checking.take() - left;
      }
      told("client left while a check runs", nanos);
    }
    AnswerCheck fails = (request, answers) -> new CheckResult.Fail("complete:cut");
    try (var second = new CascadeServer();
        var served =
            new Served(folder)
                .checks(_ -> fails)
                .model("m", ProviderKind.LLAMACPP, DataClass.RESTRICTED, second.address())
                .model("then", ProviderKind.LLAMACPP, DataClass.RESTRICTED, server.address())
                .cascade("j", DataClass.INTERNAL, List.of(new Check.Complete()), RULES, "m", "then")
                .start()) {
      second.neverStalls();
      leave("the later model writes", served.gateway().port(), server);
    }
    leavingTheMiddle(folder, server, fails);
  }

  private static void leavingTheMiddle(Path folder, CascadeServer server, AnswerCheck fails)
      throws Exception {
    List<Check> checks = List.of(new Check.Complete());
    var way =
        new Route.Cascade(
            new ModelName("m"),
            Optional.of(new Route.CheckedModel(new ModelName("middle"), checks)),
            Optional.of(new ModelName("then")),
            List.of(),
            checks,
            RULES,
            new CascadeProof("By a measurement.", 0, 1));
    try (var second = new CascadeServer();
        var served =
            new Served(folder)
                .checks(_ -> fails)
                .model("m", ProviderKind.LLAMACPP, DataClass.RESTRICTED, second.address())
                .model("middle", ProviderKind.LLAMACPP, DataClass.RESTRICTED, server.address())
                .model("then", ProviderKind.LLAMACPP, DataClass.RESTRICTED, second.address())
                .route("j", DataClass.INTERNAL, way)
                .start()) {
      second.neverStalls();
      leave("the middle model writes", served.gateway().port(), server);
    }
  }

  private static void hand(SynchronousQueue<Long> to) {
    long now = System.nanoTime();
    Thread.ofVirtual()
        .start(() -> {
          try {
            to.put(now);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// From the client's leaving until the model's connection is closed.
  private static void leave(String what, int port, CascadeServer server) throws Exception {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      Socket socket = ask(port, "/v1/chat/completions", "stall");
      server.awaitBegun();
      long left = System.nanoTime();
      socket.close();
      nanos[i] = server.awaitClosed() - left;
    }
    told("client left while " + what, nanos);
  }
}
