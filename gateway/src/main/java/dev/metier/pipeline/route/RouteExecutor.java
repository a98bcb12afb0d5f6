package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal;
import java.util.List;

/// Answers one request along its route. What comes of a model is told to the executor, which
/// chooses whether it is sent on at once, or held and judged first. Only for the event loop of its
/// request.
public interface RouteExecutor {
  /// Begins; the request ends now or later, answered or refused.
  void start();

  /// The executor for the kind of route that the request's job has.
  static RouteExecutor of(RequestContext context, RouteServices services) {
    return switch (context.findings().job().route()) {
      case Route.Single _ -> single(context, services);
      case Route.Cascade cascade -> new CascadeStart(context, services, cascade);
      case Route.Workflow flow -> new WorkflowRoute(context, services, flow);
      case Route.Learned learned -> new LearnedRoute(context, services, learned);
      case Route.Closed(String why) ->
          () -> context.end().refuse(Refusal.of(Refusal.Reason.ROUTE_CLOSED, why));
    };
  }

  private static RouteExecutor single(RequestContext context, RouteServices services) {
    List<ModelName> models = context.findings().allowed();
    return RouteDecision.isAsked(context)
        ? () ->
            RouteDecision.answer(
                context,
                new CascadeStart.Beginning(
                    models, List.of(), "single", "the policy names it for the job", false))
        : new SingleRoute(context, services.servers(), models, "single");
  }
}
