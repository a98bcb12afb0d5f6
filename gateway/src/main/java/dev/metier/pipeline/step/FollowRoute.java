package dev.metier.pipeline.step;

import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.pipeline.route.RouteExecutor;
import dev.metier.upstream.Servers;

/// Has the request answered along its route.
final class FollowRoute implements Step {
  private final Servers servers;

  FollowRoute(Servers servers) {
    this.servers = servers;
  }

  @Override
  public StepResult take(RequestContext context) {
    RouteExecutor.of(context, servers).start();
    return StepResult.WAITING;
  }
}
