package dev.metier.learn.router;

import dev.metier.learn.ContentFolds;
import dev.metier.learn.Example;
import dev.metier.learn.Isotonic;
import dev.metier.learn.TextRegression;
import dev.metier.stats.ThresholdCalibration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Learns a router from what two models did on the same cases, and judges it by cases that it was
/// not learned from.
///
/// What is learned is the difference of the grades, never scaled case by case. Scores for
/// calibration come from folds without the case; the router itself is learned from all of them. The
/// threshold sends as little to the strong model as is proven to give up at most the margin.
///
/// @param margin the mean grade given up at most, in (0, 1)
/// @param delta the chance to give up more, in (0, 1)
public record RouterTraining(double margin, double delta) {
  /// The fewest cases that are learned from.
  public static final int LEAST_CASES = 200;

  /// A router that sends more than this to one side is a static route.
  private static final double ONE_SIDED = 0.95;

  /// As many decisions may change with case, blanks or a typo.
  private static final double MOST_FLIPS = 0.10;

  private static final double CHANCE = 0.05;
  private static final int THRESHOLDS = 51;
  private static final ContentFolds FOLDS = new ContentFolds(5, "router");

  /// Learns and judges.
  public RouterVerdict learn(List<PairedCase> cases) {
    if (cases.size() < LEAST_CASES) {
      return new RouterVerdict.TooFew(cases.size());
    }
    var examples = cases.stream().map(PairedCase::example).toList();
    double[] scores = TextRegression.outOfFold(examples, FOLDS);
    var threshold = threshold(cases, scores);
    double at = threshold.threshold();
    double share =
        (double) IntStream.range(0, scores.length).filter(i -> scores[i] > at).count()
            / scores.length;
    if (share > ONE_SIDED || share < 1 - ONE_SIDED) {
      return new RouterVerdict.Static(share > ONE_SIDED, share);
    }
    var skill = skill(examples, scores, share);
    if (skill.pChance() > CHANCE || skill.pSlice() > CHANCE) {
      return new RouterVerdict.NoSkill(skill);
    }
    double[] differences = cases.stream().mapToDouble(PairedCase::difference).toArray();
    var router =
        new LearnedRouter(TextRegression.fit(examples), at, Isotonic.fit(scores, differences));
    var flips = flips(router, cases);
    return flips.values().stream().anyMatch(flipped -> flipped > MOST_FLIPS)
        ? new RouterVerdict.Unsteady(flips)
        : new RouterVerdict.Learned(router, skill, threshold.p(), flips);
  }

  /// The highest worth from which on the strong model must answer; negative infinity when nothing
  /// less is proven.
  private ThresholdCalibration.Proven threshold(List<PairedCase> cases, double[] scores) {
    var rows =
        IntStream.range(0, scores.length)
            .mapToObj(i ->
                new ThresholdCalibration.Row(
                    -scores[i], cases.get(i).weak(), cases.get(i).strong()))
            .toList();
    var proven =
        ThresholdCalibration.proven(
            rows, grid(scores), ThresholdCalibration.Loss.GIVEN_UP, margin, delta);
    return proven.isEmpty()
        ? new ThresholdCalibration.Proven(Double.NEGATIVE_INFINITY, 0, 1)
        : new ThresholdCalibration.Proven(
            -proven.getLast().threshold(), proven.getLast().kept(), proven.getLast().p());
  }

  /// Quantiles of the scores, which no grade had a part in; from the safest downwards.
  private static double[] grid(double[] scores) {
    double[] sorted =
        IntStream.range(0, scores.length).mapToDouble(i -> -scores[i]).sorted().toArray();
    return IntStream.range(0, THRESHOLDS)
        .mapToDouble(i -> {
          int last = sorted.length - 1;
          return sorted[last - (int) Math.round((double) i * last / (THRESHOLDS - 1))];
        })
        .toArray();
  }

  private static RouterVerdict.Skill skill(List<Example> examples, double[] scores, double share) {
    double[] differences = examples.stream().mapToDouble(Example::target).toArray();
    double sum = Arrays.stream(differences).sum();
    if (sum <= 0) {
      return new RouterVerdict.Skill(share, 0, 0, 1, 1);
    }
    var texts = examples.stream().map(Example::text).toList();
    double[] ranks = FOLDS.ranks(texts, scores);
    double[] prior =
        FOLDS.ranks(
            texts, TextRegression.outOfFold(examples, FOLDS, new TextRegression.Learner.Slice()));
    boolean sliced = examples.stream().map(Example::slice).distinct().count() > 1;
    double[] places = RoutingCurve.places(ranks);
    var anyhow = new double[places.length];
    Arrays.fill(anyhow, 0.5);
    return new RouterVerdict.Skill(
        share,
        new RoutingCurve(ranks, differences).gainAt(share),
        new RoutingCurve(prior, differences).gainAt(share),
        chance(differences, places, anyhow),
        sliced ? chance(differences, places, RoutingCurve.places(prior)) : 0);
  }

  /// The chance that one order of cases looks this much better than another without being it, over
  /// all shares, since the share itself was chosen by these outcomes: the normal form of a paired
  /// test.
  static double chance(double[] differences, double[] places, double[] otherwise) {
    double ahead = 0;
    double squares = 0;
    for (int i = 0; i < places.length; i++) {
      double by = differences[i] * (places[i] - otherwise[i]);
      ahead += by;
      squares += by * by;
    }
    return squares == 0
        ? 1
        : NormalDistribution.of(0, 1).survivalProbability(ahead / Math.sqrt(squares));
  }

  /// The share of decisions that each alteration changes.
  public static Map<Alteration, Double> flips(LearnedRouter router, List<PairedCase> cases) {
    var random = new SplittableRandom(14);
    var flips = new EnumMap<Alteration, Double>(Alteration.class);
    for (Alteration alteration : Alteration.values()) {
      long changed =
          cases.stream()
              .filter(each -> {
                boolean before = router.decide(each.text(), each.slice()).strong();
                String altered = alteration.of(each.text(), random);
                return router.decide(altered, each.slice()).strong() != before;
              })
              .count();
      flips.put(alteration, (double) changed / cases.size());
    }
    return flips;
  }
}
