package dev.metier.hybrid.search;

import dev.metier.hybrid.BreakEven;
import dev.metier.hybrid.Chain;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Claims;
import dev.metier.hybrid.Climb;
import dev.metier.hybrid.Kept;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Passage;
import dev.metier.hybrid.StageAnswer;
import dev.metier.hybrid.Strategy;
import dev.metier.hybrid.Tried;
import dev.metier.job.HybridSpec;
import dev.metier.job.ModelName;
import dev.metier.plan.Trial;
import dev.metier.policy.CascadeProof;
import dev.metier.stats.Proportions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What is proved of the chains of a ladder on the cases that their models answered.
final class LadderProof {
  private static final double USUAL_CONFIDENCE = 0.9;

  private final HybridSpec spec;
  private final PairedReplay.Models models;
  private final Optional<ModelName> middle;
  private final PairedReplay replay;
  private final int tried;
  private final String lacks;
  private final Worth worth;

  /// @param tried among how many first models error rates are divided
  /// @param lacks what was not asked yet, in a sentence; empty when nothing is missing
  LadderProof(
      SearchScope scope,
      PairedReplay.Models models,
      Optional<ModelName> middle,
      PairedReplay replay,
      int tried,
      String lacks) {
    this.spec = scope.spec();
    this.models = models;
    this.middle = middle;
    this.replay = replay;
    this.tried = tried;
    this.lacks = lacks;
    this.worth = new Worth(scope, models, middle);
  }

  /// Each chain with what is proved of it.
  ///
  /// @param ladder in the order in which they are tried
  /// @param needs whether a chain meets them
  List<Tried> of(List<Chain> ladder, Limits limits, Function<Chain, Claim> needs) {
    var claims = new Claims(replay.cases(), replay.whole(), tried);
    return Climb.all(ladder, chain -> claims(chain, claims, needs.apply(chain), limits));
  }

  private List<Claim> claims(Chain chain, Claims claims, Claim needs, Limits limits) {
    var all = new ArrayList<Claim>();
    all.add(needs);
    if (!lacks.isEmpty()) {
      all.add(Claim.open(Claim.Kind.NOT_WORSE, lacks));
    } else {
      all.add(claims.notWorse(chain, spec.notWorse()));
    }
    spec.keptWrong().ifPresent(limit -> all.add(claims.keptWrong(chain, limit)));
    Claim saves = worth.saves(chain, claims, limits);
    if (lacks.isEmpty()) {
      worth.better(chain, claims, saves).ifPresent(all::add);
    }
    all.add(saves);
    return all;
  }

  /// What came of it.
  ///
  /// @param notes takes what there is to say
  SearchedFirst found(List<Tried> all, List<String> notes, List<Trial> missing) {
    var plain =
        new SearchedFirst(
            models.first(),
            middle,
            all,
            casesOnce(),
            0,
            replay.whole(),
            replay.down(),
            List.of(),
            notes,
            missing,
            "",
            "",
            true);
    Tried tried = plain.shown().orElseThrow();
    Chain shown = tried.chain();
    boolean preferred = !tried.better() || worth.preferred(shown, replay);
    if (tried.better() && !preferred) {
      notes.add(worth.stays());
    }
    return new SearchedFirst(
        plain.first(),
        middle,
        all,
        plain.cases(),
        0,
        plain.whole(),
        plain.down(),
        CheckValue.of(shown, replay.cases()),
        notes,
        missing,
        BreakEven.of(shown, replay.cases()),
        guarantee(shown) + Worth.told(tried.proof()),
        preferred);
  }

  /// At the error rate of one of the first models that are tried.
  private String guarantee(Chain shown) {
    double confidence =
        spec.keptWrong().map(HybridSpec.KeptWrong::confidence).orElse(USUAL_CONFIDENCE);
    return replay.whole()
        ? Kept.of(shown, replay.cases()).guarantee(confidence, tried)
        : "How many are kept and wrong is proved of all cases only; `metier qualify --full` asks"
            + " the others.";
  }

  /// A chain as the frontier shows it.
  Point point(Tried tried) {
    Chain chain = tried.chain();
    var estimate =
        Comparisons.estimate(replay.cases(), each -> chain.run(each).answer(), replay.whole());
    var stopped = new HashMap<String, Integer>();
    var ends = new HashMap<String, Integer>();
    for (CheckedCase each : replay.cases()) {
      Passage passage = chain.run(each);
      if (passage.keptByFirst()) {
        continue;
      }
      stopped.merge(passage.reason(), 1, Integer::sum);
      passage
          .middle()
          .filter(_ -> !passage.keptByMiddle())
          .ifPresent(
              ended -> stopped.merge(middle.orElseThrow() + " " + ended.reason(), 1, Integer::sum));
      // of each case once, however often it was asked
      if (each.repeat() == 0) {
        ends.merge(passage.endWord(), 1, Integer::sum);
        passage
            .middle()
            .ifPresent(ended -> ends.merge(CascadeProof.MIDDLE + ended.word(), 1, Integer::sum));
      }
    }
    double first = share(chain, replay.cases(), Passage::keptByFirst);
    double between = share(chain, replay.cases(), Passage::keptByMiddle);
    return new Point(
        chain.label(),
        Point.Kind.CASCADE,
        estimate,
        first,
        middle.map(name -> new Point.Middle(between, worth.own(name), casesOnce())),
        stopped,
        ends,
        perDraw(replay.cases()),
        estimate.quality() - chance(first, between),
        tried.word(),
        tried.reason());
  }

  /// How many cases weigh as one independent draw.
  static double perDraw(List<CheckedCase> cases) {
    var sizes = new HashMap<Integer, Integer>();
    cases.stream()
        .filter(each -> each.repeat() == 0)
        .forEach(each -> sizes.merge(each.unit(), 1, Integer::sum));
    return Proportions.perDraw(sizes.values());
  }

  /// How many cases there are, each once, however often it was asked.
  private int casesOnce() {
    return (int) replay.cases().stream().filter(each -> each.repeat() == 0).count();
  }

  /// The mean grade of a coin that keeps as many of each model.
  private double chance(double first, double between) {
    double alone = quality(CheckedCase::alone);
    double own = Comparisons.mixed(quality(CheckedCase::first), alone, first);
    return middle.isEmpty()
        ? own
        : own + between * (quality(each -> each.middle().orElseThrow().answer()) - alone);
  }

  private double quality(Function<CheckedCase, StageAnswer> of) {
    return Comparisons.estimate(replay.cases(), of, replay.whole()).quality();
  }

  /// The share of answers that are kept.
  static double kept(Strategy strategy, List<CheckedCase> cases) {
    return share(strategy, cases, Passage::kept);
  }

  private static double share(
      Strategy strategy, List<CheckedCase> cases, Predicate<Passage> which) {
    return cases.stream()
        .mapToDouble(each -> which.test(strategy.run(each)) ? 1 : 0)
        .average()
        .orElse(0);
  }
}
