package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// The rules that every sequential test keeps.
class SequentialRulesTest {
  private static final double[] QUALITIES = {0.99, 0.93, 0.9, 0.85, 0.5};

  @Test
  void theIntervalNeverContradictsTheDecision() {
    for (var make : makers()) {
      for (double quality : QUALITIES) {
        for (int seed = 0; seed < 2; seed++) {
          var test = make.get();
          for (double x : results(quality, seed)) {
            test.add(x);
            if (test.seen() % 13 == 0 || test.decidedAt() > 0) {
              expectAgreement(test, 0.9);
            }
            if (test.decidedAt() > 0) {
              break;
            }
          }
          expectAgreement(test, 0.9);
        }
      }
    }
  }

  @Test
  void aDecisionIsFinal() {
    for (var make : makers()) {
      for (double quality : new double[] {1, 0}) {
        var test = make.get();
        while (test.decision() == Decision.UNDECIDED) {
          test.add(quality);
        }
        var decided = State.of(test);
        for (int i = 0; i < 500; i++) {
          test.add(1 - quality);
        }
        assertThat(State.of(test)).isEqualTo(decided);
        assertThat(test.decidedAt()).isEqualTo(test.seen());
        assertThat(test.chanceToDecide()).isEqualTo(1);
        assertThat(test.remaining()).isZero();
        assertThat(test.futile()).isFalse();
        assertThatThrownBy(() -> test.add(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void replayingAPrefixGivesTheIdenticalStateWhateverWasAskedBetween() {
    for (var make : makers()) {
      for (double quality : new double[] {0.97, 0.9, 0.8}) {
        double[] results = results(quality, 11);
        var asked = make.get();
        for (int n = 0; n < 140; n++) {
          asked.add(results[n]);
          if (n % 46 == 1) {
            var replayed = make.get();
            for (int i = 0; i <= n; i++) {
              replayed.add(results[i]);
            }
            assertThat(State.of(replayed)).isEqualTo(State.of(asked));
          }
        }
      }
    }
  }

  @Test
  void resultsInTheFixedOrderGiveOneVerdictHoweverTheyComplete() {
    for (var make : makers()) {
      double[] results = results(0.96, 3);
      var oneByOne = make.get();
      for (double x : results) {
        oneByOne.add(x);
      }
      var test = make.get();
      var done = new boolean[results.length];
      int next = 0;
      for (int i : shuffled(results.length)) {
        done[i] = true;
        while (next < results.length && done[next]) {
          test.add(results[next]);
          next++;
        }
      }
      assertThat(State.of(test)).isEqualTo(State.of(oneByOne));
    }
  }

  @Test
  void resultsOutsideTheRangeAreRefusedAndLeaveNoTrace() {
    for (var make : makers()) {
      var test = make.get();
      var before = State.of(test);
      for (double x : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
        assertThatThrownBy(() -> test.add(x)).isInstanceOf(IllegalArgumentException.class);
      }
      for (double weight : new double[] {Double.NaN, 0, -1, 2}) {
        assertThatThrownBy(() -> test.add(1, weight)).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(State.of(test)).isEqualTo(before);
    }
    var exact = new ExactTest(100, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    assertThatThrownBy(() -> exact.add(0.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exact.add(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    var suite = new BettingTest(100, 0.9, 0.05, 0.05, Scope.SUITE);
    assertThatThrownBy(() -> suite.add(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    assertThat(exact.seen() + suite.seen()).isZero();
  }

  @Test
  void nothingIsReadBeyondTheHorizon() {
    for (var scope : Scope.values()) {
      var exact = new ExactTest(2, 0.9, 0.05, 0, scope);
      var betting = new BettingTest(2, 0.9, 0.05, 0, scope);
      for (SequentialTest test : List.of(exact, betting)) {
        test.add(0);
        test.add(1);
        assertThat(test.decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(test.chanceToDecide()).isZero();
        assertThatThrownBy(() -> test.add(1)).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void aDisabledSideNeverDecides() {
    for (var scope : Scope.values()) {
      var noFit = new ExactTest(300, 0.5, 0, 0.05, scope);
      var noUnfit = new BettingTest(300, 0.5, 0.05, 0, scope);
      for (int i = 0; i < 300; i++) {
        noFit.add(1);
        noUnfit.add(0);
      }
      for (SequentialTest test : List.of(noFit, noUnfit)) {
        assertThat(test.decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(test.futile()).isTrue();
      }
    }
    var leaning = new ExactTest(300, 0.5, 0, 0.05, Scope.TRAFFIC);
    leaning.add(1);
    assertThat(leaning.remaining()).isInfinite();
  }

  @Test
  void aSuiteIsAlwaysDecidedAtItsEndAsTheFullRunWouldBe() {
    var random = new Random(17);
    for (int run = 0; run < 300; run++) {
      int cases = 1 + random.nextInt(60);
      int passes = random.nextInt(cases + 1);
      double bar = run % 5 == 0 ? 1 : 0.05 + 0.95 * random.nextDouble();
      double[] results = Samples.suite(cases, passes, random);
      var truth = passes >= Math.ceil(bar * cases - 1e-9) ? Decision.FIT : Decision.UNFIT;
      for (SequentialTest test :
          List.of(
              new ExactTest(cases, bar, 1e-12, 1e-12, Scope.SUITE),
              new BettingTest(cases, bar, 1e-12, 1e-12, Scope.SUITE))) {
        for (double x : results) {
          test.add(x);
          expectAgreement(test, bar);
        }
        assertThat(test.decision()).isEqualTo(truth);
      }
    }
  }

  @Test
  void aMillionResultsAreReadQuickly() {
    var results = results(0.9, 1_000_000, 5);
    for (var make :
        List.<Supplier<SequentialTest>>of(
            () -> new ExactTest(1_000_000, 0.9, 1e-12, 1e-12, Scope.TRAFFIC),
            () -> new ExactTest(1_000_000, 0.9, 1e-12, 1e-12, Scope.SUITE),
            () -> new BettingTest(1_000_000, 0.9, 1e-12, 1e-12, Scope.TRAFFIC))) {
      Assertions.assertTimeout(Duration.ofSeconds(10), () -> read(make.get(), results));
    }
  }

  @Test
  void aLongHorizonStillDecidesCloseCases() {
    var test = new ExactTest(500_000, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    for (int i = 0; i < 500_000; i++) {
      test.add(i % (i < ExactBoundary.EXACT_RESULTS ? 10 : 11) == 0 ? 0 : 1);
    }
    assertThat(test.decision()).isEqualTo(Decision.FIT);
    assertThat(test.decidedAt()).isBetween(ExactBoundary.EXACT_RESULTS, 200_000);
    assertThat(test.interval(0.05).low()).isBetween(0.9, 0.905);
    var borderline = new ExactTest(500_000, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    for (int i = 0; i < 400_000; i++) {
      borderline.add(i % 10 == 0 ? 0 : 1);
    }
    assertThat(borderline.futile()).isTrue();
    assertThat(borderline.interval(0.05).contains(0.9)).isTrue();
  }

  @Test
  void constantScoresAreHandledWithoutAVariance() {
    var test = new BettingTest(5000, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    while (test.decision() == Decision.UNDECIDED) {
      test.add(0.95);
    }
    assertThat(test.decision()).isEqualTo(Decision.FIT);
    assertThat(test.interval(0.05).low()).isBetween(0.9, 0.95);
  }

  @Test
  void bothTestsEstimateTheSameRemainingResultsForPassAndFail() {
    var exact = new ExactTest(1000, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    var betting = new BettingTest(1000, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    for (double x : results(0.99, 30, 2)) {
      exact.add(x);
      betting.add(x);
    }
    assertThat(betting.remaining()).isCloseTo(exact.remaining(), within(0.25 * exact.remaining()));
    var suite = new ExactTest(60, 0.9, 0.05, 0.05, Scope.SUITE);
    for (int i = 0; i < 20; i++) {
      suite.add(i % 10 == 0 ? 0 : 1);
    }
    assertThat(suite.remaining()).isLessThanOrEqualTo(40);
  }

  @Test
  void aTwoSidedIntervalHoldsEachOneSidedBoundAtTheSameError() {
    var test = new ExactTest(100, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    for (double x : results(0.9, 80, 4)) {
      test.add(x);
    }
    assertThat(test.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(test.interval(0.05).low()).isLessThan(test.oneSidedBounds().low());
    assertThat(test.interval(0.1).low()).isCloseTo(test.oneSidedBounds().low(), within(1e-12));
    assertThat(test.interval(0.05).high()).isGreaterThan(test.oneSidedBounds().high());
  }

  @Test
  void aForecastHoldsInEightRunsOfTenAndEndsAtAThousand() {
    var half = new ExactTest(60, 0.8, 0.05, 0.05, Scope.TRAFFIC);
    for (int i = 0; i < 20; i++) {
      half.add(i % 10 == 9 ? 0 : 1);
    }
    var forecast = half.forecast();
    assertThat(forecast.low().orElseThrow()).isBetween(1, 40);
    assertThat(forecast.high().orElse(MoreResults.MOST))
        .isGreaterThan(forecast.low().orElseThrow());
    var close = new ExactTest(400, 0.9, 0.05, 0.05, Scope.TRAFFIC);
    for (int i = 0; i < 400; i++) {
      close.add(i % 10 == 9 ? 0 : 1);
    }
    assertThat(close.forecast().high()).isEmpty();
    for (var make : makers()) {
      var test = make.get();
      for (double x : results(0.91, 60, 6)) {
        test.add(x);
      }
      var found = test.forecast();
      assertThat(found.low().orElse(MoreResults.MOST + 1))
          .isBetween(0, found.high().orElse(MoreResults.MOST + 1));
      if (test.decidedAt() > 0) {
        assertThat(found).isEqualTo(MoreResults.DECIDED);
      }
    }
  }

  @Test
  void forecastsComeTrueAsOftenAsTheySay() {
    int within = 0;
    int runs = 1000;
    for (int run = 0; run < runs; run++) {
      var random = new Random(run);
      double quality = Math.pow(random.nextDouble(), 0.2);
      var test = new ExactTest(40, 5000, 0.8, 0.05, 0.05, Scope.TRAFFIC);
      for (int i = 0; i < 12; i++) {
        test.add(random.nextDouble() < quality ? 1 : 0);
      }
      var forecast = test.forecast();
      int before = test.seen();
      while (test.decidedAt() == 0 && test.seen() < 12 + MoreResults.MOST) {
        test.add(random.nextDouble() < quality ? 1 : 0);
      }
      int more = test.decidedAt() == 0 ? MoreResults.MOST + 1 : test.seen() - before;
      within +=
          more >= forecast.low().orElse(MoreResults.MOST + 1)
                  && more <= forecast.high().orElse(Integer.MAX_VALUE)
              ? 1
              : 0;
    }
    assertThat(within / (double) runs).isGreaterThan(0.75);
  }

  @Test
  void theChanceToDecideIsAChance() {
    for (var make : makers()) {
      for (double quality : QUALITIES) {
        var test = make.get();
        assertThat(test.chanceToDecide()).isBetween(0.0, 1.0);
        for (double x : results(quality, 23)) {
          test.add(x);
          assertThat(test.chanceToDecide()).isBetween(0.0, 1.0 + 1e-12);
          assertThat(test.remaining()).isGreaterThanOrEqualTo(0);
          if (test.seen() >= 15 && test.seen() % 5 == 0 && test.decidedAt() == 0) {
            double least = test instanceof ExactTest ? 0.05 : 0.015;
            assertThat(test.futile()).isEqualTo(test.chanceToDecide() < least);
          }
        }
      }
    }
  }

  private static List<Supplier<SequentialTest>> makers() {
    List<Supplier<SequentialTest>> makers = new ArrayList<>();
    for (var scope : Scope.values()) {
      makers.add(() -> new ExactTest(300, 0.9, 0.05, 0.05, scope));
      makers.add(() -> new ExactTest(300, 0.9, 0.01, 0.1, scope));
      makers.add(() -> new BettingTest(300, 0.9, 0.05, 0.05, scope));
    }
    makers.add(() -> new ExactTest(30_000, 0.9, 0.05, 0.05, Scope.TRAFFIC));
    makers.add(() -> new ExactTest(120, 300, 0.9, 0.05, 0.05, Scope.TRAFFIC));
    makers.add(() -> new ExactTest(120, 300, 0.9, 0.05, 0.05, Scope.SUITE));
    makers.add(() -> new BettingTest(120, 300, 0.9, 0.05, 0.02, Scope.TRAFFIC));
    makers.add(() -> new BettingTest(120, 300, 0.9, 0.05, 0.05, Scope.SUITE));
    return makers;
  }

  private static double[] results(double quality, int seed) {
    return results(quality, 300, seed);
  }

  private static double[] results(double quality, int n, int seed) {
    return Samples.draw(Samples.passing(quality), n, new Random(seed));
  }

  private static void read(SequentialTest test, double[] results) {
    for (double x : results) {
      test.add(x);
      test.futile();
    }
  }

  private static List<Integer> shuffled(int n) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < n; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(9));
    return order;
  }

  private static void expectAgreement(SequentialTest test, double bar) {
    for (var interval : List.of(test.interval(0.05), test.oneSidedBounds())) {
      switch (test.decision()) {
        case FIT -> assertThat(interval.low()).isGreaterThanOrEqualTo(bar);
        case UNFIT -> assertThat(interval.high()).isLessThanOrEqualTo(bar);
        case UNDECIDED -> assertThat(interval.contains(bar)).isTrue();
      }
      assertThat(interval.low()).isBetween(0.0, interval.high());
      assertThat(interval.high()).isLessThanOrEqualTo(1);
    }
  }

  private record State(
      Decision decision,
      int seen,
      int decidedAt,
      Interval interval,
      double chance,
      boolean futile) {
    static State of(SequentialTest test) {
      return new State(
          test.decision(),
          test.seen(),
          test.decidedAt(),
          test.interval(0.05),
          test.chanceToDecide(),
          test.futile());
    }
  }
}
