package dev.metier.pipeline.route;

import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal;
import dev.metier.upstream.Servers;

/// Answers one request along its route. What comes of a model is told to the executor, which
/// chooses whether it is sent on at once, or held and judged first. Only for the event loop of its
/// request.
public interface RouteExecutor {
  /// Begins; the request ends now or later, answered or refused.
  void start();

  /// The executor for the kind of route that the request's job has.
  static RouteExecutor of(RequestContext context, Servers servers) {
    return switch (context.findings().job().route()) {
      case Route.Single _ -> new SingleRoute(context, servers);
      case Route.Closed(String why) ->
          () -> context.end().refuse(Refusal.of(Refusal.Reason.ROUTE_CLOSED, why));
    };
  }
}
