package dev.metier.drill;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One scenario for one job: a canary in the place of every host, and policies whose models are
/// those canaries.
final class PlayedJob implements PlayedPolicy {
  private final Policy policy;
  private final ServedJob job;
  private final Subject subject;
  private final Scenario scenario;
  private final Map<Host, Canary> canaries = new LinkedHashMap<>();

  PlayedJob(Policy policy, Subject subject, Scenario scenario) {
    this.policy = policy;
    this.subject = subject;
    this.job = subject.job();
    this.scenario = scenario;
    for (Host host : Subject.hosts(policy)) {
      FaultMode fault = host.mayRead(subject.data()) ? scenario.fault() : FaultMode.WELL;
      canaries.put(host, new Canary(fault));
    }
  }

  @Override
  public Map<String, Integer> connections() {
    var counts = new LinkedHashMap<String, Integer>();
    subject.closed(policy).forEach(host -> counts.put(host.name(), canary(host).connections()));
    return counts;
  }

  @Override
  public Map<String, Integer> received() {
    var counts = new LinkedHashMap<String, Integer>();
    canaries.forEach((host, canary) -> {
      if (!host.mayRead(subject.data())) {
        counts.put(host.name(), canary.requests());
      } else if (scenario.watchesAllowed()) {
        counts.put(host.name(), canary.questions());
      }
    });
    return counts;
  }

  private Canary canary(Host host) {
    Canary canary = canaries.get(host);
    if (canary == null) {
      throw new IllegalStateException("no canary for " + host.name());
    }
    return canary;
  }

  @Override
  public JobName open() {
    return new JobName(job.name().text().equals("drilled") ? "drilled-open" : "drilled");
  }

  @Override
  public DataClass raise() {
    return subject.data();
  }

  /// The open job's route leads first to the same models and then to all others. So does a job's
  /// own that is raised by a header.
  @Override
  public Policy before() {
    var models = new LinkedHashMap<ModelName, ServedModel>();
    policy
        .models()
        .forEach((name, served) -> models.put(name, played(served.model(), served.model().host())));
    return of(models, new ArrayList<>(allowed()));
  }

  @Override
  public Policy after() {
    List<Host> closed = subject.closed(policy);
    var models = new LinkedHashMap<ModelName, ServedModel>();
    policy
        .models()
        .forEach((name, served) -> {
          int any = Math.floorMod(name.hashCode(), closed.size());
          models.put(name, played(served.model(), closed.get(any)));
        });
    return of(models, List.of());
  }

  private Policy of(Map<ModelName, ServedModel> models, List<ModelName> allowed) {
    var all = new LinkedHashSet<>(allowed());
    all.addAll(models.keySet());
    var jobs = new LinkedHashMap<JobName, ServedJob>();
    List<ModelName> route = subject.raised() ? new ArrayList<>(all) : allowed;
    jobs.put(job.name(), job(job.name(), job.data(), route));
    jobs.put(open(), job(open(), DataClass.PUBLIC, new ArrayList<>(all)));
    return new Policy(policy.evidence(), policy.project(), policy.compiled(), jobs, models);
  }

  private ServedJob job(JobName name, DataClass data, List<ModelName> route) {
    Route way =
        route.isEmpty()
            ? new Route.Closed("This is a drill: no model may read it.")
            : like(job.route(), route);
    return new ServedJob(name, "", data, way, List.of(), PlayedModel.SERVING);
  }

  /// A route of the same kind.
  private static Route like(Route own, List<ModelName> route) {
    var single = new Route.Single(route.getFirst(), route.subList(1, route.size()));
    return switch (own) {
      case Route.Cascade cascade -> cascade(route, cascade.middle().isPresent());
      case Route.Learned learned ->
          route.size() == 1
              ? single
              : new Route.Learned(
                  learned.router(),
                  route.getFirst(),
                  route.get(1),
                  route.subList(2, route.size()),
                  learned.hold(),
                  new CascadeProof("This is a drill.", 0, 1));
      case Route.Single _, Route.Workflow _, Route.Closed _ -> single;
    };
  }

  /// No answer that is checked passes, so that each request looks for another one.
  ///
  /// @param three whether there is a middle model, where there are enough models
  private static Route cascade(List<ModelName> route, boolean three) {
    List<Check> checks = List.of(new Check.Complete());
    int held = three && route.size() > 2 ? 2 : 1;
    Optional<ModelName> then = route.stream().skip(held).findFirst();
    After failed = then.isPresent() ? After.ESCALATE : After.REFUSE;
    CascadeRules usual = CascadeRules.USUAL;
    return new Route.Cascade(
        route.getFirst(),
        held == 2 ? Optional.of(new Route.CheckedModel(route.get(1), checks)) : Optional.empty(),
        then,
        route.stream().skip(held + 1L).toList(),
        checks,
        new CascadeRules(
            failed, failed, usual.handOver(), usual.hold(), usual.switchCost(), usual.deadline()),
        new CascadeProof("This is a drill.", 0, 1));
  }

  /// Models that may read what is drilled: those of the job's route first.
  private Set<ModelName> allowed() {
    var allowed = new LinkedHashSet<>(job.route().models());
    policy
        .models()
        .forEach((name, served) -> {
          if (served.model().mayRead(subject.data())) {
            allowed.add(name);
          }
        });
    return allowed;
  }

  private ServedModel played(Model model, Host host) {
    return PlayedModel.of(model, model.name(), host, canary(host), scenario);
  }

  @Override
  public void close() {
    canaries.values().forEach(Canary::close);
  }
}
