package dev.metier.pipeline.step;

import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.pipeline.route.RouteExecutor;
import dev.metier.pipeline.route.RouteServices;

/// Has the request answered along its route.
final class FollowRoute implements Step {
  private final RouteServices services;

  FollowRoute(RouteServices services) {
    this.services = services;
  }

  @Override
  public StepResult take(RequestContext context) {
    RouteExecutor.of(context, services).start();
    return StepResult.WAITING;
  }
}
