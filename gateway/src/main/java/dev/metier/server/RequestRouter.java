package dev.metier.server;

import dev.metier.call.EventLoopContext;
import dev.metier.journal.RequestId;
import dev.metier.pipeline.ClientRequest;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.protocol.responses.Responses;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Routes a request by its path to the pipeline or to an admin endpoint. One for each event loop.
final class RequestRouter {
  private static final Map<String, Protocol> PROTOCOLS =
      Map.ofEntries(
          Map.entry("/v1/chat/completions", ChatCompletions.PROTOCOL),
          Map.entry("/chat/completions", ChatCompletions.PROTOCOL),
          Map.entry("/v1/responses", Responses.PROTOCOL),
          Map.entry("/responses", Responses.PROTOCOL),
          Map.entry("/v1/messages", Messages.PROTOCOL),
          Map.entry("/messages", Messages.PROTOCOL),
          Map.entry("/v1/messages/count_tokens", Messages.COUNT_TOKENS),
          Map.entry("/messages/count_tokens", Messages.COUNT_TOKENS),
          Map.entry("/v1/embeddings", ChatCompletions.EMBEDDINGS),
          Map.entry("/embeddings", ChatCompletions.EMBEDDINGS));

  private final State state;
  private final GatewayOptions options;
  private final EventLoopContext loop;
  private final RequestPipeline pipeline;
  private final AdminEndpoints admin;
  private final Set<RequestContext> open = new HashSet<>();
  private final Thread thread = Thread.currentThread();

  RequestRouter(
      State state, GatewayOptions options, EventLoopContext loop, RequestPipeline pipeline) {
    this.state = state;
    this.options = options;
    this.loop = loop;
    this.pipeline = pipeline;
    this.admin = new AdminEndpoints(state, options.origins());
  }

  /// The event loop's own.
  Thread thread() {
    return thread;
  }

  /// Takes a request; whatever goes wrong, it is answered.
  void take(HttpServerRequest request) {
    try {
      route(request);
    } catch (RuntimeException e) {
      admin.failed(request, e);
    }
  }

  private void route(HttpServerRequest request) {
    if (options.origins().take(request)) {
      return;
    }
    Optional<Protocol> protocol =
        Optional.ofNullable(PROTOCOLS.get(RequestPath.plain(request.path())));
    if (protocol.isPresent() && request.method().equals(HttpMethod.POST)) {
      open(request, protocol.get());
    } else if (protocol.isPresent()) {
      admin.refuseMethod(request, "POST");
    } else {
      admin.take(request);
    }
  }

  private void open(HttpServerRequest request, Protocol protocol) {
    Instant now = state.dependencies.clock().instant();
    var context =
        new RequestContext(
            new ClientRequest(RequestId.at(now), now, loop, request, protocol), state.policy());
    state.open.incrementAndGet();
    open.add(context);
    context
        .end()
        .whenOver(() -> {
          state.open.decrementAndGet();
          open.remove(context);
        });
    if (state.closing()) {
      context.end().refuse(stopping());
      return;
    }
    // nobody's body is read before it is known who asks
    pipeline.take(context);
    if (!context.end().isOver()) {
      new Body(context, options, state.memory, () -> pipeline.take(context)).read();
    }
  }

  private static Refusal stopping() {
    return Refusal.of(Reason.OVERLOADED, "This gateway is stopping; ask again in a moment.")
        .after(Duration.ofSeconds(1));
  }

  /// Ends all that is still under way on this event loop, from whichever thread.
  void end() {
    loop.run(() -> List.copyOf(open).forEach(context -> context.end().refuse(stopping())));
  }
}
