package dev.metier.compile;

import dev.metier.catalog.ProviderKind;
import dev.metier.check.CheckSource;
import dev.metier.hybrid.Chain;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedFirst;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.Ledger;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.stats.Interval;
import dev.metier.stats.Proportions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The chains of models that the evidence proves, as routes: for each job the one that it prefers.
public final class ProvedChains {
  /// The interval of the share that is kept is one of 95 % confidence.
  private static final double ALPHA = 0.05;

  private ProvedChains() {}

  /// The cascades of these jobs; none for a job whose one model alone is to do it.
  ///
  /// @param results what is known of each job and candidate; recordings answer no requests, so that
  ///   they stand in no chain
  /// @param checks that run on what is kept
  public static Map<JobName, Route.Cascade> of(
      Project project, List<CellResult> results, Ledger ledger, CheckSource checks) {
    var asked =
        results.stream().filter(each -> each.model().kind() != ProviderKind.RECORDED).toList();
    var routes = new LinkedHashMap<JobName, Route.Cascade>();
    found(project, asked, ledger, checks).forEach((job, found) -> routes.put(job, found.route()));
    return routes;
  }

  /// A chain that is proved.
  ///
  /// @param perThousand dollars for 1,000 requests; NaN when a price is not known
  record Found(Route.Cascade route, double perThousand) {}

  /// The same of all that is known, recordings among it.
  static Map<JobName, Found> found(
      Project project, List<CellResult> results, Ledger ledger, CheckSource checks) {
    var found = new LinkedHashMap<JobName, Found>();
    for (Job job : project.jobs()) {
      var spec = project.hybrid(job.name());
      var own = results.stream().filter(result -> result.job().name().equals(job.name())).toList();
      List<ModelName> fit = PolicyCompiler.fit(job, own);
      // what the evidence proves of a request as it came says nothing of one that tells more
      if (spec.searched() && spec.rules().handOver() == HandOver.FRESH) {
        var frontier = HybridSearch.of(job, spec, own, fit.stream().findFirst(), ledger, checks);
        cascade(job, frontier, own, fit).ifPresent(route -> found.put(job.name(), route));
      }
    }
    return found;
  }

  private static Optional<Found> cascade(
      Job job, Frontier frontier, List<CellResult> own, List<ModelName> fit) {
    return frontier.searched().stream()
        .filter(each -> each.proved().filter(tried -> served(tried.chain(), job, own)).isPresent())
        .min(Comparator.comparingDouble(each -> rank(job, frontier, each)))
        .map(each ->
            new Found(
                route(job, frontier, each, fit),
                point(frontier, each)
                    .map(point -> point.estimate().perThousand())
                    .orElse(Double.NaN)));
  }

  /// Whether the gateway can run it.
  private static boolean served(Chain chain, Job job, List<CellResult> own) {
    boolean checks =
        !chain.checks().isEmpty()
            && chain.checks().stream()
                .allMatch(check ->
                    switch (check) {
                      case Check.Complete _, Check.Graders _, Check.Agree _, Check.Program _ ->
                          true;
                      case Check.LogProbability _, Check.Baseline _ -> false;
                    });
    boolean ends = chain.then().isPresent() || !escalates(chain);
    return checks
        && ends
        && mayRead(chain.first(), job, own)
        && chain.then().map(then -> mayRead(then, job, own)).orElse(true);
  }

  private static boolean escalates(Chain chain) {
    return chain.rules().onFailed() == After.ESCALATE || chain.rules().onBroken() == After.ESCALATE;
  }

  private static boolean mayRead(ModelName name, Job job, List<CellResult> own) {
    return own.stream()
        .filter(result -> result.model().name().equals(name))
        .anyMatch(result -> result.model().mayRead(job.data()));
  }

  /// The smaller, the more the job prefers it.
  private static double rank(Job job, Frontier frontier, SearchedFirst searched) {
    Optional<Point> point = point(frontier, searched);
    double rank =
        switch (job.prefer()) {
          case COST -> point.map(p -> p.estimate().perThousand()).orElse(Double.NaN);
          case LATENCY -> point.map(p -> p.estimate().p95()).orElse(Double.NaN);
          case LOCAL -> point.map(p -> -p.kept()).orElse(Double.NaN);
        };
    return Double.isNaN(rank) ? Double.MAX_VALUE : rank;
  }

  private static Optional<Point> point(Frontier frontier, SearchedFirst searched) {
    String label = searched.proved().orElseThrow().chain().label();
    return frontier.points().stream().filter(point -> point.name().equals(label)).findFirst();
  }

  private static Route.Cascade route(
      Job job, Frontier frontier, SearchedFirst searched, List<ModelName> fit) {
    Chain chain = searched.proved().orElseThrow().chain();
    List<ModelName> fallbacks =
        fit.stream()
            .filter(name -> !name.equals(chain.first()))
            .filter(name -> chain.then().filter(name::equals).isEmpty())
            .toList();
    List<Check> checks =
        chain.checks().stream()
            .map(check ->
                check instanceof Check.Graders
                    ? new Check.Graders(CaseFree.of(job.grading()))
                    : check)
            .toList();
    return new Route.Cascade(
        chain.first(),
        chain.then(),
        chain.then().isPresent() ? fallbacks : List.of(),
        checks,
        chain.rules(),
        new CascadeProof(
            searched.guarantee(), kept(frontier, searched).low(), kept(frontier, searched).high()));
  }

  private static Interval kept(Frontier frontier, SearchedFirst searched) {
    double share = point(frontier, searched).map(Point::kept).orElse(Double.NaN);
    if (Double.isNaN(share)) {
      return new Interval(0, 1);
    }
    int kept = (int) Math.round(share * searched.cases());
    // what its server did not answer is not checked
    int checked = Math.max(kept, searched.cases() - searched.down());
    return Proportions.interval(kept, checked, ALPHA);
  }
}
