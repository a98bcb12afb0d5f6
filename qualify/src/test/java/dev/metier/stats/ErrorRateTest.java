package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// False verdicts stay below alpha in 4,000 runs on the boundary, and verdicts take as few results
/// as promised.
class ErrorRateTest {
  private static final int RUNS = 4000;
  private static final double ALPHA = 0.05;

  /// Three standard errors above alpha.
  private static final double TOLERATED = 0.0603;

  @Test
  void exactTestsOfTrafficAtTheBarSeldomDecide() {
    for (int horizon : new int[] {200, 1000}) {
      var rates =
          simulate(
              () -> new ExactTest(horizon, 0.9, ALPHA, ALPHA, Scope.TRAFFIC),
              random -> Samples.draw(Samples.passing(0.9), horizon, random));
      assertThat(rates.fit()).isLessThanOrEqualTo(TOLERATED);
      assertThat(rates.unfit()).isLessThanOrEqualTo(TOLERATED);
    }
  }

  @Test
  void addingCasesTwentyTimesKeepsTheErrorRate() {
    for (double bar : new double[] {0.8, 0.9}) {
      var rates =
          simulate(
              () -> new ExactTest(50, 1050, bar, ALPHA, ALPHA, Scope.TRAFFIC),
              random -> Samples.draw(Samples.passing(bar), 1050, random));
      assertThat(rates.fit()).isLessThanOrEqualTo(ALPHA);
      assertThat(rates.unfit()).isLessThanOrEqualTo(ALPHA);
    }
  }

  @Test
  void aTestOfMoreCasesGoesOnWhereThatOfFewerEnded() {
    for (int run = 0; run < 200; run++) {
      double[] results = Samples.draw(Samples.passing(0.86), 400, new Random(run));
      Decision before = Decision.UNDECIDED;
      int decidedAt = 0;
      for (int available = 50; available <= 400; available += run % 3 == 0 ? 1 : 50) {
        var test = new ExactTest(50, available, 0.8, ALPHA, ALPHA, Scope.TRAFFIC);
        for (int i = 0; i < available; i++) {
          test.add(results[i]);
        }
        if (before != Decision.UNDECIDED) {
          assertThat(test.decision()).isEqualTo(before);
          assertThat(test.decidedAt()).isEqualTo(decidedAt);
          break;
        }
        before = test.decision();
        decidedAt = test.decidedAt();
      }
    }
  }

  @Test
  void exactTestsOfASuiteSeldomDifferFromTheFullRun() {
    for (int horizon : new int[] {200, 1000}) {
      int needed = horizon * 9 / 10;
      var fit =
          simulate(
              () -> new ExactTest(horizon, 0.9, ALPHA, ALPHA, Scope.SUITE),
              random -> Samples.suite(horizon, needed, random));
      assertThat(fit.unfit()).isLessThanOrEqualTo(TOLERATED);
      assertThat(fit.fit() + fit.unfit()).isEqualTo(1);
      var unfit =
          simulate(
              () -> new ExactTest(horizon, 0.9, ALPHA, ALPHA, Scope.SUITE),
              random -> Samples.suite(horizon, needed - 1, random));
      assertThat(unfit.fit()).isLessThanOrEqualTo(TOLERATED);
      assertThat(unfit.fit() + unfit.unfit()).isEqualTo(1);
    }
  }

  @Test
  void exactTestsTakeAsFewResultsAsPromised() {
    expectCalls(200, 445, 389);
    expectCalls(1000, 909, 864);
  }

  @Test
  void stoppingWhenFutileCostsFewDecisions() {
    for (int horizon : new int[] {200, 1000}) {
      var boundary = ExactBoundary.of(horizon, 0.9, ALPHA, ALPHA, Scope.TRAFFIC);
      for (double quality : new double[] {0.97, 0.93, 0.9, 0.85, 0.6}) {
        assertThat(Operating.withFutility(boundary, quality).decided())
            .isGreaterThan(Operating.of(boundary, quality).decided() - 0.035);
      }
    }
  }

  private static void expectCalls(int horizon, double calls, double withFutility) {
    var boundary = ExactBoundary.of(horizon, 0.9, ALPHA, ALPHA, Scope.TRAFFIC);
    double found = 0;
    double foundWithFutility = 0;
    for (double quality : new double[] {0.97, 0.93, 0.85, 0.6}) {
      found += Operating.of(boundary, quality).results();
      foundWithFutility += Operating.withFutility(boundary, quality).results();
    }
    assertThat(found).isCloseTo(calls, withinPercentage(3));
    assertThat(foundWithFutility).isCloseTo(withFutility, withinPercentage(3));
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
