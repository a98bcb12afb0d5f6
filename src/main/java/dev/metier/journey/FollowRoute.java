package dev.metier.journey;

import dev.metier.upstream.Servers;

/// Has the request answered along its route.
final class FollowRoute implements Step {
  private final Servers servers;

  FollowRoute(Servers servers) {
    this.servers = servers;
  }

  @Override
  public boolean take(Exchange exchange) {
    new Following(exchange, servers).next();
    return false;
  }
}
