package dev.metier.provider.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private volatile int status;

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
    var call = new HttpCall(wire, true, options, body, fetch);
    call.start();
    try {
      if (!fetch.done.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        call.abort();
        return new Fetched(0, MissingNode.getInstance(), true);
      }
    } catch (InterruptedException e) {
      call.abort();
      Thread.currentThread().interrupt();
      return new Fetched(0, MissingNode.getInstance(), false);
    }
    return new Fetched(fetch.status, fetch.json().orElseGet(MissingNode::getInstance), false);
  }

  private Optional<JsonNode> json() {
    try {
      return Optional.ofNullable(MAPPER.readTree(body.toByteArray()));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean head(int code, MultiMap headers) {
    status = code;
    return true;
  }

  @Override
  public boolean chunk(byte[] bytes, long nanos) {
    if (body.size() + bytes.length > LIMIT) {
      done.countDown();
      return false;
    }
    body.writeBytes(bytes);
    return true;
  }

  @Override
  public boolean complete() {
    return false;
  }

  @Override
  public void end(long nanos) {
    done.countDown();
  }

  @Override
  public void failed(Throwable why, HttpCall.Progress progress) {
    status = 0;
    done.countDown();
  }
}
