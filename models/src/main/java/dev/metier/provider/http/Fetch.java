package dev.metier.provider.http;

import dev.metier.call.CallDeadlines;
import dev.metier.call.EventLoopContext;
import dev.metier.call.HttpCall;
import dev.metier.call.HttpCall.Head;
import dev.metier.call.KeepAlive;
import dev.metier.catalog.Timeouts;
import dev.metier.provider.Answer.Failure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Asks a server for a small JSON document about itself.
final class Fetch implements HttpCall.Listener {
  /// How long a server may take that is looked for, and any to accept a connection.
  static final Duration SHORT = Duration.ofSeconds(2);

  private static final int LIMIT = 4 << 20;
  private static final JsonMapper MAPPER = new JsonMapper();

  /// What came: a status and a document, which is missing when what came is none; status 0 when no
  /// answer came at all.
  ///
  /// @param late whether no answer came in time
  record Fetched(int status, JsonNode json, boolean late) {
    boolean ok() {
      return status >= 200 && status < 300 && json.isObject();
    }

    boolean unreachable() {
      return status == 0;
    }
  }

  private final CountDownLatch done = new CountDownLatch(1);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable HttpCall call;
  private volatile int status;
  private volatile boolean late;

  static Fetched get(
      HttpConnections wire, String url, Map<String, String> headers, Duration longest) {
    return run(wire, options(url, headers).setMethod(HttpMethod.GET), new byte[0], longest);
  }

  static Fetched post(
      HttpConnections wire,
      String url,
      Map<String, String> headers,
      JsonNode json,
      Duration longest) {
    RequestOptions options = options(url, headers).setMethod(HttpMethod.POST);
    options.putHeader("content-type", "application/json");
    return run(wire, options, MAPPER.writeValueAsBytes(json), longest);
  }

  private static RequestOptions options(String url, Map<String, String> headers) {
    var options =
        new RequestOptions()
            .setAbsoluteURI(url)
            .setFollowRedirects(false)
            .setConnectTimeout(SHORT.toMillis());
    headers.forEach(options::putHeader);
    return options;
  }

  private static Fetched run(
      HttpConnections wire, RequestOptions options, byte[] body, Duration longest) {
    var fetch = new Fetch();
    var deadlines = new CallDeadlines(new Timeouts(SHORT, longest, longest, longest));
    var call = new HttpCall(wire.loop(), KeepAlive.never(), deadlines, fetch);
    fetch.call = call;
    wire.loop()
        .run(() -> {
          call.start();
          call.send(new HttpCall.Request(options, more -> {}, EventLoopContext.wrapped(body)));
        });
    try {
      fetch.done.await();
    } catch (InterruptedException e) {
      call.abort();
      Thread.currentThread().interrupt();
      return new Fetched(0, MissingNode.getInstance(), false);
    }
    return new Fetched(fetch.status, fetch.json().orElseGet(MissingNode::getInstance), fetch.late);
  }

  private Optional<JsonNode> json() {
    try {
      return Optional.ofNullable(MAPPER.readTree(body.toByteArray()));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public void head(Head head) {
    status = head.status();
  }

  @Override
  public void chunk(byte[] bytes, long nanos) {
    if (body.size() + bytes.length <= LIMIT) {
      body.writeBytes(bytes);
    } else {
      abort();
    }
  }

  private void abort() {
    HttpCall running = call;
    if (running != null) {
      running.abort();
    }
    done.countDown();
  }

  @Override
  public void end(long nanos) {
    done.countDown();
  }

  @Override
  public void refused(Head head, byte[] text) {
    status = head.status();
    body.writeBytes(text);
    done.countDown();
  }

  /// What answers in another way than asked for is there all the same.
  @Override
  public void failed(Failure failure) {
    int told = call == null ? 0 : call.head().map(Head::status).orElse(0);
    switch (failure.cause()) {
      case NOT_FOUND, MALFORMED -> status = told;
      case FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT -> {
        status = 0;
        late = true;
      }
      default -> status = 0;
    }
    done.countDown();
  }
}
