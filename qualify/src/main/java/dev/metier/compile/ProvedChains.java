package dev.metier.compile;

import dev.metier.hybrid.Chain;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedFirst;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.stats.ConfidenceSequence;
import dev.metier.stats.Interval;
import dev.metier.stats.Proportions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The chains of models and the routers that the evidence proves, as routes: for each job the one
/// that it prefers.
public final class ProvedChains {
  /// The intervals of the shares that are followed hold together with 95 % confidence.
  private static final double ALPHA = 0.05;

  private ProvedChains() {}

  /// The hybrids of these jobs; none for a job whose one model alone is to do it.
  ///
  /// @param results what is known of each job and candidate; recordings answer no requests, so that
  ///   they stand in no chain
  public static Map<JobName, Found> of(
      Project project, List<CellResult> results, HybridSearch.Sources sources) {
    var asked = results.stream().filter(each -> each.model().kind().answersRequests()).toList();
    return withRecorded(project, asked, sources);
  }

  /// Their routes.
  public static Map<JobName, Route> routes(Map<JobName, Found> hybrids) {
    var routes = new LinkedHashMap<JobName, Route>();
    hybrids.forEach((job, found) -> routes.put(job, found.route()));
    return routes;
  }

  /// A chain that is proved.
  ///
  /// @param perThousand dollars for 1,000 requests; NaN when a price is not known
  /// @param rank the smaller, the more its job prefers it
  public record Found(Route route, double perThousand, double rank) {}

  /// The same of all that is known, recordings among it.
  public static Map<JobName, Found> withRecorded(
      Project project, List<CellResult> results, HybridSearch.Sources sources) {
    var found = new LinkedHashMap<JobName, Found>();
    for (Job job : project.jobs()) {
      var spec = project.hybrid(job.name());
      var own = results.stream().filter(result -> result.job().name().equals(job.name())).toList();
      List<ModelName> fit = PolicyCompiler.fit(job, own);
      if (spec.searched()) {
        var frontier = HybridSearch.of(job, spec, own, fit.stream().findFirst(), sources);
        of(project, job, frontier, own, sources).ifPresent(each -> found.put(job.name(), each));
      }
    }
    return found;
  }

  /// The hybrid that does a job, when one is proved.
  ///
  /// @param own results of that job
  static Optional<Found> of(
      Project project,
      Job job,
      Frontier frontier,
      List<CellResult> own,
      HybridSearch.Sources sources) {
    List<ModelName> fit = PolicyCompiler.fit(job, own);
    Path file = project.file().toAbsolutePath();
    var compiled =
        new CompiledChecks(
            job, Optional.ofNullable(file.getParent()).orElse(file), sources.judges());
    var routers = new ProvedRouters(project, job, frontier).routes(own, fit);
    return Stream.concat(cascade(job, frontier, own, fit, compiled).stream(), routers.stream())
        .min(Comparator.comparingDouble(Found::rank));
  }

  private static Optional<Found> cascade(
      Job job,
      Frontier frontier,
      List<CellResult> own,
      List<ModelName> fit,
      CompiledChecks compiled) {
    return frontier.searched().stream()
        .filter(each -> each.served().filter(tried -> served(tried.chain(), job, own)).isPresent())
        .map(each ->
            new Found(
                route(frontier, each, fit, compiled),
                point(frontier, each)
                    .map(point -> point.estimate().perThousand())
                    .orElse(Double.NaN),
                rank(job, point(frontier, each))))
        .min(Comparator.comparingDouble(Found::rank));
  }

  /// Whether the gateway can run it.
  private static boolean served(Chain chain, Job job, List<CellResult> own) {
    boolean checks =
        chain.steps().stream().noneMatch(List::isEmpty)
            && chain.steps().stream()
                .flatMap(List::stream)
                .flatMap(check -> check.parts().stream())
                .allMatch(check ->
                    switch (check) {
                      case Check.Complete _,
                          Check.Loops _,
                          Check.Tokens _,
                          Check.Graders _,
                          Check.Agree _,
                          Check.Program _,
                          Check.LogProbability _,
                          Check.Score _,
                          Check.Judge _ ->
                          true;
                      case Check.Baseline(var model) -> mayRead(model, job, own);
                    });
    boolean ends = chain.then().isPresent() || !escalates(chain);
    return checks
        && ends
        && mayRead(chain.first(), job, own)
        && chain.middle().map(middle -> mayRead(middle.model(), job, own)).orElse(true)
        && chain.then().map(then -> mayRead(then, job, own)).orElse(true);
  }

  private static boolean escalates(Chain chain) {
    return chain.rules().onFailed() == After.ESCALATE || chain.rules().onBroken() == After.ESCALATE;
  }

  static boolean mayRead(ModelName name, Job job, List<CellResult> own) {
    return own.stream()
        .filter(result -> result.model().name().equals(name))
        .anyMatch(result -> result.model().mayRead(job.data()));
  }

  /// The smaller, the more the job prefers it.
  static double rank(Job job, Optional<Point> point) {
    double rank =
        switch (job.prefer()) {
          case COST -> point.map(p -> p.estimate().perThousand()).orElse(Double.NaN);
          case LATENCY -> point.map(p -> p.estimate().p95()).orElse(Double.NaN);
          case LOCAL -> point.map(p -> -p.staying()).orElse(Double.NaN);
        };
    return Double.isNaN(rank) ? Double.MAX_VALUE : rank;
  }

  private static Optional<Point> point(Frontier frontier, SearchedFirst searched) {
    String label = searched.proved().orElseThrow().chain().label();
    return frontier.points().stream().filter(point -> point.name().equals(label)).findFirst();
  }

  private static Route.Cascade route(
      Frontier frontier, SearchedFirst searched, List<ModelName> fit, CompiledChecks compiled) {
    Chain chain = searched.proved().orElseThrow().chain();
    List<ModelName> fallbacks =
        fit.stream()
            .filter(name -> !name.equals(chain.first()))
            .filter(name -> chain.middle().filter(each -> each.model().equals(name)).isEmpty())
            .filter(name -> chain.then().filter(name::equals).isEmpty())
            .toList();
    return new Route.Cascade(
        chain.first(),
        chain
            .middle()
            .map(each -> new Route.CheckedModel(each.model(), compiled.of(each.checks()))),
        chain.then(),
        chain.then().isPresent() ? fallbacks : List.of(),
        compiled.of(chain.checks()),
        chain.rules(),
        point(frontier, searched)
            .filter(point -> !Double.isNaN(point.kept()))
            .map(point -> proof(chain, searched, point))
            .orElseGet(() -> new CascadeProof(searched.guarantee(), 0, 1)));
  }

  /// Where the shares lie that are followed while it serves; all of them hold together. How often a
  /// server is down counts only where that was seen.
  static CascadeProof proof(Chain chain, SearchedFirst searched, Point point) {
    var bounds = new Bounds(searched.whole(), point.perDraw());
    var own = new Followed("", searched.cases(), chain.checks(), point.ends(), bounds);
    var behind =
        chain
            .middle()
            .map(middle -> {
              // where a check that could not run is no reason to ask it, fewer than are not kept
              int asked = total(point.ends(), end -> end.startsWith(CascadeProof.MIDDLE));
              return new Followed(
                  CascadeProof.MIDDLE, asked, middle.checks(), point.ends(), bounds);
            });
    int count = own.count() + behind.map(each -> each.count() + 1).orElse(0);
    double alpha = ALPHA / (count + 1);
    var shares = new HashMap<String, CascadeProof.Share>();
    own.shares(alpha, shares);
    behind
        .filter(each -> each.checked() > 0)
        .ifPresent(each -> {
          each.shares(alpha, shares);
          String kept = CascadeProof.MIDDLE + "kept";
          shares.put(kept, bounds.share(point.ends().getOrDefault(kept, 0), each.checked(), alpha));
        });
    int kept = (int) Math.round(point.kept() * searched.cases());
    return new CascadeProof(
        searched.guarantee(),
        bounds.share(kept, Math.max(kept, own.checked()), alpha),
        shares,
        told(chain, point));
  }

  private static int total(Map<String, Integer> ends, Predicate<String> which) {
    return ends.entrySet().stream()
        .filter(end -> which.test(end.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /// The ends of one model's answers.
  ///
  /// @param before what stands before their names
  /// @param asked how many cases reached the model
  /// @param ends of all models
  private record Followed(
      String before, int asked, List<Check> checks, Map<String, Integer> ends, Bounds bounds) {
    List<String> words() {
      return checks.stream()
          .flatMap(check ->
              Stream.of(before + "failed:" + check.word(), before + "broken:" + check.word()))
          .toList();
    }

    /// How many shares are followed, but for that which is kept.
    int count() {
      return words().size() + 1;
    }

    int down() {
      return ends.getOrDefault(before + "down", 0);
    }

    /// What its server did not answer is not checked.
    int checked() {
      return asked - down();
    }

    void shares(double alpha, Map<String, CascadeProof.Share> shares) {
      for (String end : words()) {
        shares.put(end, bounds.share(ends.getOrDefault(end, 0), checked(), alpha));
      }
      if (down() > 0) {
        shares.put(before + "down", bounds.share(down(), asked, alpha));
      }
    }
  }

  /// The same of a chain that does a stage: of the first model's answers in runs from end to end.
  ///
  /// These runs end as soon as a verdict is decided, so that the bounds hold whenever they do.
  ///
  /// @param ended how often they ended in each way, once at least
  /// @param perDraw how many of them weigh as one independent draw
  static CascadeProof proof(
      String guarantee, List<Check> checks, Map<String, Integer> ended, double perDraw) {
    var bounds = new Bounds(false, perDraw);
    int checked = ended.values().stream().mapToInt(Integer::intValue).sum();
    List<String> ends = ends(checks);
    double alpha = ALPHA / (ends.size() + 1);
    var shares = new HashMap<String, CascadeProof.Share>();
    for (String end : ends) {
      shares.put(end, bounds.share(ended.getOrDefault(end, 0), checked, alpha));
    }
    return new CascadeProof(
        guarantee, bounds.share(ended.getOrDefault("kept", 0), checked, alpha), shares);
  }

  /// Where a share lies, by cases of which several may weigh as one.
  ///
  /// @param whole whether all cases were asked; where asking stopped earlier, bounds hold whenever
  ///   it did
  /// @param perDraw how many cases weigh as one independent draw, at least 1
  record Bounds(boolean whole, double perDraw) {
    CascadeProof.Share share(int of, int all, double alpha) {
      int draws = (int) Math.max(1, Math.floor(all / perDraw));
      // rounded outwards, since there are only whole draws
      double seen = (double) of * draws / Math.max(1, all);
      var low = interval((int) Math.floor(seen), draws, alpha);
      var high = seen == Math.rint(seen) ? low : interval((int) Math.ceil(seen), draws, alpha);
      return new CascadeProof.Share(Math.max(0, low.low()), Math.min(1, high.high()));
    }

    private Interval interval(int of, int draws, double alpha) {
      if (whole) {
        return Proportions.interval(of, draws, alpha);
      }
      var bounds = ConfidenceSequence.traffic();
      for (int i = 0; i < draws; i++) {
        bounds.add(i < of ? 1 : 0);
      }
      return bounds.bounds(alpha / 2);
    }
  }

  private static List<String> ends(List<Check> checks) {
    return checks.stream()
        .flatMap(check -> Stream.of("failed:" + check.word(), "broken:" + check.word()))
        .toList();
  }

  /// In how many cases the later model was told which check failed.
  private static int told(Chain chain, Point point) {
    return chain.rules().handOver() == HandOver.REASON
        ? total(point.ends(), end -> end.startsWith("failed:"))
        : 0;
  }
}
