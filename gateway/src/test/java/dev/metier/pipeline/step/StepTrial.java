package dev.metier.pipeline.step;

import dev.metier.call.EventLoopContext;
import dev.metier.chat.Usage;
import dev.metier.pipeline.ClientRequest;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.policy.Policy;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.wire.Fields;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Has steps take real requests, which come over the loopback; steps before the one under trial
/// prepare the way.
public final class StepTrial implements AutoCloseable {
  private static final byte[] EMPTY = {'{', '}'};

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final MemoryLimiter memory = new MemoryLimiter(1L << 28);
  private final Policy policy;
  private final List<Step> steps;
  private Protocol protocol = ChatCompletions.PROTOCOL;

  /// What became of a request.
  ///
  /// @param passed whether the last step let it through
  public record Outcome(boolean passed, RequestContext context, HttpResponse<String> answer) {
    public Optional<Refusal.Reason> refused() {
      return context.end().refusal().map(Refusal::reason);
    }

    public String sentence() {
      return context.end().refusal().map(Refusal::message).orElse("");
    }
  }

  public StepTrial(Policy policy, Step... steps) {
    this.policy = policy;
    this.steps = List.of(steps);
  }

  public StepTrial protocol(Protocol spoken) {
    protocol = spoken;
    return this;
  }

  /// Has the steps take a request and waits until it is over.
  ///
  /// @param headers names and values in turn
  public Outcome take(String body, String... headers) throws Exception {
    var passed = new CompletableFuture<Boolean>();
    var seen = new CompletableFuture<RequestContext>();
    var way = new ArrayList<>(steps);
    way.add(context -> {
      passed.complete(true);
      if (context.end().response().firstByte().isEmpty()) {
        context.end().response().whole(EMPTY);
      }
      context.end().complete(Usage.NONE);
      return StepResult.ANSWERED;
    });
    var pipeline = new RequestPipeline(List.of(), way);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                request
                    .body()
                    .onSuccess(bytes -> {
                      RequestContext context = received(request, bytes.getBytes());
                      seen.complete(context);
                      pipeline.take(context);
                    }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Outcome(passed.getNow(false), seen.get(10, TimeUnit.SECONDS), answer);
  }

  private RequestContext received(HttpServerRequest request, byte[] body) {
    var came =
        new ClientRequest("req_1", Instant.EPOCH, new EventLoopContext(vertx), request, protocol);
    var context = new RequestContext(came, policy);
    context.holds(memory.reservation());
    came.fields(Fields.of(body).orElseThrow());
    return context;
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
