package dev.metier.hybrid.search;

import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Claims;
import dev.metier.hybrid.Climb;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Routed;
import dev.metier.hybrid.StageAnswer;
import dev.metier.hybrid.search.SearchedRouter.Step;
import dev.metier.job.HybridSpec;
import dev.metier.learn.RequestText;
import dev.metier.learn.TextRegression.Family;
import dev.metier.learn.router.HeldOut;
import dev.metier.learn.router.PairedCase;
import dev.metier.learn.router.RouterTraining;
import dev.metier.learn.router.RouterVerdict;
import dev.metier.plan.Questions;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The search for a router between two models, on what both answered.
///
/// Thresholds are tried from the safest, which sends most to the later model, in steps of a
/// twentieth of the cases, each in the widest gap there: they are fixed by what is read of requests
/// alone.
final class RouterSearch {
  private static final int SHARES = 20;

  private final SearchScope scope;
  private final PairedReplay.Models models;
  private final Questions questions;
  private final PairedReplay replay;
  private final List<PairedCase> pairs;
  private final Worth worth;

  RouterSearch(SearchScope scope, PairedReplay.Models models) {
    this.scope = scope;
    this.models = models;
    this.questions = StageLadder.questions(scope, models.first());
    replay = PairedReplay.of(scope.job(), models, List.of(), scope.evidence(), scope.checks());
    pairs = pairs();
    worth = new Worth(scope, models);
  }

  /// Whether there are cases enough to learn from, which no grade has a part in.
  boolean learns() {
    return pairs.size() >= RouterTraining.LEAST_CASES;
  }

  private List<PairedCase> pairs() {
    var grades = new HashMap<String, List<CheckedCase>>();
    for (CheckedCase each : replay.cases()) {
      if (each.first().served()) {
        grades.computeIfAbsent(each.given().id(), _ -> new ArrayList<>()).add(each);
      }
    }
    var found = new ArrayList<PairedCase>();
    for (Unit unit : scope.order().units()) {
      for (int which = 0; which < unit.cases().size(); which++) {
        var own = grades.getOrDefault(unit.cases().get(which).id(), List.of());
        if (!own.isEmpty()) {
          found.add(pair(unit, which, own));
        }
      }
    }
    return found;
  }

  private PairedCase pair(Unit unit, int which, List<CheckedCase> own) {
    var given = unit.cases().get(which);
    return new PairedCase(
        given.id(),
        RequestText.of(questions.trial(unit, which, 0).question().request()),
        given.cluster().orElse(""),
        String.join(";", given.slices().stream().sorted().toList()),
        own.stream().mapToDouble(each -> each.first().score()).average().orElseThrow(),
        own.stream().mapToDouble(each -> later(each).score()).average().orElseThrow());
  }

  private static StageAnswer later(CheckedCase each) {
    return each.then().orElse(each.alone());
  }

  /// @param tried among how many first models and routers error rates are divided
  /// @param points takes what the router in question would do
  SearchedRouter search(int tried, List<Point> points) {
    if (!learns()) {
      return searched(List.of(), Optional.empty(), new RouterVerdict.TooFew(pairs.size()), "");
    }
    var heldOut = HeldOut.of(pairs, family(scope.spec().router()), false);
    var ladder = ladder(heldOut);
    var proofs =
        Climb.proofs(ladder.stream().map(each -> claims(each, tried)).toList(), ladder.size() / 2);
    var steps =
        IntStream.range(0, ladder.size())
            .mapToObj(i ->
                new Step(
                    ladder.get(i).label(),
                    ladder.get(i).threshold(),
                    ladder.get(i).share(),
                    proofs.get(i)))
            .toList();
    double alpha = (1 - scope.spec().notWorse().confidence()) / tried;
    var searched = decided(steps, step -> heldOut.verdict(step.threshold(), alpha), tried);
    Routed routed = ladder.get(steps.indexOf(searched.shown().orElseThrow()));
    searched = preferred(searched, routed);
    points.add(point(routed, searched));
    Comparisons.of(
            models.first().text(),
            models.alone().text(),
            replay.cases(),
            replay.whole(),
            LadderProof.kept(routed, replay.cases()))
        .stream()
        .filter(row -> points.stream().noneMatch(point -> point.name().equals(row.name())))
        .forEach(points::add);
    return searched;
  }

  /// Of the thresholds that are proved the one that sends least to the later model and is steady:
  /// all of them are proved together.
  private SearchedRouter decided(List<Step> steps, Function<Step, RouterVerdict> judge, int tried) {
    var proved = steps.stream().filter(step -> step.proof().proved()).toList();
    for (Step step : proved.reversed()) {
      RouterVerdict verdict = judge.apply(step);
      if (verdict instanceof RouterVerdict.Learned) {
        return searched(steps, Optional.of(step), verdict, guarantee(step, tried));
      }
      if (!(verdict instanceof RouterVerdict.Unsteady)) {
        return searched(steps, Optional.of(step), verdict, "");
      }
    }
    Optional<Step> nearest =
        // where models never differ, every threshold sends all to one side
        nearest(steps.stream().filter(step -> !HeldOut.oneSided(step.share())).toList())
            .or(() -> nearest(steps));
    return searched(steps, nearest, judge.apply(nearest.orElseThrow()), "");
  }

  /// The threshold that sends least to the later model of those that are proved, else the one
  /// nearest to a proof.
  private static Optional<Step> nearest(List<Step> steps) {
    return steps.stream()
        .filter(step -> step.proof().proved())
        .reduce((_, later) -> later)
        .or(() -> steps.stream().filter(step -> !step.proof().word().equals("UNFIT")).findFirst())
        .or(() -> steps.stream().findFirst());
  }

  private SearchedRouter searched(
      List<Step> steps, Optional<Step> shown, RouterVerdict verdict, String guarantee) {
    return new SearchedRouter(
        models.first(),
        models.then().orElse(models.alone()),
        pairs.size(),
        replay.whole(),
        steps,
        shown,
        verdict,
        guarantee,
        true);
  }

  /// One model that meets the needs stays where a router is only better and further from what the
  /// job prefers.
  private SearchedRouter preferred(SearchedRouter found, Routed routed) {
    boolean better = found.shown().filter(step -> step.proof().better()).isPresent();
    if (found.proved().isEmpty() || !better || worth.preferred(routed, replay)) {
      return found;
    }
    return new SearchedRouter(
        found.first(),
        found.then(),
        found.cases(),
        found.whole(),
        found.steps(),
        found.shown(),
        found.verdict(),
        found.guarantee() + " " + worth.stays(),
        false);
  }

  private static Family family(HybridSpec.Router router) {
    return switch (router) {
      case SEARCHED -> Family.ANY;
      case RIDGE -> Family.RIDGE;
      case NEIGHBOURS -> Family.NEIGHBOURS;
      case OFF -> throw new IllegalArgumentException("no router is searched");
    };
  }

  private List<Routed> ladder(HeldOut heldOut) {
    double[] scores = heldOut.scores();
    var known = new HashMap<String, Double>();
    for (int i = 0; i < scores.length; i++) {
      known.put(pairs.get(i).name(), scores[i]);
    }
    Map<String, Double> worth = Map.copyOf(known);
    return IntStream.range(1, SHARES)
        .mapToObj(step -> {
          double threshold = heldOut.threshold(1 - (double) step / SHARES, 0.5 / SHARES);
          return new Routed(
              models.first(),
              models.then().orElse(models.alone()),
              worth,
              threshold,
              heldOut.share(threshold));
        })
        .distinct()
        .toList();
  }

  private List<Claim> claims(Routed routed, int tried) {
    var spec = scope.spec();
    var limits = limits();
    var claims = new Claims(replay.cases(), replay.whole(), tried);
    double most = Math.max(limits.costBefore(), limits.costAlone());
    var needs =
        new NeedsClaim(
            scope.job(),
            scope.order(),
            scope.evidence(),
            tried,
            Double.isNaN(most) ? 0 : Math.max(1, most));
    var all = new ArrayList<Claim>();
    all.add(needs.of(routed, replay.cases()));
    all.add(claims.notWorse(routed, spec.notWorse()));
    spec.keptWrong().ifPresent(limit -> all.add(claims.keptWrong(routed, limit)));
    Claim saves = worth.saves(routed, claims, limits);
    worth.better(routed, claims, saves).ifPresent(all::add);
    all.add(saves);
    return all;
  }

  /// One model answers a request: the first or the other.
  private Limits limits() {
    var evidence = scope.evidence();
    return new Limits(
        evidence.most(scope.order(), models.first(), questions),
        evidence.most(scope.order(), models.alone(), questions),
        evidence.longest(models.first()),
        evidence.longest(models.alone()));
  }

  private String guarantee(Step shown, int tried) {
    return String.format(
            Locale.ROOT,
            "With %.0f %% confidence it gives up at most %s of the mean grade of %s (%d cases, %.0f"
                + " %% sent to %s; error divided by %d).",
            100 * scope.spec().notWorse().confidence(),
            new java.math.BigDecimal(Double.toString(scope.spec().notWorse().margin()))
                .stripTrailingZeros()
                .toPlainString(),
            models.alone(),
            pairs.size(),
            100 * shown.share(),
            models.then().orElse(models.alone()),
            tried)
        + Worth.told(shown.proof());
  }

  private Point point(Routed routed, SearchedRouter searched) {
    var cases = replay.cases();
    var estimate = Comparisons.estimate(cases, each -> routed.run(each).answer(), replay.whole());
    double kept = LadderProof.kept(routed, cases);
    var first = Comparisons.estimate(cases, CheckedCase::first, replay.whole());
    var alone = Comparisons.estimate(cases, CheckedCase::alone, replay.whole());
    return new Point(
        routed.label(),
        Point.Kind.ROUTER,
        estimate,
        kept,
        Optional.empty(),
        Map.of(),
        Map.of(),
        LadderProof.perDraw(cases),
        estimate.quality() - Comparisons.mixed(first.quality(), alone.quality(), kept),
        searched.word(),
        searched.reason());
  }
}
