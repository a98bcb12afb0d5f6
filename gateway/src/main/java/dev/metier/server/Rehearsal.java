package dev.metier.server;

import dev.metier.account.KeyRing;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.policy.Candidate;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.provider.ProviderSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests of our own through a gateway of its own to models of its own, all on the loopback and
/// in this process, so that the first real request finds warm code.
public final class Rehearsal implements AutoCloseable {
  private static final List<String> PATHS =
      List.of("/v1/chat/completions", "/v1/messages", "/v1/responses");
  private static final String CHAT_EVENTS =
      """
      data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

      data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hello"}}]}

      data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"c","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}

      data: [DONE]

      """;
  private static final String CHAT =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
  private static final String MESSAGE_EVENTS =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}

      event: message_stop
      data: {"type":"message_stop"}

      """;
  private static final String MESSAGE =
      "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],"
          + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

  private static final Money MUCH = Money.usd(1_000);
  private static final Money PRICE = Money.usd(1);
  private static final String KEY = "rehearsal";

  private final Thread thread;
  private volatile boolean stopped;

  private Rehearsal(Duration longest) {
    thread =
        Thread.ofPlatform()
            .name("rehearsal")
            .daemon()
            .unstarted(() -> tryRun(System.nanoTime() + longest.toNanos()));
  }

  /// Rehearses beside the caller for about this long, or until it is closed; not at all when that
  /// is zero.
  public static Rehearsal start(Duration longest) {
    var rehearsal = new Rehearsal(longest);
    if (longest.isPositive()) {
      rehearsal.thread.start();
    }
    return rehearsal;
  }

  /// Waits until it has ended by itself.
  public void finish() throws InterruptedException {
    thread.join();
  }

  /// Ends it.
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A failure is of no consequence.
  private void tryRun(long end) {
    try {
      run(end);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      log().log(System.Logger.Level.DEBUG, "the rehearsal failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(long end) throws ExecutionException, TimeoutException, InterruptedException {
    Path folder = temporary();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      int port =
          got(vertx.createHttpServer().requestHandler(Rehearsal::answer).listen(0, "127.0.0.1"))
              .actualPort();
      ProviderSource none =
          (model, refused) -> {
            throw new IllegalStateException("no model in this process is rehearsed");
          };
      if (stopped) {
        return;
      }
      var dependencies = GatewayDependencies.local(none, Clock.systemUTC(), folder, List.of());
      var options = GatewayOptions.usual("127.0.0.1", 0);
      try (var gateway = Gateway.start(options, dependencies, policy(port), keys())) {
        ask(vertx.createHttpClient(), gateway.port(), end);
      }
    } finally {
      vertx.close();
      delete(folder);
    }
  }

  private static <T> T got(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  /// Asks what comes first most often before all else.
  private void ask(HttpClient client, int port, long end)
      throws InterruptedException, ExecutionException, TimeoutException {
    do {
      for (boolean stream : new boolean[] {false, true}) {
        for (String path : PATHS) {
          for (String job : List.of("openai", "anthropic")) {
            if (!stopped) {
              got(asked(client, port, path, request(path, job, stream)));
            }
          }
        }
      }
    } while (!stopped && System.nanoTime() < end);
  }

  private static String request(String path, String job, boolean stream) {
    String asked =
        path.equals("/v1/responses")
            ? "\"input\":\"Hi\""
            : "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    return "{\"model\":\"" + job + "\",\"stream\":" + stream + "," + asked + "}";
  }

  private static Future<Integer> asked(HttpClient client, int port, String path, String body) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", path)
        .compose(request ->
            request.putHeader("authorization", "Bearer " + KEY).send(Buffer.buffer(body)))
        .compose(answer -> answer.body().map(all -> answer.statusCode()));
  }

  private static void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          boolean stream = body.toString().contains("\"stream\":true");
          boolean chat = request.uri().endsWith("completions");
          String type = stream ? "text/event-stream" : "application/json";
          String text = chat ? (stream ? CHAT_EVENTS : CHAT) : (stream ? MESSAGE_EVENTS : MESSAGE);
          request.response().putHeader("content-type", type).end(text);
        });
  }

  /// Two jobs whose models are at this port of this machine.
  public static Policy policy(int port) {
    var jobs = new java.util.LinkedHashMap<JobName, ServedJob>();
    var models = new java.util.LinkedHashMap<ModelName, ServedModel>();
    for (ProviderKind kind : List.of(ProviderKind.OPENAI, ProviderKind.ANTHROPIC)) {
      String address = "http://127.0.0.1:" + port + kind.basePath();
      var model = model(kind, address);
      models.put(model.name(), new ServedModel(model, List.of(address), Set.of()));
      var job = new JobName(kind.word());
      jobs.put(
          job,
          new ServedJob(
              job,
              "",
              DataClass.PUBLIC,
              new Route.Single(model.name(), List.of()),
              List.of(rehearsed(model.name())),
              new Serving(
                  List.of(),
                  Optional.of(MUCH),
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  Optional.empty())));
    }
    String none = "0".repeat(32);
    return new Policy(none, none, Instant.EPOCH, Map.copyOf(jobs), Map.copyOf(models));
  }

  /// With all limits, so that no step is passed over.
  private static KeyRing keys() {
    return new KeyRing(
        List.of(
            new VirtualKey(
                KEY,
                KeyRing.hash(KEY),
                Set.of(),
                Optional.of(MUCH),
                OptionalInt.of(1_000_000),
                false,
                Instant.EPOCH)));
  }

  private static Candidate rehearsed(ModelName model) {
    return new Candidate(
        model, "FIT", "rehearsed", 1, Optional.of(PRICE), Optional.of(Duration.ofSeconds(1)));
  }

  private static Model model(ProviderKind kind, String address) {
    return new Model(
        new ModelName(kind.word()),
        kind,
        "rehearsal",
        Optional.of(address),
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.PerToken(PRICE, PRICE, PRICE, Optional.empty(), "rehearsal"),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("metier-rehearsal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // what is left lies in the system's folder for temporary files
      folder.toFile().deleteOnExit();
    }
  }

  /// Lazy: `System.getLogger` loads every provider.
  private static System.Logger log() {
    return System.getLogger(Rehearsal.class.getName());
  }
}
