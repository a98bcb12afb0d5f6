package dev.metier.bench;

import dev.metier.bench.RoutingData.Grades;
import dev.metier.stats.BettingProcess;
import dev.metier.stats.ExactPairs;
import dev.metier.stats.KnownMean;
import dev.metier.stats.Transforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The cheapest of five models at random that is proven no more than 5 points worse than one that
/// is named beforehand, on recorded outcomes, 2,000 choices for each row.
final class RoutingChoice {
  private static final double MARGIN = 0.05;
  private static final double ALPHA = 0.05;
  private static final double OF_HIGHEST = 0.95;
  private static final int DRAWS = 2_000;

  /// How far prices are from following quality, as the standard deviation added to the share of
  /// passes by which the five are put in order of price.
  private static final double PRICE_NOISE =
      Double.parseDouble(System.getProperty("routing.noise", "0.08"));

  private RoutingChoice() {}

  /// Which model the others are held against, and what the order of prices is.
  private enum Beside {
    /// The truly highest one; prices have nothing to do with quality.
    HIGHEST("the highest"),
    /// The dearest one; prices follow quality, but for noise.
    DEAREST("the dearest, prices follow quality"),
    /// The dearest one; prices have nothing to do with quality.
    ANY("the dearest, prices at random");

    private final String told;

    Beside(String told) {
      this.told = told;
    }
  }

  /// A way to prove that a model is no more than 5 points worse than another.
  private record Proving(String name, Proof proof) {}

  private interface Proof {
    /// @param pairs halves of the differences of grades, 0.5 where both are alike
    /// @param worse how many of the four are truly worse, which nobody knows
    boolean proves(double[] pairs, int worse);
  }

  /// Five models from the cheapest to the dearest, their true means and what was seen of them.
  @SuppressWarnings("ArrayRecordComponent") // only read
  private record Five(int[] models, double[] truth, double[] shown, int reference) {
    int highest() {
      return most(truth);
    }
  }

  /// Of all choices.
  private static final class Counts {
    private int broken;
    private int found;
    private int some;
    private int pointsBroken;
    private int shareBroken;

    private static double share(int count) {
      return 100.0 * count / DRAWS;
    }
  }

  static void run(Path folder) throws IOException {
    for (String set : List.of("gsm", "crux", "math-l5")) {
      var all = RoutingData.grades(folder.resolve("zeroeval/outcomes_" + set + ".csv"), "correct");
      for (int n : new int[] {100, 300}) {
        for (var beside : Beside.values()) {
          for (Proving by : proofs(n)) {
            row(set, all, n, beside, by);
          }
        }
      }
    }
  }

  private static List<Proving> proofs(int n) {
    var exact = new ExactPairs(n, MARGIN);
    var known = new HashMap<ExactPairs.Seen, Double>();
    ToDoubleFunction<double[]> p =
        pairs -> known.computeIfAbsent(RoutingData.passes(pairs), exact::p);
    return List.of(
        new Proving("betting case by case, alpha / 4", (pairs, _) -> betting(pairs, ALPHA / 4)),
        new Proving("known means, alpha / 4", (pairs, _) -> noWorse(pairs, ALPHA / 4)),
        new Proving("known means, alpha", (pairs, _) -> noWorse(pairs, ALPHA)),
        new Proving("exact, alpha / 4", (pairs, _) -> p.applyAsDouble(pairs) <= ALPHA / 4),
        new Proving(
            "exact, alpha / as many as are truly worse",
            (pairs, worse) -> p.applyAsDouble(pairs) <= ALPHA / Math.max(1, worse)),
        new Proving("exact, alpha", (pairs, _) -> p.applyAsDouble(pairs) <= ALPHA));
  }

  private static void row(String set, Grades all, int n, Beside beside, Proving by) {
    int[] every = IntStream.range(0, all.cases().size()).toArray();
    double[] means =
        IntStream.range(0, all.models().size()).mapToDouble(m -> all.mean(m, every)).toArray();
    var random = new SplittableRandom(20261128);
    var prices = new SplittableRandom(20261129);
    var counts = new Counts();
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] models = Routing.drawn(random, all.models().size(), 5);
      int[] rows = Routing.drawn(random, all.cases().size(), n);
      if (beside == Beside.DEAREST) {
        models = byPrice(models, means, prices);
      }
      double[] truth = Arrays.stream(models).mapToDouble(m -> means[m]).toArray();
      double[] shown = Arrays.stream(models).mapToDouble(m -> all.mean(m, rows)).toArray();
      int reference = beside == Beside.HIGHEST ? most(truth) : 4;
      count(all, rows, new Five(models, truth, shown, reference), by, counts);
    }
    System.out.printf(
        "choice %-8s %3d cases beside %-34s, %-41s: breaks the bar in %.2f %% of choices, finds a"
            + " cheaper model in %.1f %% (there is one in %.1f %%); by score the cheapest within 5"
            + " points breaks it in %.2f %%, with 95 %% of the highest in %.2f %%%n",
        set,
        n,
        beside.told,
        by.name(),
        Counts.share(counts.broken),
        Counts.share(counts.found),
        Counts.share(counts.some),
        Counts.share(counts.pointsBroken),
        Counts.share(counts.shareBroken));
  }

  /// From the cheapest to the dearest.
  private static int[] byPrice(int[] models, double[] means, SplittableRandom random) {
    double[] prices =
        Arrays.stream(models)
            .mapToDouble(m -> means[m] + random.nextGaussian(0, PRICE_NOISE))
            .toArray();
    return IntStream.range(0, models.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> prices[i]))
        .mapToInt(i -> models[i])
        .toArray();
  }

  /// The rules by score know no reference but the highest score.
  private static void count(Grades all, int[] rows, Five five, Proving by, Counts counts) {
    double[] truth = five.truth();
    int reference = five.reference();
    int worse =
        (int) Arrays.stream(truth).filter(each -> each <= truth[reference] - MARGIN).count();
    int chosen =
        IntStream.range(0, 5)
            .filter(i -> i != reference)
            .filter(i -> by.proof().proves(pairs(all, rows, five, i), worse))
            .findFirst()
            .orElse(reference);
    counts.broken += truth[chosen] < truth[reference] - MARGIN ? 1 : 0;
    counts.found += chosen != reference ? 1 : 0;
    counts.some +=
        IntStream.range(0, 5).anyMatch(i -> i != reference && truth[i] >= truth[reference] - MARGIN)
            ? 1
            : 0;
    double highest = truth[five.highest()];
    double shown = five.shown()[most(five.shown())];
    counts.pointsBroken += truth[first(five, shown - MARGIN)] < highest - MARGIN ? 1 : 0;
    counts.shareBroken += truth[first(five, OF_HIGHEST * shown)] < OF_HIGHEST * highest ? 1 : 0;
  }

  /// The cheapest whose score reaches a bar that at least one reaches.
  private static int first(Five five, double bar) {
    return IntStream.range(0, 5).filter(i -> five.shown()[i] >= bar).findFirst().orElseThrow();
  }

  private static int most(double[] means) {
    int most = 0;
    for (int i = 1; i < means.length; i++) {
      most = means[i] > means[most] ? i : most;
    }
    return most;
  }

  private static double[] pairs(Grades all, int[] rows, Five five, int at) {
    int model = five.models()[at];
    int reference = five.models()[five.reference()];
    return Arrays.stream(rows)
        .mapToDouble(
            row -> Transforms.pairedScore(all.grades()[row][model], all.grades()[row][reference]))
        .toArray();
  }

  /// Whether it was proved after any of the cases.
  private static boolean betting(double[] pairs, double alpha) {
    var process = new BettingProcess(Transforms.pairedBar(MARGIN), BettingProcess.Side.FIT);
    for (double pair : pairs) {
      process.add(pair);
      if (process.logE() >= -Math.log(alpha)) {
        return true;
      }
    }
    return false;
  }

  private static boolean noWorse(double[] pairs, double alpha) {
    var equal = new double[pairs.length];
    Arrays.fill(equal, 1);
    return KnownMean.proves(
        KnownMean.above(pairs, equal, Transforms.pairedBar(MARGIN)), alpha, true);
  }
}
