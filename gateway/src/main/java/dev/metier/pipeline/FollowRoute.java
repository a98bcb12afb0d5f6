package dev.metier.pipeline;

import dev.metier.upstream.Servers;

/// Has the request answered along its route.
final class FollowRoute implements Step {
  private final Servers servers;

  FollowRoute(Servers servers) {
    this.servers = servers;
  }

  @Override
  public boolean take(RequestContext exchange) {
    new RouteExecution(exchange, servers).next();
    return false;
  }
}
