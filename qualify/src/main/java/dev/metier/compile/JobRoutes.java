package dev.metier.compile;

import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.hybrid.view.RouteView;
import dev.metier.hybrid.view.RouteView.Kind;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What would do each job by its evidence, as the preview of the policy and the frontier tell it.
public final class JobRoutes {
  private JobRoutes() {}

  /// The route of one job.
  ///
  /// @param own results of that job
  public static RouteView of(
      Project project, Job job, List<CellResult> own, HybridSearch.Sources sources) {
    List<ModelName> fit = PolicyCompiler.fit(job, own);
    Frontier frontier =
        HybridSearch.of(job, project.hybrid(job.name()), own, fit.stream().findFirst(), sources);
    Optional<ProvedChains.Found> chain = ProvedChains.of(project, job, frontier, own, sources);
    var planned = PolicyPreview.planned(job, own, chain, HostLocations.of(own));
    Kind kind = chain.map(JobRoutes::kind).orElse(planned.open() ? Kind.MODEL : Kind.NONE);
    return RouteView.of(
        frontier,
        new RouteView.Chosen(
            kind,
            bare(planned.route(), kind),
            chain.map(JobRoutes::models).orElse(List.of()),
            planned.reason(),
            planned.perThousand()));
  }

  /// Without its kind, which is told beside it.
  private static String bare(String route, Kind kind) {
    return switch (kind) {
      case CASCADE, ROUTER -> route.substring(route.indexOf(": ") + 2);
      case MODEL, NONE -> route;
    };
  }

  private static List<String> models(ProvedChains.Found found) {
    return switch (found.route()) {
      case Route.Cascade(var first, var middle, var then, _, _, _, _) ->
          Stream.of(Stream.of(first), middle.map(Route.CheckedModel::model).stream(), then.stream())
              .flatMap(each -> each)
              .map(ModelName::text)
              .toList();
      case Route.Learned route -> List.of(route.first().text(), route.then().text());
      case Route.Single _, Route.Workflow _, Route.Closed _ -> List.of();
    };
  }

  private static Kind kind(ProvedChains.Found found) {
    return switch (found.route()) {
      case Route.Cascade _ -> Kind.CASCADE;
      case Route.Learned _ -> Kind.ROUTER;
      case Route.Single _, Route.Workflow _, Route.Closed _ -> Kind.MODEL;
    };
  }
}
