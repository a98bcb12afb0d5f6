package dev.metier.pipeline.route;

import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal;

/// Answers one request along its route. What comes of a model is told to the executor, which
/// chooses whether it is sent on at once, or held and judged first. Only for the event loop of its
/// request.
public interface RouteExecutor {
  /// Begins; the request ends now or later, answered or refused.
  void start();

  /// The executor for the kind of route that the request's job has.
  static RouteExecutor of(RequestContext context, RouteServices services) {
    return switch (context.findings().job().route()) {
      case Route.Single _ ->
          new SingleRoute(context, services.servers(), context.findings().allowed(), "single");
      case Route.Cascade cascade -> new CascadeStart(context, services, cascade);
      case Route.Closed(String why) ->
          () -> context.end().refuse(Refusal.of(Refusal.Reason.ROUTE_CLOSED, why));
    };
  }
}
