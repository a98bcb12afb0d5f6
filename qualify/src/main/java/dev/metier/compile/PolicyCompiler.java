package dev.metier.compile;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.core.text.Digest;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.learn.baseline.LearnedBaselines;
import dev.metier.ledger.Outcome;
import dev.metier.policy.Candidate;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyWriter;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import dev.metier.workflow.search.WorkflowResult;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Turns verdicts into a policy: for each job the FIT models in the order that the job prefers, or
/// nothing.
///
/// A clearance that was checked when evidence was gathered is checked again here: no route leads
/// data to a host that may not read it, whatever the verdicts say.
public final class PolicyCompiler {
  private PolicyCompiler() {}

  /// The policy for these verdicts.
  ///
  /// @param results what is known of each job and candidate; a job without any is closed
  public static Policy compile(Project project, List<CellResult> results, Instant now) {
    return compile(project, results, Map.of(), now);
  }

  /// The same, where proved chains or routers do some of the jobs.
  ///
  /// @param hybrids see [ProvedChains]
  public static Policy compile(
      Project project, List<CellResult> results, Map<JobName, Route> hybrids, Instant now) {
    return compile(project, results, hybrids, List.of(), now);
  }

  /// The same with workflows.
  ///
  /// @param workflows what is known of each
  public static Policy compile(
      Project project,
      List<CellResult> results,
      Map<JobName, Route> hybrids,
      List<WorkflowResult> workflows,
      Instant now) {
    return compile(project, results, hybrids, workflows, Map.of(), now);
  }

  /// The same with judges, which need not be candidates.
  ///
  /// @param builds what is known of the models that judge
  public static Policy compile(
      Project project,
      List<CellResult> results,
      Map<JobName, Route> hybrids,
      List<WorkflowResult> workflows,
      Map<ModelName, Fingerprint> builds,
      Instant now) {
    var locations = HostLocations.of(results);
    var jobs = new LinkedHashMap<JobName, ServedJob>();
    var reached = new LinkedHashMap<ModelName, CellResult>();
    for (Job job : project.jobs()) {
      var own = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
      Route route =
          Optional.ofNullable(hybrids.get(job.name())).orElseGet(() -> route(job, own, locations));
      jobs.put(job.name(), served(project, job, route, own));
      own.stream()
          .filter(result -> route.reached().contains(result.model().name()))
          .forEach(result -> reached.putIfAbsent(result.model().name(), result));
    }
    for (WorkflowResult workflow : workflows) {
      var cells = workflow.rows().stream().map(WorkflowResult.Row::cell).toList();
      Job whole = workflow.workflow().whole();
      Route route = new WorkflowRoutes(results, locations).of(workflow);
      jobs.put(whole.name(), served(project, whole, route, cells));
      results.stream()
          .filter(result -> route.reached().contains(result.model().name()))
          .forEach(result -> reached.putIfAbsent(result.model().name(), result));
    }
    var judges = new HashSet<ModelName>();
    jobs.values().forEach(job -> judges.addAll(job.route().judges()));
    var models = new LinkedHashMap<ModelName, ServedModel>();
    for (Model model : project.models()) {
      CellResult result = reached.get(model.name());
      if (result != null) {
        var build = result.fingerprint();
        models.put(model.name(), served(project, model, build, locations.host(result)));
      } else if (judges.contains(model.name())) {
        var build = Optional.ofNullable(builds.get(model.name()));
        models.put(model.name(), served(project, model, build, HostLocations.host(model, build)));
      }
    }
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    var all = new ArrayList<>(results);
    workflows.forEach(each -> each.rows().forEach(row -> all.add(row.cell())));
    return new Policy(evidence(all, hybrids), project(project), second, jobs, models);
  }

  private static ServedJob served(Project project, Job job, Route route, List<CellResult> results) {
    return new ServedJob(
        job.name(),
        job.purpose(),
        job.data(),
        route,
        results.stream().map(PolicyCompiler::candidate).toList(),
        project.serving(job.name()));
  }

  private static Candidate candidate(CellResult result) {
    return new Candidate(
        result.model().name(),
        result.verdict().word(),
        reason(result),
        Math.toIntExact(result.kept()),
        Ranking.perThousand(result),
        Ranking.p95(result),
        result.formOnly().isPresent());
  }

  /// Why it has its verdict; first that it is FIT by itself, since the matrix says so.
  private static String reason(CellResult result) {
    String why = result.verdict().reason();
    return result.fitAlone().map(alone -> alone.sentence() + " " + why).orElse(why);
  }

  /// The models that are FIT for a job and may read its data, in the order that it prefers; those
  /// that are known from recordings alone are among them.
  ///
  /// @param results of this job
  public static List<ModelName> fit(Job job, List<CellResult> results) {
    return fit(job, results, HostLocations.of(results));
  }

  private static List<ModelName> fit(Job job, List<CellResult> results, HostLocations locations) {
    return results.stream()
        .filter(result -> result.verdict() instanceof Verdict.Fit)
        .filter(result -> locations.mayRead(result, job))
        .sorted(Ranking.of(job.prefer(), locations))
        .map(result -> result.model().name())
        .toList();
  }

  private static Route route(Job job, List<CellResult> results, HostLocations locations) {
    var asked = results.stream().filter(each -> each.model().kind().answersRequests()).toList();
    List<ModelName> fit = fit(job, asked, locations);
    return fit.isEmpty()
        ? new Route.Closed(ClosedReason.of(job, results, locations))
        : new Route.Single(fit.getFirst(), fit.subList(1, fit.size()));
  }

  private static ServedModel served(
      Project project, Model model, Optional<Fingerprint> build, Host host) {
    String id = id(project, model);
    var served =
        new Model(
            model.name(),
            model.kind(),
            id,
            model.address(),
            model.key().map(PolicyCompiler::whole),
            host,
            model.price(),
            model.settings(),
            window(model, build),
            model.concurrency(),
            model.timeouts().ofRequests(),
            model.apiVersion(),
            model.profile());
    Set<String> refused = build.map(Fingerprint::refused).orElse(Set.of());
    return new ServedModel(served, project.addresses(model), refused);
  }

  private static String id(Project project, Model model) {
    var baselines = new LearnedBaselines(project);
    var learned = baselines.whole(model).map(whole -> baselines.file(model, whole).toString());
    return learned.orElseGet(() ->
        model.kind().idIsPath()
            ? Path.of(model.id()).toAbsolutePath().normalize().toString()
            : model.id());
  }

  private static KeySource whole(KeySource key) {
    return switch (key) {
      case KeySource.Environment environment -> environment;
      case KeySource.File(var path) -> new KeySource.File(path.toAbsolutePath().normalize());
    };
  }

  /// The window that was declared, or that the server was found to allot; the smaller one of both.
  private static OptionalInt window(Model model, Optional<Fingerprint> build) {
    var found =
        build
            .flatMap(fingerprint -> Optional.ofNullable(fingerprint.facts().get("window")))
            .filter(text -> text.matches("[1-9]\\d{0,8}"))
            .map(Integer::parseInt);
    OptionalInt declared = model.window();
    if (found.isEmpty()) {
      return declared;
    }
    return OptionalInt.of(Math.min(found.get(), declared.orElse(Integer.MAX_VALUE)));
  }

  /// Every outcome behind the verdicts, the verdicts, and the judges that check answers.
  private static String evidence(List<CellResult> results, Map<JobName, Route> hybrids) {
    var digest = new Digest().add("evidence/1");
    for (CellResult result : results) {
      digest.add(result.job().name().text()).add(result.model().name().text());
      digest.add(result.setting()).add(result.grading()).add(result.verdict().word());
      for (Outcome outcome : result.outcomes()) {
        digest.add(outcome.content()).add(outcome.repeat());
        digest.add(Double.doubleToLongBits(outcome.score())).add(outcome.served() ? 1 : 0);
        digest.add(outcome.totalNanos()).add(outcome.costNanos());
      }
    }
    hybrids.forEach((job, route) -> {
      if (route instanceof Route.Cascade cascade) {
        cascade.allChecks().stream()
            .flatMap(check -> check.parts().stream())
            .flatMap(check ->
                check instanceof Check.Judge judge
                    ? judge.calibrated().stream()
                    : Stream.<Check.Judge.Calibrated>empty())
            .forEach(known -> digest.add(job.text()).add(known.setting()));
      }
    });
    return digest.hex();
  }

  private static void add(Workflow workflow, Project project, Digest digest) {
    Job whole = workflow.whole();
    digest.add(whole.name().text()).add(whole.purpose()).add(whole.data().name());
    digest.add(whole.prefer().name()).add(workflow.input()).add(workflow.deadline().toString());
    workflow.stages().forEach(stage -> digest.add(stage.toString()));
    whole
        .needs()
        .forEach(need -> digest.add(need.hashed()).add(Double.toString(need.confidence())));
    digest.add(PolicyWriter.serving(project.serving(whole.name())).toString());
  }

  /// A hash of what metier.yaml says of jobs, models and hosts; another one than the policy's means
  /// that the policy is older than the file. Cases and prompts count with the evidence.
  public static String project(Project project) {
    var digest = new Digest().add("project/2");
    for (Job job : project.jobs()) {
      digest.add(job.name().text()).add(job.purpose()).add(job.data().name());
      digest.add(job.prefer().name()).add(job.candidates().size());
      job.candidates().forEach(name -> digest.add(name.text()));
      digest.add(job.needs().size());
      job.needs()
          .forEach(need -> digest.add(need.hashed()).add(Double.toString(need.confidence())));
      digest.add(PolicyWriter.serving(project.serving(job.name())).toString());
      HybridSpec hybrid = project.hybrid(job.name());
      if (!hybrid.equals(HybridSpec.USUAL)) {
        digest.add(hybrid.hashed());
      }
    }
    project.workflows().forEach(workflow -> add(workflow, project, digest));
    Path file = project.file().toAbsolutePath();
    var writer = new PolicyWriter(Optional.ofNullable(file.getParent()).orElse(file));
    for (Model model : project.models()) {
      digest.add(model.name().text()).add(writer.model(model).toString());
      digest.add(project.addresses(model).size());
      project.addresses(model).forEach(digest::add);
      digest.add(model.host().clearance().name());
    }
    return digest.hex();
  }
}
