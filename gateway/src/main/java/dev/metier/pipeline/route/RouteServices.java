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
import dev.metier.policy.ServedStage;
import dev.metier.upstream.Servers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What executors of routes share. Thread-safe.
public final class RouteServices {
  private final Servers servers;
  private final CheckSource source;
  private final Map<Check, AnswerCheck> checks = new ConcurrentHashMap<>();
  private final Map<String, Watched> watches = new ConcurrentHashMap<>();
  private final Conversations conversations = new Conversations();

  private final StepBacks stepBacks;

  /// @param proved the route, or the stage
  private record Watched(Object proved, Instant compiled, CascadeWatch watch) {}

  /// What is watched.
  ///
  /// @param key its name where it is kept
  /// @param sentence what is done from now on, when it is not the proven one any more
  /// @param middle whose answers are checked too, if there is one
  /// @param others the models that its checks ask
  private record Watching(
      String key,
      String sentence,
      ModelName first,
      Optional<ModelName> middle,
      List<ModelName> others,
      List<Check> checks,
      CascadeProof proof) {}

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
    var watching =
        new Watching(
            job.text(),
            alone(job),
            cascade.first(),
            cascade.middle().map(Route.CheckedModel::model),
            cascade.judges(),
            cascade.allChecks(),
            cascade.proof());
    return watch(watching, cascade, policy);
  }

  /// The same of a learned router.
  CascadeWatch watch(JobName job, Route.Learned learned, Policy policy) {
    var watching =
        new Watching(
            job.text(),
            alone(job),
            learned.first(),
            Optional.empty(),
            List.of(),
            List.of(),
            learned.proof());
    return watch(watching, learned, policy);
  }

  /// The same of the chain that does a stage of a workflow.
  CascadeWatch watch(JobName workflow, ServedStage stage, ServedStage.Chain chain, Policy policy) {
    String key = workflow + "/" + stage.name();
    var watching =
        new Watching(
            key,
            "stage " + key + " is done by " + chain.then() + " alone until it is compiled again: ",
            stage.model(),
            Optional.empty(),
            chain.asks(),
            chain.checks(),
            chain.proof());
    return watch(watching, stage, policy);
  }

  private static String alone(JobName job) {
    return "job " + job + " is answered by models that are FIT alone until it is compiled again: ";
  }

  private CascadeWatch watch(Watching watching, Object proved, Policy policy) {
    return watches.compute(
            watching.key(),
            (key, before) ->
                before != null
                        && before.proved.equals(proved)
                        && before.compiled.equals(policy.compiled())
                    ? before
                    : new Watched(proved, policy.compiled(), watched(watching, policy)))
        .watch;
  }

  private CascadeWatch watched(Watching watching, Policy policy) {
    var watch =
        new CascadeWatch(
            policy.model(watching.first()).model(),
            watching.middle().map(name -> policy.model(name).model()),
            watching.others().stream().map(name -> policy.model(name).model()).toList(),
            watching.proof(),
            stepBacks.why(watching.key(), policy),
            why -> {
              Log.warning(RouteServices.class, watching.sentence() + why);
              stepBacks.add(watching.key(), policy, why);
            });
    watching.checks().stream()
        .flatMap(check -> ExpiredCheck.of(check).stream())
        .findFirst()
        .ifPresent(watch::raise);
    return watch;
  }

  /// Looks at the checks of a policy that comes into force: with one that is not what it was when
  /// it was compiled, its job is answered by models that are FIT alone, and its stage by the
  /// chain's later model.
  public void examine(Policy policy) {
    policy
        .jobs()
        .forEach((name, job) -> {
          if (job.route() instanceof Route.Cascade cascade) {
            watch(name, cascade, policy);
          } else if (job.route() instanceof Route.Workflow flow) {
            flow.stages()
                .forEach(
                    stage -> stage.chain().ifPresent(chain -> watch(name, stage, chain, policy)));
          }
        });
  }

  /// How many jobs and stages are answered by models alone, in place of their cascade.
  public long steppedBack(Policy policy) {
    return stepBacks.under(policy).size();
  }

  Conversations conversations() {
    return conversations;
  }
}
