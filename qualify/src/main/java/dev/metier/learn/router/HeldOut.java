package dev.metier.learn.router;

import dev.metier.learn.ContentFolds;
import dev.metier.learn.Example;
import dev.metier.learn.Isotonic;
import dev.metier.learn.LearnedRouter;
import dev.metier.learn.NgramCounts;
import dev.metier.learn.TextRegression;
import dev.metier.learn.TextRegression.Family;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/// What the strong model seems worth for each case, by a model that was learned without it. Not
/// thread-safe.
public final class HeldOut {
  /// A router that sends more than this to one side is a static route.
  private static final double ONE_SIDED = 0.95;

  /// As many decisions may change with case, blanks or a typo.
  private static final double MOST_FLIPS = 0.10;

  private static final double CHANCE = 0.05;
  private static final ContentFolds FOLDS = new ContentFolds(5, "router");

  private final List<PairedCase> cases;
  private final List<Example> examples;
  private final Family family;
  private final double[] scores;
  private final double[] prior;
  private @Nullable TextRegression whole;

  private HeldOut(List<PairedCase> cases, Family family, boolean sliced) {
    this.cases = cases;
    this.family = family;
    examples = cases.stream().map(each -> each.example(sliced)).toList();
    scores = TextRegression.outOfFold(examples, FOLDS, family);
    var bySlice = cases.stream().map(each -> each.example(true)).toList();
    prior = TextRegression.outOfFold(bySlice, FOLDS, new TextRegression.Learner.Slice());
  }

  /// Learns five times, each time without a fifth of the cases.
  ///
  /// @param sliced whether requests tell which slice they belong to
  public static HeldOut of(List<PairedCase> cases, Family family, boolean sliced) {
    return new HeldOut(List.copyOf(cases), family, sliced);
  }

  /// What the strong model seems worth, in the order of the cases.
  public double[] scores() {
    return scores.clone();
  }

  /// A worth above which about so large a share of the cases lies: in the middle of the widest gap
  /// between two scores there, so that small changes of a text change few decisions.
  ///
  /// @param share 0..1
  /// @param about how far from it the share may be
  public double threshold(double share, double about) {
    double[] sorted = Arrays.stream(scores).sorted().toArray();
    int n = sorted.length;
    int from = Math.max(1, (int) Math.ceil((1 - share - about) * n));
    int to = Math.min(n - 1, (int) Math.floor((1 - share + about) * n));
    int widest =
        IntStream.rangeClosed(from, Math.max(from, to))
            .boxed()
            .max(Comparator.comparingDouble(i -> sorted[i] - sorted[i - 1]))
            .orElseThrow();
    return sorted[widest - 1] + (sorted[widest] - sorted[widest - 1]) / 2;
  }

  /// The share of cases that a threshold sends to the strong model.
  public double share(double threshold) {
    return (double) Arrays.stream(scores).filter(score -> score > threshold).count()
        / scores.length;
  }

  /// Whether so large a share sent to the strong model makes a static route.
  public static boolean oneSided(double share) {
    return share > ONE_SIDED || share < 1 - ONE_SIDED;
  }

  /// Judges the router with this threshold.
  ///
  /// @param p the chance of evidence this good if it gave up more than the margin
  public RouterVerdict verdict(double threshold, double p) {
    double share = share(threshold);
    if (oneSided(share)) {
      return new RouterVerdict.Static(share > ONE_SIDED, share);
    }
    var skill = skill(share);
    if (!skill.exists(CHANCE)) {
      return new RouterVerdict.NoSkill(skill);
    }
    double[] differences = cases.stream().mapToDouble(PairedCase::difference).toArray();
    var router =
        new LearnedRouter(
            whole(),
            threshold,
            Isotonic.fit(scores, differences),
            cases.stream().map(PairedCase::name).toList());
    var flips = flips(router, cases);
    return flips.values().stream().anyMatch(flipped -> flipped > MOST_FLIPS)
        ? new RouterVerdict.Unsteady(skill, flips)
        : new RouterVerdict.Learned(router, skill, p, flips);
  }

  /// The model of all cases; learned once.
  private TextRegression whole() {
    TextRegression known = whole;
    if (known == null) {
      known = TextRegression.fit(examples, family);
      whole = known;
    }
    return known;
  }

  private RouterVerdict.Skill skill(double share) {
    double[] differences = examples.stream().mapToDouble(Example::target).toArray();
    double sum = Arrays.stream(differences).sum();
    if (sum <= 0) {
      return new RouterVerdict.Skill(share, 0, 0, 1, 1);
    }
    var keys = examples.stream().map(Example::text).toList();
    double[] ranks = FOLDS.ranks(keys, scores);
    double[] slices = FOLDS.ranks(keys, prior);
    boolean sliced = cases.stream().map(PairedCase::slice).distinct().count() > 1;
    double[] places = RoutingCurve.places(ranks);
    var anyhow = new double[places.length];
    Arrays.fill(anyhow, 0.5);
    return new RouterVerdict.Skill(
        share,
        new RoutingCurve(ranks, differences).gainAt(share),
        new RoutingCurve(slices, differences).gainAt(share),
        chance(differences, places, anyhow),
        sliced ? chance(differences, places, RoutingCurve.places(slices)) : 0);
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
          IntStream.range(0, cases.size())
              .filter(i -> {
                PairedCase each = cases.get(i);
                int tools = each.read().tools();
                var altered = NgramCounts.of(alteration.of(each.text(), random), tools);
                return router.decide(altered, each.slice()).strong()
                    != router.decide(each.counts(), each.slice()).strong();
              })
              .count();
      flips.put(alteration, (double) changed / cases.size());
    }
    return flips;
  }
}
