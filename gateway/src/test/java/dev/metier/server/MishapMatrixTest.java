package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whatever goes wrong at a model's server, the client of every protocol is told so in its own way.
class MishapMatrixTest {
  private static final String SECRET = "sk-upstream-secret-0123456789";
  private static final Duration BOUND = Duration.ofSeconds(40);
  private static final int AT_ONCE = 100;
  private static final Timeouts PATIENT = timeouts(10_000, 10_000, 20_000);
  private static final Timeouts LONG = timeouts(35_000, 35_000, 38_000);
  private static final Timeouts SHORT = timeouts(400, 400, 2000);
  private static final Timeouts BRIEF = timeouts(3000, 3000, 600);
  private static final String WORDS =
      "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you"
          + " requested 5000 tokens.\",\"code\":\"context_length_exceeded\"}}";
  private static final String TRACE =
      "{\"error\":{\"message\":\"Traceback (most recent call last):\\n  File"
          + " \\\"/usr/lib/python3/vllm/engine.py\\\", line 1, in step\\njava.lang.NullPointer\"}}";

  /// The expectation: an answer when there is no reason.
  private record Expected(VendorMishap mishap, Optional<Reason> reason, Timeouts timeouts) {}

  private enum Upstream {
    OPENAI(ProviderKind.OPENAI, Vendor.OPENAI),
    VLLM(ProviderKind.VLLM, Vendor.OPENAI),
    ANTHROPIC(ProviderKind.ANTHROPIC, Vendor.ANTHROPIC),
    GOOGLE(ProviderKind.GOOGLE, Vendor.GOOGLE),
    OLLAMA(ProviderKind.OLLAMA, Vendor.OLLAMA);

    private final ProviderKind kind;
    private final Vendor vendor;

    Upstream(ProviderKind kind, Vendor vendor) {
      this.kind = kind;
      this.vendor = vendor;
    }
  }

  /// One request of the matrix; its name is that of its job and of its model.
  private record Cell(
      String name, Expected expected, Spoken spoken, Upstream upstream, boolean stream) {
    @Override
    public String toString() {
      return expected.mishap() + " " + spoken + " " + upstream + (stream ? " streamed" : " whole");
    }
  }

  private record Seen(int status, java.net.http.HttpHeaders headers, String body, Duration time) {}

  @TempDir private Path folder;
  private final List<VendorServer> servers = new ArrayList<>();
  private Served served;

  private static Timeouts timeouts(int firstToken, int idle, int total) {
    return new Timeouts(
        Duration.ofSeconds(3),
        Duration.ofMillis(firstToken),
        Duration.ofMillis(idle),
        Duration.ofMillis(total));
  }

  private static Expected fails(VendorMishap mishap, Reason reason) {
    return new Expected(mishap, Optional.of(reason), PATIENT);
  }

  private static Expected timesOut(VendorMishap mishap, Timeouts timeouts) {
    return new Expected(mishap, Optional.of(Reason.UPSTREAM_TIMEOUT), timeouts);
  }

  private static Expected answers(VendorMishap mishap) {
    return new Expected(mishap, Optional.empty(), PATIENT);
  }

  private static List<Expected> expectations(String elsewhere) {
    return List.of(
        fails(new VendorMishap.ConnectionRefused(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.ResetBeforeHeaders(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.ResetMidStream(), Reason.UPSTREAM_BROKEN),
        timesOut(new VendorMishap.StallBeforeHeaders(), SHORT),
        timesOut(new VendorMishap.StallBeforeFirstToken(), SHORT),
        timesOut(new VendorMishap.StallMidStream(), SHORT),
        timesOut(new VendorMishap.SlowDrip(Duration.ofMillis(50)), BRIEF),
        fails(new VendorMishap.RateLimited("retry-after", "7"), Reason.SLOW_DOWN),
        fails(new VendorMishap.RateLimited("retry-after-ms", "30"), Reason.SLOW_DOWN),
        fails(new VendorMishap.Status(500), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.Status(529), Reason.OVERLOADED),
        fails(new VendorMishap.Status(503), Reason.OVERLOADED),
        fails(new VendorMishap.TooLong(500, TRACE), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.HtmlPage(200), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.HtmlPage(502), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.MalformedChunk(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.CutWithoutFinish(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.CutInsideLine(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.EmptyBody(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.InvalidUtf8(), Reason.UPSTREAM_BROKEN),
        new Expected(new VendorMishap.HugeLine(9 << 20), Optional.of(Reason.UPSTREAM_BROKEN), LONG),
        timesOut(new VendorMishap.EndlessAnswer(), BRIEF),
        fails(new VendorMishap.ErrorEvent(), Reason.OVERLOADED),
        fails(new VendorMishap.Redirect(elsewhere), Reason.UPSTREAM_REFUSED),
        fails(new VendorMishap.KeyEchoed(), Reason.UPSTREAM_REFUSED),
        fails(new VendorMishap.UnknownModel(), Reason.UPSTREAM_REFUSED),
        fails(new VendorMishap.TooLong(400, WORDS), Reason.TOO_LONG),
        fails(new VendorMishap.NoCredit(), Reason.UPSTREAM_REFUSED),
        fails(new VendorMishap.Compressed(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.NotHttp(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.Verbatim("no answer"), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.SwitchingProtocols(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.HugeHead(64 << 10), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.CutInsideChunk(), Reason.UPSTREAM_BROKEN),
        fails(new VendorMishap.EndlessRefusal(500), Reason.UPSTREAM_BROKEN),
        answers(new VendorMishap.RefusedParameter("temperature")),
        answers(new VendorMishap.EmptyAnswer()),
        answers(new VendorMishap.WrongContentType()),
        answers(new VendorMishap.UsageMissing()),
        answers(new VendorMishap.UsageTold("9223372036854775807")),
        answers(new VendorMishap.NotStreamed()),
        answers(new VendorMishap.ClosedAfterwards()),
        answers(new VendorMishap.HeldOpen()),
        answers(new VendorMishap.Slow(Duration.ofMillis(200), Duration.ofMillis(200))));
  }

  @BeforeEach
  void begin() throws IOException {
    Path key = folder.resolve("key");
    Files.writeString(key, SECRET);
    served = new Served(folder.resolve("journal")).upstreamKey(new KeySource.File(key));
  }

  @AfterEach
  void end() {
    served.close();
    servers.forEach(VendorServer::close);
  }

  @TestFactory
  Stream<DynamicTest> everyMishapIsToldInTheClientsOwnWay() throws Exception {
    var elsewhere = server(Vendor.OPENAI);
    List<Expected> expectations = expectations(elsewhere.address() + "/chat/completions");
    Map<VendorMishap, List<String>> wrong = new LinkedHashMap<>();
    expectations.forEach(e -> wrong.put(e.mishap(), new ArrayList<>()));
    run(cells(expectations))
        .forEach((cell, seen) ->
            Optional.of(judge(cell, seen))
                .filter(sentence -> !sentence.isEmpty())
                .ifPresent(sentence ->
                    java.util.Objects.requireNonNull(wrong.get(cell.expected().mishap()))
                        .add(cell + ": " + sentence)));
    var nowhere =
        DynamicTest.dynamicTest(
            "nobodyIsRedirected", () -> assertThat(elsewhere.acceptedConnections()).isZero());
    var all =
        DynamicTest.dynamicTest(
            "noMishapIsForgotten",
            () ->
                assertThat(expectations.stream().map(e -> (Object) e.mishap().getClass()))
                    .contains((Object[]) VendorMishap.class.getPermittedSubclasses()));
    return Stream.concat(
        Stream.of(nowhere, all),
        wrong.entrySet().stream()
            .map(e ->
                DynamicTest.dynamicTest(
                    e.getKey().toString(), () -> assertThat(e.getValue()).isEmpty())));
  }

  private VendorServer server(Vendor vendor) {
    var server = new VendorServer(vendor);
    servers.add(server);
    return server;
  }

  private List<Cell> cells(List<Expected> expectations) {
    var cells = new ArrayList<Cell>();
    for (Expected expected : expectations) {
      for (Spoken spoken : Spoken.values()) {
        for (Upstream upstream : Upstream.values()) {
          for (boolean stream : new boolean[] {false, true}) {
            var cell = new Cell("job-" + cells.size(), expected, spoken, upstream, stream);
            cells.add(cell);
            var server = server(upstream.vendor);
            server.next(expected.mishap(), expected.mishap(), expected.mishap());
            served
                .timeouts(expected.timeouts())
                .model(cell.name(), upstream.kind, DataClass.RESTRICTED, server.address())
                .job(cell.name(), DataClass.INTERNAL, cell.name());
          }
        }
      }
    }
    return cells;
  }

  private Map<Cell, Seen> run(List<Cell> cells) throws InterruptedException, ExecutionException {
    served.start();
    var places = new Semaphore(AT_ONCE);
    var seen = new LinkedHashMap<Cell, Future<Seen>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Cell cell : cells) {
        Callable<Seen> asking =
            () -> {
              places.acquire();
              try {
                return ask(cell);
              } finally {
                places.release();
              }
            };
        seen.put(cell, threads.submit(asking));
      }
    }
    var all = new LinkedHashMap<Cell, Seen>();
    for (var one : seen.entrySet()) {
      all.put(one.getKey(), one.getValue().get());
    }
    return all;
  }

  private Seen ask(Cell cell) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Spoken spoken = cell.spoken();
    var answer =
        served
            .client()
            .send(
                served.request(spoken.path(), spoken.request(cell.name(), cell.stream())),
                HttpResponse.BodyHandlers.ofInputStream());
    String body = Spoken.read(answer.body());
    var time = Duration.ofNanos(System.nanoTime() - began);
    return new Seen(answer.statusCode(), answer.headers(), body, time);
  }

  /// What is wrong; empty when nothing is.
  private static String judge(Cell cell, Seen seen) {
    for (String never : List.of(SECRET, "Exception", "Traceback", "/usr/", "java.", "dev.metier")) {
      if (seen.body().contains(never)) {
        return "tells " + never + ": " + seen.body();
      }
    }
    if (seen.time().compareTo(BOUND) > 0) {
      return "took " + seen.time();
    }
    if (cell.stream() && !Spoken.isReadable(seen.body())) {
      return "has an event that is no JSON: " + end(seen.body());
    }
    if (seen.headers().firstValue("x-metier-request-id").isEmpty()) {
      return "names no request";
    }
    if (cell.expected().reason().isEmpty()) {
      return judgeAnswer(cell, seen);
    }
    String wrong = judgeFailure(cell, seen, reason(cell));
    return isEndless(cell) && endings().anyMatch(r -> judgeFailure(cell, seen, r).isEmpty())
        ? ""
        : wrong;
  }

  /// Whether the machine's speed decides what ends the answer.
  private static boolean isEndless(Cell cell) {
    VendorMishap mishap = cell.expected().mishap();
    return mishap instanceof VendorMishap.EndlessAnswer
        || mishap instanceof VendorMishap.EndlessRefusal
        || mishap instanceof VendorMishap.HugeLine;
  }

  /// Its time, its size, or the memory that all answers under way hold together.
  private static Stream<Reason> endings() {
    return Stream.of(Reason.UPSTREAM_TIMEOUT, Reason.UPSTREAM_BROKEN, Reason.OVERLOADED);
  }

  /// Ollama's errors have no type, only words.
  private static Reason reason(Cell cell) {
    boolean untyped =
        cell.upstream() == Upstream.OLLAMA
            && cell.expected().mishap() instanceof VendorMishap.ErrorEvent;
    return untyped ? Reason.UPSTREAM_BROKEN : cell.expected().reason().orElseThrow();
  }

  private static String judgeAnswer(Cell cell, Seen seen) {
    boolean words =
        cell.expected().mishap() instanceof VendorMishap.EmptyAnswer
            || (seen.body().contains("Hello") && seen.body().contains("world"));
    boolean fine =
        seen.status() == 200 && words && cell.spoken().complete(seen.body(), cell.stream());
    return fine ? "" : "should be an answer, is " + seen.status() + " " + seen.body();
  }

  private static String judgeFailure(Cell cell, Seen seen, Reason reason) {
    Spoken spoken = cell.spoken();
    String code = spoken.code(reason);
    String is = "should be " + code + ", is " + seen.status() + " ";
    if (spoken.claimsToBeComplete(seen.body())) {
      return is + "but claims to be complete: " + seen.body();
    }
    if (cell.stream() && seen.status() == 200) {
      String told = spoken.brokenOff(seen.body()).orElse("");
      return told.equals(spoken.endCode(reason)) ? "" : is + told + " " + end(seen.body());
    }
    boolean retry =
        seen.headers()
            .firstValue("x-should-retry")
            .equals(Optional.of(Boolean.toString(reason.retry())));
    boolean wait = seen.headers().firstValue("retry-after").isPresent() == reason.retry();
    boolean numbers =
        reason != Reason.TOO_LONG || (seen.body().contains("5000") && seen.body().contains("4096"));
    boolean right =
        seen.status() == spoken.protocol().status(reason)
            && spoken.refused(seen.body()).equals(Optional.of(code))
            && retry
            && wait
            && numbers;
    return right ? "" : is + end(seen.body()) + seen.headers().map();
  }

  private static String end(String body) {
    return body.substring(Math.max(0, body.length() - 400));
  }
}
