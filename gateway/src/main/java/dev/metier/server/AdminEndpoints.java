package dev.metier.server;

import dev.metier.account.VirtualKey;
import dev.metier.core.log.Log;
import dev.metier.journal.RequestId;
import dev.metier.pipeline.ClientResponse;
import dev.metier.pipeline.step.Authenticate;
import dev.metier.pipeline.step.Origins;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.server.ModelListing.ListedJob;
import dev.metier.server.ModelListing.Shape;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers what needs no model: which jobs there are, whether the gateway is well, what it counted.
/// Thread-safe.
final class AdminEndpoints {
  /// Ours, Anthropic's and OpenAI's: of these answers nobody knows which client asked.
  private static final List<String> ID_HEADERS =
      List.of(ClientResponse.ID_HEADER, "request-id", "x-request-id");

  private static final String MODELS = "/v1/models";
  private static final Set<String> READ =
      Set.of("/healthz", "/livez", "/readyz", "/metrics", "/api/hello", "/", MODELS, "/models");

  private final State state;
  private final Origins origins;

  AdminEndpoints(State state, Origins origins) {
    this.state = state;
    this.origins = origins;
  }

  void take(HttpServerRequest request) {
    identified(request);
    String path = path(request);
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (!reads) {
      refuseWriting(request, path);
      return;
    }
    switch (path) {
      case "/healthz", "/livez" -> tell(request, 200, "ok\n");
      case "/readyz" -> tell(request, state.ready() ? 200 : 503, state.ready() ? "ok\n" : "no\n");
      case "/metrics" -> metrics(request);
      case "/api/hello", "/" -> tell(request, 200, "Metier\n");
      case MODELS, "/models" -> models(request, Optional.empty());
      default -> {
        if (path.startsWith(MODELS + "/")) {
          models(request, Optional.of(path.substring(MODELS.length() + 1)));
        } else {
          refuse(request, Reason.UNKNOWN_PATH, unknown(request, path));
        }
      }
    }
  }

  private void refuseWriting(HttpServerRequest request, String path) {
    if (READ.contains(path) || path.startsWith(MODELS + "/")) {
      refuseMethod(request, "GET, HEAD");
    } else {
      refuse(request, Reason.UNKNOWN_PATH, unknown(request, path));
    }
  }

  /// Refuses a method at a path that is served with others.
  void refuseMethod(HttpServerRequest request, String allowed) {
    request.response().putHeader("allow", allowed);
    refuse(request, Reason.WRONG_METHOD, "This path is asked with " + allowed + ".");
  }

  private static String unknown(HttpServerRequest request, String path) {
    return RequestPath.unknown(path, request.getHeader("host"));
  }

  /// Metrics: for programs on this machine, and for clients with a valid key.
  private void metrics(HttpServerRequest request) {
    InetAddress peer = InetAddress.ofLiteral(request.remoteAddress().hostAddress());
    boolean here = peer.isLoopbackAddress() && !origins.areForeign(request);
    if (here || key(request).isPresent()) {
      tell(request, 200, state.meters.text());
    } else {
      refuse(request, Reason.BAD_KEY, "The figures are shown to this machine, or with a key.");
    }
  }

  private Optional<VirtualKey> key(HttpServerRequest request) {
    return Authenticate.shown(request.headers()::getAll).flatMap(state.keys()::find);
  }

  /// @param encoded the name of the one that is asked for, as it stands in the path
  private void models(HttpServerRequest request, Optional<String> encoded) {
    Optional<VirtualKey> key = key(request);
    boolean open = state.keys().isOpen();
    if (!open && key.isEmpty()) {
      refuse(request, Reason.BAD_KEY, "This key is not known here.");
      return;
    }
    if (open && origins.areForeign(request)) {
      refuse(request, Reason.OTHER_SITE, Origins.sentence(request));
      return;
    }
    Policy policy = state.policy();
    Map<String, String> query;
    Optional<String> name;
    try {
      query = query(request);
      name = encoded.map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      refuse(request, Reason.BAD_REQUEST, "A % in the address is not followed by two hex digits.");
      return;
    }
    Shape shape = ModelListing.shape(request.getHeader("anthropic-version") != null, query);
    if (name.isEmpty()) {
      List<ListedJob> jobs =
          policy.jobs().values().stream()
              .filter(job -> may(key, job))
              .flatMap(job -> JobListing.listed(job, policy))
              .toList();
      json(request, 200, ModelListing.all(jobs, shape, query));
      return;
    }
    policy
        .named(name.get())
        .filter(job -> may(key, job))
        .ifPresentOrElse(
            job ->
                json(
                    request, 200, ModelListing.one(JobListing.job(job, policy), name.get(), shape)),
            () -> refuse(request, Reason.UNKNOWN_JOB, "There is no job of this name."));
  }

  private static boolean may(Optional<VirtualKey> key, ServedJob job) {
    return key.map(k -> k.mayAsk(job.name())).orElse(true);
  }

  private static Map<String, String> query(HttpServerRequest request) {
    var query = new HashMap<String, String>();
    request.params().forEach(query::put);
    return query;
  }

  /// Ends a request that a mistake of ours struck; the log knows it.
  void failed(HttpServerRequest request, RuntimeException why) {
    Log.error(AdminEndpoints.class, "a request failed before it was routed", why);
    if (request.response().headWritten()) {
      request.connection().close();
    } else {
      request.response().putHeader("connection", "close");
      refuse(request, Reason.INTERNAL, "The gateway failed; its log knows why.");
    }
  }

  /// Writes an error in the protocol that the request seems to use.
  void refuse(HttpServerRequest request, Reason reason, String message) {
    boolean anthropic =
        request.getHeader("anthropic-version") != null || path(request).contains("/messages");
    Protocol protocol = anthropic ? Messages.PROTOCOL : ChatCompletions.PROTOCOL;
    request.response().putHeader("x-should-retry", Boolean.toString(reason.retry()));
    var refusal = Refusal.of(reason, message);
    String id = identified(request);
    json(request, protocol.status(reason), protocol.writeError(refusal, id));
  }

  /// Gives the answer an id, as every answer has one.
  private String identified(HttpServerRequest request) {
    String id = request.response().headers().get(ClientResponse.ID_HEADER);
    if (id == null) {
      id = RequestId.at(state.dependencies.clock().instant());
      for (String name : ID_HEADERS) {
        request.response().putHeader(name, id);
      }
    }
    return id;
  }

  private static void json(HttpServerRequest request, int status, byte[] body) {
    request.response().setStatusCode(status).putHeader("content-type", "application/json");
    request.response().end(Buffer.buffer(body));
  }

  private static void tell(HttpServerRequest request, int status, String text) {
    request.response().setStatusCode(status).putHeader("content-type", "text/plain; charset=utf-8");
    request.response().end(text);
  }

  /// The path; empty when the request's line has none that can be read.
  private static String path(HttpServerRequest request) {
    return RequestPath.plain(request.path());
  }
}
