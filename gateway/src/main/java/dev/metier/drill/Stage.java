package dev.metier.drill;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One scenario for one job: a canary in the place of every host, and policies whose models are
/// those canaries. Nothing of it knows a real address or a key.
final class Stage implements AutoCloseable {
  private static final Timeouts LONG = timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20));

  /// An answer that is not streamed is waited for until the last of them.
  private static final Timeouts SHORT = timeouts(Duration.ofMillis(300), Duration.ofSeconds(1));

  private static final Serving SERVING =
      new Serving(
          List.of(),
          Optional.empty(),
          Optional.of(Duration.ofHours(1)),
          Optional.empty(),
          true,
          Optional.empty());

  private final Policy policy;
  private final ServedJob job;
  private final Subject subject;
  private final Timeouts timeouts;
  private final Map<String, Canary> canaries = new LinkedHashMap<>();

  Stage(Policy policy, Subject subject, Scenario scenario) {
    this.policy = policy;
    this.subject = subject;
    this.job = subject.job();
    this.timeouts = scenario.fault() == FaultMode.STALLED ? SHORT : LONG;
    for (Host host : hosts(policy)) {
      FaultMode fault = host.mayRead(subject.data()) ? scenario.fault() : FaultMode.WELL;
      canaries.put(host.name(), new Canary(fault));
    }
  }

  private static Timeouts timeouts(Duration silence, Duration total) {
    return new Timeouts(Duration.ofSeconds(5), silence, silence, total);
  }

  static Set<Host> hosts(Policy policy) {
    var hosts = new LinkedHashSet<Host>();
    policy.models().values().forEach(served -> hosts.add(served.model().host()));
    return hosts;
  }

  /// Hosts that may not read what is drilled.
  private List<Host> closed() {
    return hosts(policy).stream().filter(host -> !host.mayRead(subject.data())).toList();
  }

  Map<Host, Canary> watched() {
    var watched = new LinkedHashMap<Host, Canary>();
    closed().forEach(host -> watched.put(host, canary(host)));
    return watched;
  }

  /// Hosts that may read what is drilled.
  Map<Host, Canary> cleared() {
    var cleared = new LinkedHashMap<Host, Canary>();
    hosts(policy).stream()
        .filter(host -> host.mayRead(subject.data()))
        .forEach(host -> cleared.put(host, canary(host)));
    return cleared;
  }

  private Canary canary(Host host) {
    Canary canary = canaries.get(host.name());
    if (canary == null) {
      throw new IllegalStateException("no canary for " + host.name());
    }
    return canary;
  }

  /// A job without a class of its own that may go everywhere.
  JobName open() {
    return new JobName(job.name().text().equals("drilled") ? "drilled-open" : "drilled");
  }

  /// The job with its class and its models, and beside it the open one, whose route leads first to
  /// the same models and then to all others. So does a job's own that is raised by a header.
  Policy before() {
    var models = new LinkedHashMap<ModelName, ServedModel>();
    policy
        .models()
        .forEach((name, served) -> models.put(name, played(served.model(), served.model().host())));
    return of(models, new ArrayList<>(allowed()));
  }

  /// The same names, but every model runs on a host that may not read the job's data.
  Policy after() {
    List<Host> closed = closed();
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
    return new ServedJob(name, "", data, way, List.of(), SERVING);
  }

  /// A route of the same kind.
  private static Route like(Route own, List<ModelName> route) {
    var single = new Route.Single(route.getFirst(), route.subList(1, route.size()));
    return switch (own) {
      case Route.Cascade _ -> cascade(route);
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

  /// No answer of the first model passes, so that each request looks for another one.
  private static Route cascade(List<ModelName> route) {
    Optional<ModelName> then = route.stream().skip(1).findFirst();
    After failed = then.isPresent() ? After.ESCALATE : After.REFUSE;
    CascadeRules usual = CascadeRules.USUAL;
    return new Route.Cascade(
        route.getFirst(),
        then,
        route.stream().skip(2).toList(),
        List.of(new Check.Complete()),
        new CascadeRules(
            failed, failed, usual.handOver(), usual.hold(), usual.switchCost(), usual.deadline()),
        new CascadeProof("This is a drill.", 0, 1));
  }

  /// Models that may read what is drilled: those of the job's route first.
  private Set<ModelName> allowed() {
    // stages of a workflow may be told less than the whole
    boolean staged = job.route() instanceof Route.Workflow;
    var allowed = new LinkedHashSet<>(staged ? List.of() : job.route().models());
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
    boolean remote = model.kind().access() == ProviderKind.Access.HTTP;
    // what runs in this process is played by a local server
    var kind = remote ? model.kind() : ProviderKind.LLAMACPP;
    var played =
        new Model(
            model.name(),
            kind,
            "drilled",
            Optional.of(canary(host).address() + kind.basePath()),
            Optional.empty(),
            host,
            model.price(),
            model.settings(),
            model.window(),
            OptionalInt.empty(),
            timeouts,
            model.apiVersion(),
            model.profile());
    return new ServedModel(played, List.of(), Set.of());
  }

  @Override
  public void close() {
    canaries.values().forEach(Canary::close);
  }
}
