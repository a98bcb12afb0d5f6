package dev.metier.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.call.EventLoopContext;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Question;
import dev.metier.provider.http.HttpConnections;
import dev.metier.provider.http.HttpProvider;
import dev.metier.provider.http.ModelEndpoint;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Fields;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is measured is what is served: whatever goes wrong at a model's server, the caller that
/// measures and the caller that serves make the same of it.
class BothCallersTest {
  private static final int MOST_NEW = 5;
  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpConnections WIRE = new HttpConnections();
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG, LONG);
  private static final Timeouts FIRST = new Timeouts(LONG, SHORT, LONG, LONG);
  private static final Timeouts IDLE = new Timeouts(LONG, LONG, SHORT, LONG);
  private static final Timeouts TOTAL = new Timeouts(LONG, LONG, LONG, SHORT);
  private static final String REQUEST =
      "{\"model\":\"job\",\"stream\":true,\"temperature\":0.5,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}";
  private static final String WORDS =
      "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you"
          + " requested 5000 tokens.\",\"code\":\"context_length_exceeded\"}}";

  /// The words of an account that is used up, and a wait that says otherwise.
  private static final String WAIT =
      "[{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota, please check your"
          + " plan and billing details.\",\"status\":\"RESOURCE_EXHAUSTED\","
          + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
          + "\"retryDelay\":\"26s\"}]}}]";

  /// What differs, and is meant to.
  private static final Map<Class<? extends VendorMishap>, String> DIFFERENT =
      Map.of(
          VendorMishap.EndlessAnswer.class,
          "a stream is handed on as it comes and takes no memory; the time limit ends it");

  enum Upstream {
    OPENAI(ProviderKind.OPENAI, Vendor.OPENAI),
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

  /// What a caller makes of it; no failure where an answer came.
  private record Outcome(
      Optional<Answer.Cause> cause, Optional<Duration> retryAfter, String detail) {
    static Outcome of(Failure failure) {
      return new Outcome(Optional.of(failure.cause()), failure.retryAfter(), failure.detail());
    }

    static Outcome answer() {
      return new Outcome(Optional.empty(), Optional.empty(), "");
    }

    boolean same(Outcome other) {
      return cause.equals(other.cause) && retryAfter.equals(other.retryAfter);
    }
  }

  @AfterAll
  static void close() {
    WIRE.close();
    VERTX.close();
  }

  private static Map<VendorMishap, Timeouts> mishaps(String elsewhere) {
    var all = new LinkedHashMap<VendorMishap, Timeouts>();
    Stream.of(
            new VendorMishap.ConnectionRefused(),
            new VendorMishap.ResetBeforeHeaders(),
            new VendorMishap.ResetMidStream(),
            new VendorMishap.RateLimited("retry-after", "7"),
            new VendorMishap.RateLimited("retry-after-ms", "30"),
            new VendorMishap.Status(500),
            new VendorMishap.Status(503),
            new VendorMishap.Status(529),
            new VendorMishap.HtmlPage(200),
            new VendorMishap.HtmlPage(502),
            new VendorMishap.MalformedChunk(),
            new VendorMishap.CutWithoutFinish(),
            new VendorMishap.CutInsideLine(),
            new VendorMishap.EmptyBody(),
            new VendorMishap.InvalidUtf8(),
            new VendorMishap.HugeLine(9 << 20),
            new VendorMishap.ErrorEvent(),
            new VendorMishap.Redirect(elsewhere),
            new VendorMishap.KeyEchoed(),
            new VendorMishap.UnknownModel(),
            new VendorMishap.RefusedParameter("temperature"),
            new VendorMishap.TooLong(400, WORDS),
            new VendorMishap.TooLong(429, WAIT),
            new VendorMishap.NoCredit(),
            new VendorMishap.Compressed(),
            new VendorMishap.NotHttp(),
            new VendorMishap.Verbatim("no answer"),
            new VendorMishap.SwitchingProtocols(),
            new VendorMishap.HugeHead(64 << 10),
            new VendorMishap.CutInsideChunk(),
            new VendorMishap.EndlessRefusal(500),
            new VendorMishap.EmptyAnswer(),
            new VendorMishap.WrongContentType(),
            new VendorMishap.UsageMissing(),
            new VendorMishap.UsageTold("-5"),
            new VendorMishap.NotStreamed(),
            new VendorMishap.ClosedAfterwards(),
            new VendorMishap.HeldOpen(),
            new VendorMishap.Slow(Duration.ofMillis(20), Duration.ofMillis(20)))
        .forEach(mishap -> all.put(mishap, PATIENT));
    all.put(new VendorMishap.StallBeforeHeaders(), FIRST);
    all.put(new VendorMishap.StallBeforeFirstToken(), FIRST);
    all.put(new VendorMishap.StallMidStream(), IDLE);
    all.put(new VendorMishap.SlowDrip(Duration.ofMillis(20)), TOTAL);
    all.put(new VendorMishap.EndlessAnswer(), TOTAL);
    return all;
  }

  @Test
  void noMishapIsForgotten() {
    assertThat(mishaps("").keySet().stream().map(m -> (Object) m.getClass()))
        .contains((Object[]) VendorMishap.class.getPermittedSubclasses());
  }

  /// Without a word any packing would be allowed.
  @ParameterizedTest
  @EnumSource
  void bothCallersAskForAnswersThatAreNotCompressed(Upstream upstream) throws Exception {
    try (var vendor = new VendorServer(upstream.vendor);
        var provider =
            new HttpProvider(model(upstream.kind, vendor.address(), PATIENT), WIRE, Set.of())) {
      measured(provider);
      served(loop(), server(model(upstream.kind, vendor.address(), PATIENT)));
      assertThat(vendor.received())
          .hasSize(2)
          .allSatisfy(request ->
              assertThat(request.headers()).containsEntry("accept-encoding", "identity"));
    }
  }

  @TestFactory
  Stream<DynamicTest> bothCallersMakeTheSameOfEveryMishap() {
    return mishaps("http://127.0.0.1:9/elsewhere").entrySet().stream()
        .flatMap(entry ->
            Stream.of(Upstream.values())
                .map(upstream ->
                    DynamicTest.dynamicTest(
                        upstream + " " + entry.getKey(),
                        () -> compare(upstream, entry.getKey(), entry.getValue()))));
  }

  private static void compare(Upstream upstream, VendorMishap mishap, Timeouts timeouts)
      throws Exception {
    Outcome measured;
    Outcome served;
    try (var server = new VendorServer(upstream.vendor)) {
      server.next(mishap);
      measured = measured(model(upstream.kind, server.address(), timeouts));
    }
    try (var server = new VendorServer(upstream.vendor)) {
      server.next(mishap);
      served = served(model(upstream.kind, server.address(), timeouts));
    }
    if (timeouts.equals(PATIENT)) {
      assertThat(served.cause().map(Answer.Cause::name).orElse("")).doesNotContain("TIMEOUT");
    }
    if (!DIFFERENT.containsKey(mishap.getClass())) {
      assertThat(served)
          .matches(measured::same, "what measuring makes of it: " + measured)
          .satisfies(o -> assertThat(o.detail()).doesNotContain("Exception"));
    }
  }

  private static Model model(ProviderKind kind, String address, Timeouts timeouts) {
    return new Model(
        new ModelName("candidate"),
        kind,
        "some-model",
        Optional.of(address),
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        timeouts,
        Optional.empty());
  }

  private static ParsedRequest asked() {
    return ChatCompletions.PROTOCOL.read(REQUEST.getBytes(UTF_8));
  }

  private static Outcome measured(Model model) {
    try (var provider = new HttpProvider(model, WIRE, Set.of())) {
      return measured(provider);
    }
  }

  private static Outcome measured(HttpProvider provider) {
    return switch (provider.ask(new Question(new JobName("job"), "c1", 0, asked().request()))) {
      case Failure failure -> Outcome.of(failure);
      case Answer.Reply reply -> Outcome.answer();
      case Answer.Recorded recorded -> throw new AssertionError(recorded);
    };
  }

  private static Outcome served(Model model) throws Exception {
    EventLoopContext loop = loop();
    try {
      return served(loop, server(model));
    } finally {
      loop.run(loop::close);
    }
  }

  private static EventLoopContext loop() throws Exception {
    var made = new CompletableFuture<EventLoopContext>();
    VERTX.runOnContext(nothing -> made.complete(new EventLoopContext(VERTX)));
    return made.get(30, TimeUnit.SECONDS);
  }

  private static RemoteServer server(Model model) {
    return new RemoteServer(model, ModelEndpoint.of(model, Set.of()), new Slots(1, 1));
  }

  private static Outcome served(EventLoopContext loop, RemoteServer server) throws Exception {
    var heard = new CompletableFuture<Outcome>();
    var incoming =
        new Incoming(
            ChatCompletions.PROTOCOL,
            Fields.of(REQUEST.getBytes(UTF_8)).orElseThrow(),
            true,
            false,
            BothCallersTest::asked,
            new ReplyMetadata("id", "job", Instant.EPOCH, 1),
            Map.of());
    loop.run(() ->
        new HttpAttempt(loop, server, incoming, DataClass.PUBLIC, new Hearing(heard)).start());
    return heard.get(30, TimeUnit.SECONDS);
  }

  /// It may have been closed before the request was read; on a fresh one that cannot be.
  @ParameterizedTest
  @EnumSource
  void bothCallersAskOnceMoreWhereAKeptConnectionWasClosed(Upstream upstream) throws Exception {
    try (var vendor = new VendorServer(upstream.vendor);
        var provider =
            new HttpProvider(model(upstream.kind, vendor.address(), PATIENT), WIRE, Set.of())) {
      assertThat(measured(provider)).isEqualTo(Outcome.answer());
      vendor.next(new VendorMishap.ResetBeforeHeaders());
      assertThat(measured(provider)).isEqualTo(Outcome.answer());
      assertThat(vendor.received()).hasSize(3);
    }
    EventLoopContext loop = loop();
    try (var vendor = new VendorServer(upstream.vendor)) {
      RemoteServer server = server(model(upstream.kind, vendor.address(), PATIENT));
      assertThat(served(loop, server)).isEqualTo(Outcome.answer());
      int asked = vendor.received().size();
      vendor.next(new VendorMishap.ResetBeforeHeaders());
      Outcome outcome = served(loop, server);
      // an answer can be there a moment before its connection is free to be kept
      for (int i = 0; i < MOST_NEW && wasNew(vendor); i++) {
        asked = vendor.received().size();
        vendor.next(new VendorMishap.ResetBeforeHeaders());
        outcome = served(loop, server);
      }
      assertThat(outcome).isEqualTo(Outcome.answer());
      assertThat(vendor.received()).hasSize(asked + 2);
    } finally {
      loop.run(loop::close);
    }
  }

  /// Whether the last request came over a connection of its own, and was not repeated.
  private static boolean wasNew(VendorServer vendor) {
    var connections = vendor.received().stream().map(VendorServer.Received::connection).toList();
    int last = connections.getLast();
    return connections.stream().filter(each -> each == last).count() == 1
        && connections.stream().distinct().count() == connections.size();
  }

  private record Hearing(CompletableFuture<Outcome> heard) implements Attempt.Listener {
    @Override
    public void bytes(byte[] bytes) {}

    @Override
    public boolean hold(long bytes) {
      return true;
    }

    @Override
    public void release(long bytes) {}

    @Override
    public void complete(Usage usage) {
      heard.complete(Outcome.answer());
    }

    @Override
    public void failed(Failure failure, boolean begun) {
      heard.complete(Outcome.of(failure));
    }

    @Override
    public void refused(Refusal refusal) {
      heard.completeExceptionally(new AssertionError(refusal));
    }
  }
}
