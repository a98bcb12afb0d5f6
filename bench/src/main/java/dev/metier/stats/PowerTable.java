package dev.metier.stats;

import dev.metier.stats.StageWiseBound.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// How often the tests decide, beside the optimal boundary of equal size and the test of fixed
/// size, and how often they are wrong.
///
/// Argument: the seed of the simulations.
final class PowerTable {
  private static final double ALPHA = 0.05;
  private static final int RUNS = 4000;

  private record Row(int cases, double bar, double quality) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(30, .8, .95),
          new Row(30, .8, .97),
          new Row(30, .9, .99),
          new Row(40, .8, .95),
          new Row(50, .8, .95),
          new Row(50, .8, .90),
          new Row(50, .9, .97),
          new Row(50, .9, .99),
          new Row(80, .9, .97),
          new Row(100, .8, .90),
          new Row(100, .9, .97),
          new Row(100, .9, .95),
          new Row(100, .95, .99),
          new Row(150, .9, .95),
          new Row(200, .9, .95),
          new Row(200, .95, .99));

  /// What a boundary does at a quality.
  private record Found(double power, double results) {
    static Found of(int cases, double quality, IntUnaryOperator stops) {
      var walk = Walk.independent(cases, quality);
      double crossed = 0;
      double results = 0;
      for (int n = 1; n <= cases; n++) {
        walk.step();
        double now = walk.absorb(stops.applyAsInt(n));
        crossed += now;
        results += n * now;
      }
      return new Found(crossed, results + cases * (1 - crossed));
    }

    @Override
    public String toString() {
      return "%.3f / %5.1f".formatted(power, results);
    }
  }

  private PowerTable() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    long seed = args.length > 0 ? Long.parseLong(args[0]) : 20_261_128L;
    started();
    boundaries();
    givingUp();
    scores(seed);
    errors(seed);
  }

  private static void started() {
    for (int i = 0; i < 3; i++) {
      for (int cases : new int[] {50, 200, 1000}) {
        // Another alpha each time, so that none comes from the cache.
        long start = System.nanoTime();
        ExactBoundary.of(cases, .9, ALPHA - i * 1e-6, ALPHA, Scope.TRAFFIC);
        System.out.printf(
            "boundary of %d cases: %.1f ms%n", cases, (System.nanoTime() - start) / 1e6);
      }
    }
  }

  private static void boundaries() {
    System.out.println(
        "\n"
            + "Power / expected calls, FIT side alone and without futility. `line` spends .05 in a"
            + " straight line, `now` most");
    System.out.println(
        "of it by the chosen rule and the rest by the reserve, `optimal` and `fixed` are of the size"
            + " of `now` at most.");
    System.out.println(
        "cases bar   quality  line            now             optimal         fixed   now / optimal"
            + " | size of now");
    for (Row row : ROWS) {
      var line = ExactBoundary.without(row.cases(), row.bar(), ALPHA, ALPHA, Spending.GRADUAL);
      var now = ExactBoundary.of(row.cases(), row.bar(), ALPHA, ALPHA, Scope.TRAFFIC);
      double size = now.alphaUsedFit();
      int needed = Planning.fullRunFitAtLeast(row.cases(), row.bar(), size);
      var ours = Found.of(row.cases(), row.quality(), now::fitAtLeast);
      var best = best(row, size);
      var fixed = Found.of(row.cases(), row.quality(), n -> n < row.cases() ? n + 1 : needed);
      System.out.printf(
          "%5d %.2f  %.2f     %s  %s  %s  %.3f   %5.1f %%       | %.4f%n",
          row.cases(),
          row.bar(),
          row.quality(),
          Found.of(row.cases(), row.quality(), line::fitAtLeast),
          ours,
          best,
          fixed.power(),
          100 * ours.power() / best.power(),
          size);
    }
  }

  /// The optimal boundary that decides most here, of those for several prices of a call.
  private static Found best(Row row, double size) {
    return DoubleStream.of(.02, .1, .3, .6)
        .mapToObj(call -> optimal(row.cases(), row.bar(), size, call))
        .map(stops -> Found.of(row.cases(), row.quality(), n -> stops[n]))
        .max(Comparator.comparingDouble(Found::power))
        .orElseThrow();
  }

  /// The boundary with the highest mean power less `call` times E(calls)/N over qualities beyond
  /// the bar, among those of this size at most: backward induction, with a price of a false FIT
  /// that is found by halving.
  private static int[] optimal(int cases, double bar, double size, double call) {
    double[] qualities =
        Arrays.stream(new double[] {.9, .93, .95, .97, .99, .995})
            .filter(p -> p > bar + .015)
            .toArray();
    double low = 1e-3;
    double high = 1e6;
    for (int i = 0; i < 60; i++) {
      double price = Math.sqrt(low * high);
      int[] stops = priced(cases, bar, qualities, price, call);
      if (Found.of(cases, bar, n -> stops[n]).power() <= size) {
        high = price;
      } else {
        low = price;
      }
    }
    return priced(cases, bar, qualities, high, call);
  }

  private static int[] priced(
      int cases, double bar, double[] qualities, double price, double call) {
    var stops = new int[cases + 1];
    double[] later = new double[cases + 2];
    for (int n = cases; n >= 0; n--) {
      stops[n] = n + 1;
      var value = new double[cases + 2];
      for (int s = n; s >= 0; s--) {
        double gain = 0;
        for (double p : qualities) {
          gain +=
              Math.exp(s * Math.log(p / bar) + (n - s) * Math.log((1 - p) / (1 - bar)))
                  / qualities.length;
        }
        double stop = gain - price;
        double go =
            n == cases ? 0 : -call / cases * gain + bar * later[s + 1] + (1 - bar) * later[s];
        value[s] = Math.max(0, Math.max(stop, go));
        if (stop > 0 && stop >= go) {
          stops[n] = s;
        }
      }
      later = value;
    }
    return stops;
  }

  private static void givingUp() {
    System.out.println("\nBoth sides, decided / expected calls, with futility and without");
    for (Row row :
        List.of(
            new Row(30, .8, .9),
            new Row(50, .8, .85),
            new Row(50, .8, .8),
            new Row(50, .8, .9),
            new Row(50, .9, .95),
            new Row(200, .9, .9))) {
      var boundary = ExactBoundary.of(row.cases(), row.bar(), ALPHA, ALPHA, Scope.TRAFFIC);
      var with = Operating.withFutility(boundary, row.quality());
      var without = Operating.of(boundary, row.quality());
      System.out.printf(
          "%d cases, bar %.2f, quality %.2f: %.3f / %.1f, %.3f / %.1f%n",
          row.cases(),
          row.bar(),
          row.quality(),
          with.decided(),
          with.results(),
          without.decided(),
          without.results());
    }
  }

  private static void scores(long seed) {
    System.out.printf(
        "%nScores by betting, power / mean calls, %d runs each, seed %d%n", RUNS, seed);
    power("50 cases, bar .80, three repeats, mean .90", 50, .8, Samples.repeats(.9), seed);
    power("50 cases, bar .80, grades, mean .90", 50, .8, Samples.graded(.9), seed);
    power("50 cases, bar .80, pass or fail, mean .90", 50, .8, Samples.passing(.9), seed);
    power("50 cases, bar .90, three repeats, mean .97", 50, .9, Samples.repeats(.97), seed);
    power("100 cases, bar .90, three repeats, mean .95", 100, .9, Samples.repeats(.95), seed);
    power("100 cases, bar .90, grades, mean .95", 100, .9, Samples.graded(.95), seed);
    power(
        "200 pairs, margin .05, equal models, 9 % differ",
        200, Transforms.pairedBar(.05), Samples.paired(.045, .045), seed);
    power(
        "100 pairs, margin .10, equal models, 9 % differ",
        100, Transforms.pairedBar(.1), Samples.paired(.045, .045), seed);
    var lots =
        simulate(
            () -> new ExactTest(30, .9, ALPHA, ALPHA, Scope.TRAFFIC),
            r -> lots(Samples.repeats(.97), 30, r),
            seed);
    System.out.printf(
        "%-52s %.3f / %.1f%n",
        "30 cases, bar .90, three repeats by lot, mean .97", lots.fit(), lots.results());
  }

  private static void power(
      String what, int cases, double bar, ToDoubleFunction<Random> source, long seed) {
    var rates =
        simulate(
            () -> new BettingTest(cases, bar, ALPHA, ALPHA, Scope.TRAFFIC),
            r -> Samples.draw(source, cases, r),
            seed);
    System.out.printf("%-52s %.3f / %.1f%n", what, rates.fit(), rates.results());
  }

  private static void errors(long seed) {
    System.out.printf(
        "%nFalse FIT / false UNFIT with the truth at the bar, %d runs each, seed %d (standard error"
            + " .0035)%n",
        RUNS, seed);
    for (double bar : new double[] {.8, .9, .95}) {
      for (int cases : new int[] {20, 50, 100, 200}) {
        error(
            "pass or fail, bar %.2f, %d cases".formatted(bar, cases),
            () -> exact(cases, cases, bar),
            r -> Samples.draw(Samples.passing(bar), cases, r),
            seed);
      }
    }
    for (double bar : new double[] {.8, .9}) {
      error(
          "+50 cases twenty times, bar %.2f".formatted(bar),
          () -> exact(50, 1050, bar),
          r -> Samples.draw(Samples.passing(bar), 1050, r),
          seed);
      error(
          "one case at a time from 50 to 100, bar %.2f".formatted(bar),
          () -> exact(50, 100, bar),
          r -> Samples.draw(Samples.passing(bar), 100, r),
          seed);
      for (int cases : new int[] {50, 200}) {
        betting("three repeats", cases, bar, Samples.repeats(bar), seed);
        betting("grades", cases, bar, Samples.graded(bar), seed);
        betting("five steps", cases, bar, Samples.scale(bar), seed);
        betting("any score", cases, bar, Samples.continuous(bar), seed);
      }
      error(
          "three repeats by lot, bar %.2f, 30 cases".formatted(bar),
          () -> exact(30, 30, bar),
          r -> lots(Samples.repeats(bar), 30, r),
          seed);
    }
    for (int cases : new int[] {50, 100, 200, 500}) {
      double bar = Transforms.pairedBar(.03);
      betting("not worse by .03, .99 and .96 nested", cases, bar, Samples.paired(.03, 0), seed);
      betting("not worse by .03, 9 % differ", cases, bar, Samples.paired(.06, .03), seed);
    }
    for (int cases : new int[] {50, 200}) {
      suite(cases, seed);
    }
    lowering(seed);
  }

  private static void betting(
      String what, int cases, double bar, ToDoubleFunction<Random> source, long seed) {
    error(
        "%s, bar %.3f, %d cases".formatted(what, bar, cases),
        () -> new BettingTest(cases, bar, ALPHA, ALPHA, Scope.TRAFFIC),
        r -> Samples.draw(source, cases, r),
        seed);
  }

  private static void suite(int cases, long seed) {
    int needed = cases * 9 / 10;
    Supplier<SequentialTest> test = () -> new ExactTest(cases, .9, ALPHA, ALPHA, Scope.SUITE);
    var unfit = simulate(test, r -> Samples.suite(cases, needed - 1, r), seed);
    var fit = simulate(test, r -> Samples.suite(cases, needed, r), seed);
    System.out.printf(
        "%-52s %.4f / %.4f%n",
        "suite just below / at bar 0.90, " + cases + " cases", unfit.fit(), fit.unfit());
  }

  /// The same answers tested against one lower bar after the other until FIT.
  private static void lowering(long seed) {
    int wrong = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] results = Samples.draw(Samples.passing(.8), 100, new Random(seed + run));
      boolean fit = false;
      for (double bar : new double[] {.95, .9, .85, .8}) {
        var test = exact(100, 100, bar);
        for (double x : results) {
          test.add(x);
        }
        fit |= test.decision() == Decision.FIT;
      }
      wrong += fit ? 1 : 0;
    }
    System.out.printf(
        "%-52s %.4f%n", "bar lowered from .95 to .80 until FIT, truth .80", wrong / (double) RUNS);
  }

  private static SequentialTest exact(int horizon, int available, double bar) {
    return new ExactTest(horizon, available, bar, ALPHA, ALPHA, Scope.TRAFFIC);
  }

  private static double[] lots(ToDoubleFunction<Random> source, int cases, Random random) {
    double[] scores = Samples.draw(source, cases, random);
    for (int i = 0; i < cases; i++) {
      scores[i] = Transforms.roundedByLot(scores[i], "case " + random.nextLong());
    }
    return scores;
  }

  private record Rates(double fit, double unfit, double results) {}

  private static void error(
      String what, Supplier<SequentialTest> tests, Function<Random, double[]> results, long seed) {
    var rates = simulate(tests, results, seed);
    System.out.printf("%-52s %.4f / %.4f%n", what, rates.fit(), rates.unfit());
  }

  private static Rates simulate(
      Supplier<SequentialTest> tests, Function<Random, double[]> results, long seed) {
    var decisions = new ArrayList<Decision>(RUNS);
    double taken = 0;
    for (int run = 0; run < RUNS; run++) {
      var test = tests.get();
      for (double x : results.apply(new Random(seed + run))) {
        test.add(x);
        if (test.decision() != Decision.UNDECIDED) {
          break;
        }
      }
      decisions.add(test.decision());
      taken += test.seen();
    }
    return new Rates(
        share(decisions, Decision.FIT), share(decisions, Decision.UNFIT), taken / RUNS);
  }

  private static double share(List<Decision> decisions, Decision of) {
    return decisions.stream().filter(d -> d == of).count() / (double) RUNS;
  }
}
