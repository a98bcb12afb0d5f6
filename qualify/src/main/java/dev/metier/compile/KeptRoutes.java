package dev.metier.compile;

import dev.metier.catalog.Model;
import dev.metier.core.text.Digest;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyWriter;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.policy.ServedStage;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy in which jobs keep the route they had, where the verdicts of today would close it: what
/// clients use does not end because evidence has become too old.
///
/// A route is kept only while its hosts may read the job's data by the metier.yaml of today.
///
/// @param policy the verdicts of today, with the routes that are kept
/// @param kept the jobs that keep a route, each with why it would be closed
public record KeptRoutes(Policy policy, Map<JobName, String> kept) {
  /// What the policy in force, the verdicts of today and the project make together.
  ///
  /// @param next the policy that the verdicts make
  /// @param results the verdicts
  public static KeptRoutes of(
      Policy inForce, Policy next, Project project, List<CellResult> results) {
    var keeping = new Keeping(inForce, next, project, HostLocations.of(results));
    var jobs = new LinkedHashMap<>(next.jobs());
    var models = new LinkedHashMap<>(next.models());
    var kept = new LinkedHashMap<JobName, String>();
    for (ServedJob job : next.jobs().values()) {
      Optional<ServedJob> before = keeping.before(job);
      Optional<String> closed = job.route().closed();
      if (before.isPresent() && closed.isPresent()) {
        jobs.put(job.name(), before.get());
        kept.put(job.name(), closed.get());
        before
            .get()
            .route()
            .reached()
            .forEach(name -> models.putIfAbsent(name, keeping.model(name).orElseThrow()));
      }
    }
    if (kept.isEmpty()) {
      return new KeptRoutes(next, Map.of());
    }
    String evidence = evidence(next, kept.keySet().stream().map(jobs::get).toList());
    return new KeptRoutes(
        new Policy(evidence, next.project(), next.compiled(), jobs, models), kept);
  }

  /// The hash of evidence names a policy, so kept routes must count in it.
  private static String evidence(Policy next, List<ServedJob> kept) {
    var digest = new Digest().add("kept/1").add(next.evidence());
    for (ServedJob job : kept) {
      digest.add(job.name().text()).add(new PolicyWriter(Path.of("/")).job(job).toString());
    }
    return digest.hex();
  }

  private record Keeping(Policy inForce, Policy next, Project project, HostLocations locations) {
    /// The job with the route it had; empty when it had none, or may not have it any more.
    Optional<ServedJob> before(ServedJob job) {
      ServedJob old = inForce.jobs().get(job.name());
      if (old == null) {
        return Optional.empty();
      }
      return route(old, job.data())
          .map(route ->
              new ServedJob(
                  job.name(), job.purpose(), job.data(), route, old.candidates(), job.serving()));
    }

    /// A cascade or a router stays whole, or only those of its models stay that are FIT alone.
    private Optional<Route> route(ServedJob old, DataClass data) {
      List<ModelName> models =
          old.route().models().stream().filter(name -> mayRead(name, data)).toList();
      return switch (old.route()) {
        case Route.Cascade _, Route.Learned _ ->
            old.route().reached().stream().allMatch(name -> mayRead(name, data))
                ? Optional.of(old.route())
                : single(models.stream().filter(name -> isFit(name, old)).toList());
        case Route.Workflow flow ->
            Optional.of(flow).map(this::withFitFallbacks).filter(this::isCleared).map(each -> each);
        case Route.Single _, Route.Closed _ -> single(models);
      };
    }

    /// The same, with those fallbacks that are FIT for their stage's job today.
    private Route.Workflow withFitFallbacks(Route.Workflow flow) {
      return new Route.Workflow(
          flow.input(),
          flow.stages().stream().map(this::withFitFallbacks).toList(),
          flow.deadline(),
          flow.proof());
    }

    private ServedStage withFitFallbacks(ServedStage stage) {
      Optional<ServedJob> job = Optional.ofNullable(next.jobs().get(stage.stage().job()));
      return stage.with(
          stage.fallbacks().stream()
              .filter(name -> job.filter(each -> isFit(name, each)).isPresent())
              .filter(name -> mayRead(name, stage.data()))
              .toList());
    }

    /// A workflow was proven with its models, each for what its stage is told.
    private boolean isCleared(Route.Workflow flow) {
      return flow.stages().stream()
          .allMatch(
              stage -> flow.reached(stage).stream().allMatch(name -> mayRead(name, stage.data())));
    }

    private static boolean isFit(ModelName name, ServedJob job) {
      return job.candidates().stream()
          .anyMatch(each -> each.model().equals(name) && each.verdict().equals("FIT"));
    }

    private static Optional<Route> single(List<ModelName> models) {
      return models.isEmpty()
          ? Optional.empty()
          : Optional.of(new Route.Single(models.getFirst(), models.subList(1, models.size())));
    }

    private boolean mayRead(ModelName name, DataClass data) {
      return model(name).filter(served -> served.model().mayRead(data)).isPresent();
    }

    /// The model as it was, on its host as it is today; empty when another model has its name now.
    Optional<ServedModel> model(ModelName name) {
      ServedModel old = inForce.model(name);
      ServedModel now = next.models().get(name);
      if (now != null) {
        boolean same =
            now.model().kind() == old.model().kind() && now.model().id().equals(old.model().id());
        return same ? Optional.of(now) : Optional.empty();
      }
      if (locations.elsewhere().containsKey(name)) {
        return Optional.empty();
      }
      Model model = old.model();
      return Optional.of(
          new ServedModel(
              model.on(new Clearances(project).today(model.host())),
              old.addresses(),
              old.refused()));
    }
  }
}
