package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgedTestTest {
  private static final double ALPHA = 0.05;

  @Test
  void raisedBarsAgreeWithTheReference() {
    Reference.section("judge_raised_bar")
        .forEach(each -> {
          double[] good = Reference.numbers(each.get("judge_pass_of_good"));
          double[] bad = Reference.numbers(each.get("judge_fail_of_bad"));
          var rates = new JudgeRates((int) good[1], (int) good[0], (int) bad[1], (int) bad[0]);
          double q = Reference.number(each.get("q"));
          double alpha = Reference.number(each.get("alpha_each"));
          assertThat(rates.fitBar(q, alpha))
              .isCloseTo(Reference.number(each.get("fit_bar")), within(1e-9));
          assertThat(rates.unfitBar(q, alpha))
              .isCloseTo(Reference.number(each.get("unfit_bar")), within(1e-9));
        });
  }

  @Test
  void theCorrectedIntervalAgreesWithTheReference() {
    var section = Reference.section("judge");
    double[] human = Reference.numbers(section.get("human"));
    double[] judge = Reference.numbers(section.get("judge_on_human"));
    int good = 0;
    int goodPassed = 0;
    int badFailed = 0;
    for (int i = 0; i < human.length; i++) {
      good += (int) human[i];
      goodPassed += human[i] == 1 && judge[i] == 1 ? 1 : 0;
      badFailed += human[i] == 0 && judge[i] == 0 ? 1 : 0;
    }
    var rates = new JudgeRates(good, goodPassed, human.length - good, badFailed);
    assertThat(rates.sensitivity()).isCloseTo(Reference.number(section.get("sens")), within(1e-9));
    assertThat(rates.specificity()).isCloseTo(Reference.number(section.get("spec")), within(1e-9));
    double[] unlabelled = Reference.numbers(section.get("judge_unlabelled"));
    int passed = (int) java.util.Arrays.stream(unlabelled).sum();
    var expected = section.get("rogan_gladen");
    assertThat(rates.corrected((double) passed / unlabelled.length))
        .isCloseTo(Reference.number(expected.get("theta")), within(1e-9));
    agrees(rates.corrected(passed, unlabelled.length, 0.05), expected.get("ci"));
    agrees(
        new JudgeRates(100, 85, 100, 90).corrected(400, 500, 0.05),
        section.get("lee_repo_like").get("ci"));
  }

  private static void agrees(Interval found, tools.jackson.databind.JsonNode pair) {
    Interval expected = Reference.interval(pair);
    assertThat(found.low()).isCloseTo(expected.low(), within(1e-9));
    assertThat(found.high()).isCloseTo(expected.high(), within(1e-9));
  }

  @Test
  void atTheBarVerdictsAreSeldomFalse() {
    double[][] judges = {{0.99, 0.95}, {0.95, 0.9}, {0.98, 0.6}, {0.85, 0.85}, {1, 1}};
    for (double bar : new double[] {0.8, 0.9}) {
      for (double[] judge : judges) {
        for (int horizon : new int[] {60, 200}) {
          var found = simulate(judge, bar, bar, 50, horizon, 500);
          // three standard errors above 5 %
          assertThat(found.fit()).isLessThanOrEqualTo(0.079);
          assertThat(found.unfit()).isLessThanOrEqualTo(0.079);
        }
      }
    }
  }

  @Test
  void clearCasesAreDecided() {
    assertThat(simulate(new double[] {0.99, 0.95}, 0.97, 0.8, 100, 200, 300).fit())
        .isGreaterThan(0.95);
    assertThat(simulate(new double[] {0.99, 0.95}, 0.5, 0.8, 100, 200, 300).unfit())
        .isGreaterThan(0.95);
  }

  @Test
  void judgesThatDoNotLookDecideNothing() {
    var alwaysYes = new JudgeRates(50, 50, 50, 0);
    var alwaysNo = new JudgeRates(50, 0, 50, 50);
    var coin = new JudgeRates(50, 25, 50, 25);
    for (var rates : new JudgeRates[] {alwaysYes, alwaysNo, coin, JudgeRates.UNKNOWN}) {
      for (int x = 0; x < 2; x++) {
        var test = new JudgedTest(rates, setup(0.3, 100));
        for (int i = 0; i < 100; i++) {
          test.add(x);
        }
        assertThat(test.decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(test.interval(0.05)).isEqualTo(new Interval(0, 1));
        assertThat(test.chanceToDecide()).isZero();
      }
    }
  }

  @Test
  void behindOtherGradersMissedFailuresProveNoUnfitness() {
    // two of three pass: as many as the judge passes of good ones, when others fail the rest
    var rates = new JudgeRates(100, 99, 100, 60);
    var alone = new JudgedTest(rates, setup(0.7, 200));
    var behind = new JudgedTest(rates, new JudgedTest.Setup(200, 200, 0.7, ALPHA, ALPHA, true));
    for (int i = 0; i < 200; i++) {
      alone.add(i % 3 == 0 ? 0 : 1);
      behind.add(i % 3 == 0 ? 0 : 1);
    }
    assertThat(alone.decision()).isEqualTo(Decision.UNFIT);
    assertThat(behind.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(behind.interval(0.05).high()).isEqualTo(1);
  }

  private static JudgedTest.Setup setup(double bar, int horizon) {
    return new JudgedTest.Setup(horizon, horizon, bar, ALPHA, ALPHA, false);
  }

  private record Found(double fit, double unfit) {}

  private static Found simulate(
      double[] judge, double quality, double bar, int labels, int horizon, int runs) {
    int fit = 0;
    int unfit = 0;
    for (int run = 0; run < runs; run++) {
      var random = new Random(17L * run + 3);
      var rates =
          new JudgeRates(
              labels, count(labels, judge[0], random), labels, count(labels, judge[1], random));
      var test = new JudgedTest(rates, setup(bar, horizon));
      double passes = quality * judge[0] + (1 - quality) * (1 - judge[1]);
      for (int i = 0; i < horizon && test.decision() == Decision.UNDECIDED; i++) {
        test.add(random.nextDouble() < passes ? 1 : 0);
      }
      fit += test.decision() == Decision.FIT ? 1 : 0;
      unfit += test.decision() == Decision.UNFIT ? 1 : 0;
    }
    return new Found((double) fit / runs, (double) unfit / runs);
  }

  private static int count(int n, double share, Random random) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      count += random.nextDouble() < share ? 1 : 0;
    }
    return count;
  }
}
