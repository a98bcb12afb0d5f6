package dev.metier.workflow.search;

import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import java.util.List;
import java.util.Optional;

/// A chain that is proved for a stage's job, as one that may do the stage.
///
/// @param name what it is called among those that may: `qwen-else-opus`
/// @param chain what becomes of the first model's answer
public record StageChain(ModelName name, ModelName first, ServedStage.Chain chain) {
  private static final String BETWEEN = "-else-";

  /// The chain of a proved route; empty where a stage cannot run it: it refuses what does not pass,
  /// tells the later model why, or has three models.
  static Optional<StageChain> of(Route.Cascade route) {
    CascadeRules rules = route.rules();
    boolean escalates = rules.onFailed() == After.ESCALATE && rules.onBroken() == After.ESCALATE;
    boolean fresh = rules.handOver() == CascadeRules.HandOver.FRESH;
    boolean named =
        route.then().filter(then -> ModelName.allowed(text(route.first(), then))).isPresent();
    return route
        .then()
        .filter(_ -> escalates && fresh && named && route.middle().isEmpty())
        .map(then ->
            new StageChain(
                name(route.first(), then),
                route.first(),
                new ServedStage.Chain(then, route.checks(), route.proof())));
  }

  /// Why a chain that was proved for a job does no stage, and what to write instead.
  static String lacks(Route.Cascade route) {
    if (route.middle().isPresent()) {
      return "a stage takes chains of two models; leave `middle` out of the job's `hybrid`";
    }
    if (route.then().filter(then -> !ModelName.allowed(text(route.first(), then))).isPresent()) {
      return "the names of its models are too long for one name together; give them shorter ones";
    }
    return "a stage takes chains whose later model answers what does not pass and is not told why;"
        + " write `on_check_failed: escalate`, `on_check_broken: escalate` and `hand_over: fresh`"
        + " under the job's `hybrid`, with a model as `then`";
  }

  private static String text(ModelName first, ModelName then) {
    return first + BETWEEN + then;
  }

  /// What a chain of these is called.
  static ModelName name(ModelName first, ModelName then) {
    return new ModelName(text(first, then));
  }

  /// Its models, in the order they are asked.
  List<ModelName> models() {
    return List.of(first, chain.then());
  }

  /// Its checks, and in place of a score those that it weighs.
  List<Check> parts() {
    return chain.checks().stream().flatMap(check -> check.parts().stream()).distinct().toList();
  }

  /// How many answers of its first model are asked for at most.
  int answers() {
    return chain.checks().stream().mapToInt(Check::answers).max().orElse(1);
  }

  /// The share of answers that the later model is expected to give.
  double escalated() {
    var kept = chain.proof().kept();
    return 1 - (kept.least() + kept.most()) / 2;
  }
}
