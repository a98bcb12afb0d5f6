package dev.metier.pipeline.route;

import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckSource;
import dev.metier.core.log.Log;
import dev.metier.job.Check;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.pipeline.cascade.Conversations;
import dev.metier.pipeline.cascade.ExpiredCheck;
import dev.metier.pipeline.cascade.StepBacks;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.upstream.Servers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What executors of routes share. Thread-safe.
public final class RouteServices {
  private final Servers servers;
  private final CheckSource source;
  private final Map<Check, AnswerCheck> checks = new ConcurrentHashMap<>();
  private final Map<JobName, Watched> watches = new ConcurrentHashMap<>();
  private final Conversations conversations = new Conversations();

  private final StepBacks stepBacks;

  private record Watched(Route route, Instant compiled, CascadeWatch watch) {}

  /// @param source makes the checks of cascades
  /// @param stepBacks those found earlier, and to keep others in
  public RouteServices(Servers servers, CheckSource source, StepBacks stepBacks) {
    this.servers = servers;
    this.source = source;
    this.stepBacks = stepBacks;
  }

  public Servers servers() {
    return servers;
  }

  /// The check; made once.
  ///
  /// @throws IllegalArgumentException when it cannot be used
  AnswerCheck check(Check written) {
    return checks.computeIfAbsent(written, source::open);
  }

  /// What follows whether a cascade is still the proven one; begun anew when it is compiled again.
  CascadeWatch watch(JobName job, Route.Cascade cascade, Policy policy) {
    return watch(
        job,
        cascade,
        policy,
        () -> {
          CascadeWatch watch = watched(job, cascade, cascade.first(), cascade.proof(), policy);
          cascade.allChecks().stream()
              .flatMap(check -> ExpiredCheck.of(check).stream())
              .findFirst()
              .ifPresent(watch::raise);
          return watch;
        });
  }

  /// The same of a learned router.
  CascadeWatch watch(JobName job, Route.Learned learned, Policy policy) {
    return watch(
        job,
        learned,
        policy,
        () -> watched(job, learned, learned.first(), learned.proof(), policy));
  }

  private CascadeWatch watch(
      JobName job, Route route, Policy policy, Supplier<CascadeWatch> watch) {
    return watches.compute(
            job,
            (name, before) ->
                before != null
                        && before.route.equals(route)
                        && before.compiled.equals(policy.compiled())
                    ? before
                    : new Watched(route, policy.compiled(), watch.get()))
        .watch;
  }

  private CascadeWatch watched(
      JobName job, Route route, ModelName first, CascadeProof proof, Policy policy) {
    return new CascadeWatch(
        policy.model(first).model(),
        middle(route).map(name -> policy.model(name).model()),
        route.judges().stream().map(name -> policy.model(name).model()).toList(),
        proof,
        stepBacks.why(job, policy),
        why -> {
          Log.warning(
              RouteServices.class,
              "job "
                  + job
                  + " is answered by models that are FIT alone until it is compiled again: "
                  + why);
          stepBacks.add(job, policy, why);
        });
  }

  private static Optional<ModelName> middle(Route route) {
    return route instanceof Route.Cascade cascade
        ? cascade.middle().map(Route.CheckedModel::model)
        : Optional.empty();
  }

  /// Looks at the checks of a policy that comes into force: with one that is not what it was when
  /// it was compiled, its job is answered by models that are FIT alone.
  public void examine(Policy policy) {
    policy
        .jobs()
        .forEach((name, job) -> {
          if (job.route() instanceof Route.Cascade cascade) {
            watch(name, cascade, policy);
          }
        });
  }

  /// How many jobs are answered by models that are FIT alone, in place of their cascade.
  public long steppedBack(Policy policy) {
    return stepBacks.under(policy).size();
  }

  Conversations conversations() {
    return conversations;
  }
}
