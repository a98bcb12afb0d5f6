package dev.metier.verdict;

import static dev.metier.verdict.Assessed.costing;
import static dev.metier.verdict.Assessed.finding;
import static dev.metier.verdict.Assessed.job;
import static dev.metier.verdict.Assessed.singles;
import static dev.metier.verdict.Assessed.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// What verdicts say of costs, in particular where few answers cost most of the money.
class CostVerdictTest {
  private static final double DOLLAR = 1e9;
  private static final int RUNS = 1000;

  /// Three standard errors above 5 %.
  private static final double TOLERATED = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / RUNS);

  /// What an answer costs at 10 dollars a million tokens.
  private static double answer(double tokens) {
    return 10 * tokens / 1e6 * DOLLAR;
  }

  private static Job limited(int cases, double dollarsPerThousand) {
    var need = new Requirement.Cost(Money.usd(dollarsPerThousand), 0.95);
    return job(singles(cases), Job.Scope.TRAFFIC, 1, need);
  }

  /// How often such costs are called FIT.
  private static double fit(
      int cases, double perThousand, double most, ToDoubleFunction<Random> tokens) {
    var random = new Random(20261127);
    var job = limited(cases, perThousand);
    var order = CommittedOrder.of(job);
    int fit = 0;
    for (int run = 0; run < RUNS; run++) {
      var assessment =
          Assessed.of(
              job,
              order,
              answer(most),
              _ -> Assessed.costing(answer(tokens.applyAsDouble(random))));
      fit += verdict(assessment) instanceof Verdict.Fit ? 1 : 0;
    }
    return fit / (double) RUNS;
  }

  private static double reasoning(Random random) {
    return random.nextDouble() < 0.8 ? 950 : 30_000;
  }

  /// A long tail, cut where `max_tokens` cuts it.
  private static double lognormal(Random random) {
    return Math.min(2048, 290 * Math.exp(random.nextGaussian() * 0.833 - 0.347));
  }

  @Test
  void fewAnswersThatCostMostOfTheMoneySeldomPassAtTheLimit() {
    double mean = 1000 * answer(0.8 * 950 + 0.2 * 30_000) / DOLLAR;
    for (int cases : new int[] {50, 100, 200}) {
      assertThat(fit(cases, mean, 30_000, CostVerdictTest::reasoning))
          .isLessThanOrEqualTo(TOLERATED);
      assertThat(fit(cases, 30, 30_000, CostVerdictTest::reasoning)).isEqualTo(0);
    }
  }

  @Test
  void aLongTailSeldomPassesAtTheLimit() {
    var random = new Random(7);
    double mean = 0;
    for (int i = 0; i < 400_000; i++) {
      mean += lognormal(random) / 400_000;
    }
    for (int cases : new int[] {100, 200}) {
      assertThat(fit(cases, 1000 * answer(mean) / DOLLAR, 2048, CostVerdictTest::lognormal))
          .isLessThanOrEqualTo(TOLERATED);
    }
    // And what is well below the limit is found so.
    assertThat(fit(200, 2000 * answer(mean) / DOLLAR, 2048, CostVerdictTest::lognormal))
        .isGreaterThan(0.95);
  }

  @Test
  void anAnswerDearerThanTheCapRulesOutFitAndIsTold() {
    var job = limited(300, 2);
    var assessment = Assessed.of(job, 5e6, given -> costing(given.id().equals("c7") ? 90e6 : 1e6));
    assertThat(verdict(assessment).word()).isEqualTo("UNDECIDED");
    assertThat(verdict(assessment).reason())
        .contains("An answer cost $0.09, and max_tokens and the price allow $0.005 at most");
    assertThat(finding(assessment).interval().high()).isInfinite();
    assertThat(assessment.futile()).isTrue();
  }

  @Test
  void theMeanShownIsTheMean() {
    var assessment = Assessed.of(limited(40, 1), 5e6, given -> costing(nanos(given.id())));
    assertThat(finding(assessment).estimate().orElseThrow())
        .isCloseTo((39 * 1e6 + 401e6) / 40 * 1000 / DOLLAR, within(1e-9));
  }

  private static double nanos(String id) {
    return id.equals("c3") ? 401e6 : 1e6;
  }

  @Test
  void withoutALimitOnAnswersNoSampleProvesACost() {
    var cheap = Assessed.of(limited(1000, 2), 0, _ -> costing(1e5));
    assertThat(verdict(cheap).word()).isEqualTo("UNDECIDED");
    assertThat(verdict(cheap).reason()).contains("Nothing limits how long an answer may be");
    var dear = Assessed.of(limited(1000, 2), 0, _ -> costing(1e7));
    assertThat(verdict(dear).word()).isEqualTo("UNFIT");
  }

  @Test
  void answersWithoutAPriceLeaveTheCostOpenAndSaySo() {
    var unpriced = Assessed.of(limited(40, 2), 0, _ -> costing(-1));
    assertThat(verdict(unpriced).word()).isEqualTo("UNDECIDED");
    assertThat(finding(unpriced).reason())
        .contains("no price of this model was known")
        .doesNotContain("nothing measured yet");
  }

  @Test
  void theCostOfASuiteIsItsSumWhateverOneAnswerMayCost() {
    var need = new Requirement.Cost(Money.usd(10), 0.95);
    var suite = job(singles(40), Job.Scope.SUITE, 1, need);
    // 39 dollars for a thousand, but one answer of 0.361 dollars: exactly 10 in the mean.
    var exact = Assessed.of(suite, 5e6, given -> costing(given.id().equals("c3") ? 361e6 : 1e6));
    assertThat(verdict(exact).word()).isEqualTo("FIT");
    var above = Assessed.of(suite, 5e6, given -> costing(given.id().equals("c3") ? 362e6 : 1e6));
    assertThat(verdict(above).word()).isEqualTo("UNFIT");
  }
}
