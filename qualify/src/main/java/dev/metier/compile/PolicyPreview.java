package dev.metier.compile;

import dev.metier.catalog.ProviderKind;
import dev.metier.hybrid.Chain;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a policy by the evidence would do with each job, and what it would cost beside one model
/// for everything. Recordings are taken as if they answered; nothing of this is served.
///
/// @param jobs in the order of the project
/// @param alone each model that is known of for some job, in the order of the project
public record PolicyPreview(List<Planned> jobs, List<OneModel> alone) {
  /// What would be done with a job.
  ///
  /// @param kind `static`, `cascade`, `router` or `closed`
  /// @param route what answers, in a few words; empty when nothing would
  /// @param reason why, in a sentence or two
  /// @param perThousand dollars for 1,000 requests; NaN when it is not known
  /// @param recorded models of the route that are recordings, which answer nobody
  public record Planned(
      JobName job,
      String kind,
      String route,
      String reason,
      double perThousand,
      List<ModelName> recorded) {
    public Planned {
      recorded = List.copyOf(recorded);
    }

    public boolean open() {
      return !route.isEmpty();
    }
  }

  /// One model in place of the policy.
  ///
  /// @param fit for how many jobs it is FIT
  /// @param forbidden how many jobs' data it may not read
  /// @param compared how many jobs both have a known cost for
  /// @param perThousand dollars for 1,000 requests, spread evenly over those jobs; NaN without any
  /// @param policy what the policy takes for the same
  public record OneModel(
      ModelName model, int fit, int forbidden, int compared, double perThousand, double policy) {}

  public PolicyPreview {
    jobs = List.copyOf(jobs);
    alone = List.copyOf(alone);
  }

  /// By these verdicts.
  ///
  /// @param chains those that are proved
  public static PolicyPreview of(
      Project project, List<CellResult> results, Map<JobName, ProvedChains.Found> chains) {
    var locations = HostLocations.of(results);
    var planned = new ArrayList<Planned>();
    for (Job job : project.jobs()) {
      var own = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
      planned.add(planned(job, own, Optional.ofNullable(chains.get(job.name())), locations));
    }
    var alone =
        project.models().stream()
            .map(model -> alone(model.name(), planned, results))
            .filter(each -> each.fit() > 0)
            .toList();
    return new PolicyPreview(planned, alone);
  }

  /// What would be done with one job.
  ///
  /// @param own results of that job
  /// @param chain when one is proved
  static Planned planned(
      Job job, List<CellResult> own, Optional<ProvedChains.Found> chain, HostLocations locations) {
    List<ModelName> fit = PolicyCompiler.fit(job, own);
    return chain
        .map(found -> chain(job, found, own))
        .orElseGet(() -> fit.isEmpty() ? closed(job, own, locations) : single(job, fit, own));
  }

  private static Planned chain(Job job, ProvedChains.Found found, List<CellResult> own) {
    return switch (found.route()) {
      case Route.Cascade route -> {
        String checked =
            route.checked().stream()
                .map(each -> where(each.model(), own) + ", " + Chain.words(each.checks()))
                .collect(Collectors.joining(", then "));
        String then = route.then().map(name -> ", then " + where(name, own)).orElse("");
        int needed = route.checked().size() + (route.then().isPresent() ? 1 : 0);
        yield new Planned(
            job.name(),
            "cascade",
            "cascade: " + checked + then,
            route.proof().guarantee() + beside(job, own) + forbidden(job, own),
            found.perThousand(),
            recorded(route.models().subList(0, needed), own));
      }
      case Route.Learned route ->
          new Planned(
              job.name(),
              "router",
              "router: " + where(route.first(), own) + " or " + where(route.then(), own),
              route.proof().guarantee() + beside(job, own) + forbidden(job, own),
              found.perThousand(),
              recorded(route.models().subList(0, 2), own));
      case Route.Single _, Route.Workflow _, Route.Closed _ ->
          throw new IllegalArgumentException("this is no chain of models");
    };
  }

  /// What the one model would cost that would do the job alone.
  private static String beside(Job job, List<CellResult> own) {
    return PolicyCompiler.fit(job, own).stream()
        .findFirst()
        .flatMap(name -> result(name, own))
        .filter(alone -> !Double.isNaN(perThousand(alone)))
        .map(alone ->
            String.format(
                Locale.ROOT, " %s alone takes $%.3f.", alone.model().name(), perThousand(alone)))
        .orElse("");
  }

  private static Planned single(Job job, List<ModelName> fit, List<CellResult> own) {
    ModelName name = fit.getFirst();
    CellResult chosen = result(name, own).orElseThrow();
    boolean baseline = chosen.model().kind() == ProviderKind.BASELINE;
    String among =
        fit.size() == 1
            ? "The only one that is FIT."
            : "The " + most(job) + " of " + fit.size() + " that are FIT.";
    return new Planned(
        job.name(),
        "static",
        where(name, own),
        (baseline ? "No language model is needed. " : "")
            + among
            + chosen.formOnly().map(said -> " " + said).orElse("")
            + forbidden(job, own),
        perThousand(chosen),
        recorded(List.of(name), own));
  }

  private static String most(Job job) {
    return switch (job.prefer()) {
      case COST -> "cheapest";
      case LATENCY -> "fastest";
      case LOCAL -> "most local";
    };
  }

  private static Planned closed(Job job, List<CellResult> own, HostLocations locations) {
    String why =
        own.stream().noneMatch(each -> each.verdict() instanceof Verdict.Fit)
            ? "No model is FIT: "
                + own.stream()
                    .map(each -> each.model().name() + " " + each.verdict().word())
                    .collect(Collectors.joining(", "))
                + "."
            : ClosedReason.of(job, own, locations);
    return new Planned(job.name(), "closed", "", why, Double.NaN, List.of());
  }

  /// Which candidates the data may not reach.
  private static String forbidden(Job job, List<CellResult> own) {
    String names =
        own.stream()
            .filter(each -> each.verdict() instanceof Verdict.Forbidden)
            .map(each -> each.model().name().text())
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? ""
        : " The data is "
            + job.data().name().toLowerCase(Locale.ROOT)
            + ", so that nothing is sent to "
            + names
            + ".";
  }

  private static String where(ModelName name, List<CellResult> own) {
    return result(name, own)
        .map(result ->
            result.model().kind().access() == ProviderKind.Access.IN_PROCESS
                ? name + " in this process"
                : name + " on " + result.model().host().name())
        .orElse(name.text());
  }

  private static List<ModelName> recorded(List<ModelName> names, List<CellResult> own) {
    return names.stream()
        .filter(name ->
            result(name, own)
                .filter(result -> result.model().kind() == ProviderKind.RECORDED)
                .isPresent())
        .toList();
  }

  private static Optional<CellResult> result(ModelName name, List<CellResult> results) {
    return results.stream().filter(each -> each.model().name().equals(name)).findFirst();
  }

  /// What nothing is billed for, since it runs in this process, costs nothing.
  private static double perThousand(CellResult result) {
    boolean free = result.model().kind() == ProviderKind.BASELINE;
    return Ranking.perThousand(result).map(money -> money.dollars()).orElse(free ? 0 : Double.NaN);
  }

  private static OneModel alone(ModelName model, List<Planned> planned, List<CellResult> results) {
    int fit = 0;
    int forbidden = 0;
    int compared = 0;
    double own = 0;
    double policy = 0;
    for (Planned each : planned) {
      var result =
          results.stream()
              .filter(r -> r.job().name().equals(each.job()) && r.model().name().equals(model))
              .findFirst();
      fit += result.filter(r -> r.verdict() instanceof Verdict.Fit).isPresent() ? 1 : 0;
      forbidden += result.filter(r -> r.verdict() instanceof Verdict.Forbidden).isPresent() ? 1 : 0;
      double cost = result.map(PolicyPreview::perThousand).orElse(Double.NaN);
      if (!Double.isNaN(cost) && !Double.isNaN(each.perThousand())) {
        compared++;
        own += cost;
        policy += each.perThousand();
      }
    }
    return new OneModel(
        model,
        fit,
        forbidden,
        compared,
        compared == 0 ? Double.NaN : own / compared,
        compared == 0 ? Double.NaN : policy / compared);
  }
}
