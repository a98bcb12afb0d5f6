package dev.metier.compile;

import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedRouter;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.learn.RouterFile;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The learned routers of a job that the evidence proves, as routes.
record ProvedRouters(Project project, Job job, Frontier frontier) {
  /// The share of requests that the first model answers is known with 95 % confidence.
  private static final double ALPHA = 0.05;

  /// @param own what is known of each candidate of the job
  /// @param fit the models that may do it alone
  List<ProvedChains.Found> routes(List<CellResult> own, List<ModelName> fit) {
    return frontier.routers().stream()
        .filter(each -> each.served().isPresent())
        .filter(each ->
            ProvedChains.mayRead(each.first(), job, own)
                && ProvedChains.mayRead(each.then(), job, own))
        .map(each ->
            new ProvedChains.Found(
                route(each, fit),
                point(each).map(point -> point.estimate().perThousand()).orElse(Double.NaN),
                ProvedChains.rank(job, point(each))))
        .toList();
  }

  private Optional<Point> point(SearchedRouter searched) {
    String label = searched.shown().orElseThrow().label();
    return frontier.points().stream().filter(point -> point.name().equals(label)).findFirst();
  }

  private Route.Learned route(SearchedRouter searched, List<ModelName> fit) {
    Path folder =
        Optional.ofNullable(project.file().toAbsolutePath().normalize().getParent())
            .orElse(Path.of("/"));
    int kept = (int) Math.round((1 - searched.shown().orElseThrow().share()) * searched.cases());
    return new Route.Learned(
        RouterFile.of(folder, job.name().text(), searched.served().orElseThrow()),
        searched.first(),
        searched.then(),
        fit.stream()
            .filter(name -> !name.equals(searched.first()) && !name.equals(searched.then()))
            .toList(),
        project.hybrid(job.name()).rules().hold(),
        new CascadeProof(
            searched.guarantee(),
            new ProvedChains.Bounds(
                    searched.whole(), point(searched).map(Point::perDraw).orElse(1.0))
                .share(kept, searched.cases(), ALPHA),
            Map.of()));
  }
}
