package dev.metier.hybrid.search;

import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Claims;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Passage;
import dev.metier.hybrid.Proof;
import dev.metier.hybrid.Strategy;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What makes a chain or a router worth its while beside one model.
final class Worth {
  private final SearchScope scope;
  private final PairedReplay.Models models;
  private final Optional<ModelName> middle;
  private final Map<ModelName, Map<String, Double>> singles;

  Worth(SearchScope scope, PairedReplay.Models models) {
    this(scope, models, Optional.empty());
  }

  /// @param middle a model between the first and the last one
  Worth(SearchScope scope, PairedReplay.Models models, Optional<ModelName> middle) {
    this.scope = scope;
    this.models = models;
    this.middle = middle;
    singles = scope.singles(models.alone());
  }

  /// Cheaper, faster or more local, as the job prefers.
  Claim saves(Strategy strategy, Claims claims, Limits limits) {
    double confidence = scope.spec().notWorse().confidence();
    return switch (scope.job().prefer()) {
      case COST -> claims.cheaper(strategy, limits, confidence);
      case LATENCY -> claims.faster(strategy, limits, confidence);
      case LOCAL ->
          claims.moreLocal(staying(strategy), own(models.first()), own(models.alone()), confidence);
    };
  }

  /// What a hosted model in the middle keeps does not stay on the team's own machines.
  private Strategy staying(Strategy strategy) {
    return middle.isEmpty() || own(middle.get()) ? strategy : new KeptByFirst(strategy);
  }

  /// The same strategy where only what the first model keeps counts as kept.
  private record KeptByFirst(Strategy all) implements Strategy {
    @Override
    public String label() {
      return all.label();
    }

    @Override
    public Passage run(CheckedCase on) {
      Passage passage = all.run(on);
      return new Passage(passage.answer(), passage.end(), passage.reason());
    }
  }

  /// Better than every model that might do the job alone, which may stand in the place of what it
  /// saves.
  ///
  /// @param saves what it saves: what nobody knows the price of is not preferred for anything where
  ///   cost decides
  Optional<Claim> better(Strategy strategy, Claims claims, Claim saves) {
    boolean priced = scope.job().prefer() != Job.Prefer.COST || !Double.isNaN(saves.estimate());
    return priced
        ? claims.better(strategy, singles, scope.spec().notWorse().confidence())
        : Optional.empty();
  }

  /// Whether what is better is not also further from what the job prefers than one model that meets
  /// the needs.
  boolean preferred(Strategy strategy, PairedReplay replay) {
    if (!scope.meets()) {
      return true;
    }
    var own =
        Comparisons.estimate(replay.cases(), each -> strategy.run(each).answer(), replay.whole());
    var other = Comparisons.estimate(replay.cases(), CheckedCase::alone, replay.whole());
    return switch (scope.job().prefer()) {
      case COST -> own.perThousand() <= other.perThousand();
      case LATENCY -> own.p95() <= other.p95();
      case LOCAL -> !own(models.alone());
    };
  }

  /// That the one model stays, in a sentence.
  String stays() {
    return "It may run, and is better; "
        + models.alone()
        + " alone stays, which meets the needs too and which `prefer: "
        + scope.job().prefer().name().toLowerCase(Locale.ROOT)
        + "` chooses.";
  }

  /// That it is better, after a space, where it may run for that.
  static String told(Proof proof) {
    return proof.claims().stream()
        .filter(claim -> proof.better() && claim.kind() == Claim.Kind.BETTER)
        .map(claim -> " " + claim.sentence())
        .findFirst()
        .orElse("");
  }

  /// Whether a model runs on the team's own machines.
  boolean own(ModelName name) {
    return scope.evidence().result(name).map(result -> result.model().kind().local()).orElse(false);
  }
}
