package dev.metier.upstream;

import dev.metier.call.CallDeadlines;
import dev.metier.call.EventLoopContext;
import dev.metier.call.HttpCall;
import dev.metier.call.HttpCall.Head;
import dev.metier.call.KeepAlive;
import dev.metier.catalog.Timeouts;
import dev.metier.dialect.RemoteModel;
import dev.metier.provider.Answer.Failure;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Asks a server by `/api/show` of [Ollama](https://github.com/ollama/ollama/blob/main/docs/api.md)
/// what a model is, whatever it is spoken to by. Only for the event loop that starts it.
final class ModelInquiry implements HttpCall.Listener {
  /// What came of it.
  ///
  /// @param understood whether the server is one that knows the question, or did not answer now
  /// @param elsewhere the machine that the server passes requests on to, if it does
  record Told(boolean understood, Optional<String> elsewhere) {}

  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Timeouts LIMITS = new Timeouts(LONGEST, LONGEST, LONGEST, LONGEST);
  private static final int LIMIT = 4 << 20;
  private static final int FAILED = 500;

  private final RemoteServer server;
  private final Consumer<Told> listener;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final HttpCall call;
  private boolean over;

  /// @param listener takes what came of it, once
  ModelInquiry(EventLoopContext loop, RemoteServer server, Consumer<Told> listener) {
    this.server = server;
    this.listener = listener;
    // a connection of its own: one that was kept could be stale
    this.call = new HttpCall(loop, KeepAlive.never(), new CallDeadlines(LIMITS), this);
  }

  void start() {
    byte[] question = new JsonOut().raw("{\"model\":").string(server.model().id()).raw("}").take();
    RequestOptions to = server.beside("/api/show").putHeader("content-type", "application/json");
    server.speech().now().headers(server.key()).forEach(to::putHeader);
    call.start();
    call.send(new HttpCall.Request(to, more -> {}, EventLoopContext.wrapped(question)));
  }

  @Override
  public void head(Head head) {}

  @Override
  public void chunk(byte[] bytes, long nanos) {
    if (body.size() + bytes.length > LIMIT) {
      call.abort();
      tell(new Told(false, Optional.empty()));
    } else {
      body.writeBytes(bytes);
    }
  }

  @Override
  public void end(long nanos) {
    Optional<JsonNode> told = Json.tryObject(body.toByteArray());
    boolean model = told.filter(json -> json.has("details") || json.has("model_info")).isPresent();
    Optional<String> elsewhere = told.flatMap(RemoteModel::of);
    tell(new Told(model || elsewhere.isPresent(), elsewhere));
  }

  /// Where it knows the question and not the model, its error is a sentence and no object.
  @Override
  public void refused(Head head, byte[] text) {
    boolean knows = Json.tryObject(text).filter(json -> json.path("error").isString()).isPresent();
    tell(new Told(knows || head.status() >= FAILED, Optional.empty()));
  }

  @Override
  public void failed(Failure failure) {
    tell(new Told(true, Optional.empty()));
  }

  private void tell(Told what) {
    if (!over) {
      over = true;
      listener.accept(what);
    }
  }
}
