package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// False verdicts of betting tests stay below alpha in 4,000 runs on the boundary, whatever the
/// scores are like, and true ones come as often as promised.
class BettingRateTest {
  private static final int RUNS = 4000;
  private static final double ALPHA = 0.05;

  /// Three standard errors above alpha.
  private static final double TOLERATED = 0.0603;

  @Test
  void scoresAtTheBarSeldomDecide() {
    for (double bar : new double[] {0.8, 0.9}) {
      expectSeldom(50, bar, Samples.passing(bar));
      expectSeldom(50, bar, Samples.repeats(bar));
      expectSeldom(50, bar, Samples.graded(bar));
      expectSeldom(50, bar, Samples.scale(bar));
      expectSeldom(50, bar, Samples.continuous(bar));
      expectSeldom(50, bar, _ -> bar);
    }
    expectSeldom(200, 0.9, Samples.repeats(0.9));
  }

  @Test
  void pairsAtTheMarginSeldomDecide() {
    double bar = Transforms.pairedBar(0.03);
    for (int horizon : new int[] {50, 200}) {
      expectSeldom(horizon, bar, Samples.paired(0.035, 0.005));
      expectSeldom(horizon, bar, Samples.paired(0.03, 0));
    }
  }

  @Test
  void suitesSeldomDifferFromTheFullRun() {
    var suite =
        simulate(
            () -> new BettingTest(200, 0.9, ALPHA, ALPHA, Scope.SUITE),
            random -> Samples.suite(200, 179, random));
    assertThat(suite.fit()).isLessThanOrEqualTo(TOLERATED);
    assertThat(suite.fit() + suite.unfit()).isEqualTo(1);
  }

  @Test
  void clustersAtTheBarSeldomDecide() {
    var rates =
        simulate(
            () -> new BettingTest(200, 0.9, ALPHA, ALPHA, Scope.TRAFFIC),
            random -> Samples.draw(BettingRateTest::clusterOfFive, 200, random));
    assertThat(rates.fit()).isLessThanOrEqualTo(TOLERATED);
    assertThat(rates.unfit()).isLessThanOrEqualTo(TOLERATED);
  }

  @Test
  void repeatsAndGradesAreDecidedAsOftenAsPromised() {
    expectFit(50, 0.8, Samples.repeats(0.9), 0.54);
    expectFit(50, 0.8, Samples.graded(0.9), 0.65);
    expectFit(50, 0.9, Samples.repeats(0.97), 0.46);
  }

  @Test
  void decisionsTakeAsFewResultsAsPromised() {
    double results = 0;
    for (double quality : new double[] {0.97, 0.93, 0.85, 0.6}) {
      results += betting(quality, false)[0];
    }
    assertThat(results).isCloseTo(974, withinPercentage(4));
  }

  @Test
  void stoppingWhenFutileSavesResultsAndCostsFewDecisions() {
    assertThat(betting(0.9, true)[0]).isLessThan(0.75 * betting(0.9, false)[0]);
    for (double quality : new double[] {0.97, 0.93, 0.85, 0.6}) {
      assertThat(betting(quality, true)[1]).isGreaterThan(betting(quality, false)[1] - 0.05);
    }
  }

  @Test
  void givingUpEarlyCostsFewDecisionsOfShortTestsToo() {
    for (var source : List.of(Samples.repeats(0.9), Samples.graded(0.9), Samples.repeats(0.85))) {
      double[] stopping = shortTests(source, true);
      double[] going = shortTests(source, false);
      assertThat(stopping[0]).isLessThan(0.9 * going[0]);
      assertThat(stopping[1]).isGreaterThan(going[1] - 0.03);
    }
  }

  private static double[] shortTests(ToDoubleFunction<Random> source, boolean stopWhenFutile) {
    return taken(50, 0.8, source, stopWhenFutile);
  }

  @Test
  void scoresRoundedByLotSeldomDecideAtTheBarAndProveItWithFewCases() {
    for (var source : List.of(Samples.repeats(0.9), Samples.graded(0.9))) {
      var rates = simulate(BettingRateTest::thirty, random -> lots(source, random));
      assertThat(rates.fit()).isLessThanOrEqualTo(TOLERATED);
      assertThat(rates.unfit()).isLessThanOrEqualTo(TOLERATED);
    }
    for (var source : List.of(Samples.repeats(0.97), Samples.graded(0.97))) {
      assertThat(simulate(BettingRateTest::thirty, random -> lots(source, random)).fit())
          .isGreaterThanOrEqualTo(0.38);
    }
  }

  private static SequentialTest thirty() {
    return new ExactTest(30, 0.9, ALPHA, ALPHA, Scope.TRAFFIC);
  }

  private static double[] lots(ToDoubleFunction<Random> source, Random random) {
    double[] scores = Samples.draw(source, 30, random);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Transforms.roundedByLot(scores[i], "case " + random.nextLong());
    }
    return scores;
  }

  private static void expectFit(
      int horizon, double bar, ToDoubleFunction<Random> source, double least) {
    var rates =
        simulate(
            () -> new BettingTest(horizon, bar, ALPHA, ALPHA, Scope.TRAFFIC),
            random -> Samples.draw(source, horizon, random));
    assertThat(rates.fit()).isGreaterThanOrEqualTo(least);
  }

  private static void expectSeldom(int horizon, double bar, ToDoubleFunction<Random> source) {
    var rates =
        simulate(
            () -> new BettingTest(horizon, bar, ALPHA, ALPHA, Scope.TRAFFIC),
            random -> Samples.draw(source, horizon, random));
    assertThat(rates.fit()).isLessThanOrEqualTo(TOLERATED);
    assertThat(rates.unfit()).isLessThanOrEqualTo(TOLERATED);
  }

  private static double[] betting(double quality, boolean stopWhenFutile) {
    return taken(1000, 0.9, Samples.passing(quality), stopWhenFutile);
  }

  /// The mean results taken and the share decided in 1,000 tests, with a stop when futile or
  /// without.
  private static double[] taken(
      int horizon, double bar, ToDoubleFunction<Random> source, boolean stopWhenFutile) {
    int runs = 1000;
    double results = 0;
    double decided = 0;
    for (int run = 0; run < runs; run++) {
      var random = new Random(91L * run + 3);
      var test = new BettingTest(horizon, bar, ALPHA, ALPHA, Scope.TRAFFIC);
      while (test.decidedAt() == 0 && test.seen() < horizon && !(stopWhenFutile && test.futile())) {
        test.add(source.applyAsDouble(random));
      }
      results += test.seen();
      decided += test.decidedAt() > 0 ? 1 : 0;
    }
    return new double[] {results / runs, decided / runs};
  }

  private static double clusterOfFive(Random random) {
    double shared = random.nextDouble() < 0.9 ? 1 : 0;
    double total = 0;
    for (int i = 0; i < 5; i++) {
      double own = random.nextDouble() < 0.9 ? 1 : 0;
      total += random.nextDouble() < 0.6 ? shared : own;
    }
    return total / 5;
  }

  private static Rates simulate(
      Supplier<SequentialTest> tests, Function<Random, double[]> results) {
    int fit = 0;
    int unfit = 0;
    for (int run = 0; run < RUNS; run++) {
      var test = tests.get();
      for (double x : results.apply(new Random(31L * run + 7))) {
        test.add(x);
        if (test.decision() != Decision.UNDECIDED) {
          break;
        }
      }
      fit += test.decision() == Decision.FIT ? 1 : 0;
      unfit += test.decision() == Decision.UNFIT ? 1 : 0;
    }
    return new Rates((double) fit / RUNS, (double) unfit / RUNS);
  }

  private record Rates(double fit, double unfit) {}
}
