package dev.metier.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class AssessmentTest {
  private static final ModelName REFERENCE = new ModelName("reference");

  private static Job job(int cases, Requirement... needs) {
    return job(cases, Optional.empty(), needs);
  }

  private static Job job(int cases, Optional<Integer> clusterSize, Requirement... needs) {
    var list = new ArrayList<Case>();
    for (int i = 0; i < cases; i++) {
      int number = i;
      list.add(
          new Case(
              "c" + i,
              Map.of(),
              Optional.empty(),
              i % 2 == 0 ? Set.of("even") : Set.of(),
              clusterSize.map(size -> "k" + number / size)));
    }
    return new Job(
        new JobName("j"),
        "",
        DataClass.PUBLIC,
        Prompt.ofUser("x"),
        List.of(),
        Settings.NONE,
        list,
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(needs),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of());
  }

  private static Outcome outcome(double score) {
    return new Outcome(
        "h", 0, score, true, 1_000_000, 500_000, 50, 1_000_000, false, Optional.empty(), false);
  }

  private static Outcome timed(long millis, boolean cold) {
    return new Outcome(
        "h", 0, 1, true, millis * 1_000_000, -1, Double.NaN, -1, cold, Optional.empty(), false);
  }

  private static Outcome notServed() {
    return new Outcome("h", 0, 0, false, -1, -1, Double.NaN, -1, false, Optional.empty(), false);
  }

  private static UnitResult result(Unit unit, Outcome outcome) {
    return new UnitResult(unit, unit.cases().stream().map(_ -> List.of(outcome)).toList());
  }

  private static Assessment run(Job job, IntFunction<Outcome> own) {
    return run(job, own, _ -> outcome(1));
  }

  private static Assessment run(Job job, IntFunction<Outcome> own, IntFunction<Outcome> other) {
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 5_000_000);
    for (Unit unit : order.units()) {
      assessment.add(
          result(unit, own.apply(unit.index())),
          Map.of(REFERENCE, result(unit, other.apply(unit.index()))));
    }
    return assessment;
  }

  private static Requirement quality(double bar) {
    return new Requirement.Quality(bar, 0.95, Optional.empty());
  }

  @Test
  void aPerfectModelIsFitAlsoWithRepeatsOfFewCases() {
    var single = job(30, quality(0.9));
    var job =
        new Job(
            single.name(),
            "",
            single.data(),
            single.prompt(),
            List.of(),
            Settings.NONE,
            single.cases(),
            single.grading(),
            single.needs(),
            single.scope(),
            single.prefer(),
            3,
            List.of());
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 0);
    for (Unit unit : order.units()) {
      var thrice = List.of(outcome(1), outcome(1), outcome(1));
      assessment.add(new UnitResult(unit, List.of(thrice)), Map.of());
    }
    var verdict = assessment.verdict(Optional.empty());
    assertThat(verdict).isInstanceOf(Verdict.Fit.class);
    assertThat(verdict.findings().getFirst().reason()).contains("rounded to 0 or 1 by lot");
  }

  @Test
  void straightPassesMakeAModelFitAndTheBoundLiesAboveTheBar() {
    var assessment = run(job(200, quality(0.9)), _ -> outcome(1));
    assertThat(assessment.verdict(Optional.empty())).isInstanceOf(Verdict.Fit.class);
    // Exact table for 200 cases: the first 49 in a row suffice.
    assertThat(assessment.counted()).isEqualTo(49);
    var finding = assessment.verdict(Optional.empty()).findings().getFirst();
    assertThat(finding.interval().low()).isGreaterThanOrEqualTo(0.9);
    assertThat(finding.estimate()).hasValue(1);
  }

  @Test
  void allNeedsMustBeMetAndOneUnmetIsEnough() {
    var slow = new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(10), 0.95);
    var fit = run(job(200, quality(0.9), slow), _ -> outcome(1));
    assertThat(fit.verdict(Optional.empty()).word()).isEqualTo("FIT");
    assertThat(fit.verdict(Optional.empty()).findings()).hasSize(2);
    var unfit =
        run(
            job(200, quality(0.9), slow),
            _ ->
                new Outcome(
                    "h",
                    0,
                    1,
                    true,
                    50_000_000,
                    -1,
                    Double.NaN,
                    -1,
                    false,
                    Optional.empty(),
                    false));
    assertThat(unfit.verdict(Optional.empty()).word()).isEqualTo("UNFIT");
    assertThat(unfit.verdict(Optional.empty()).reason())
        .contains("latency")
        .doesNotContain("quality");
  }

  @Test
  void aSliceIsDecidedByItsOwnCasesOnly() {
    var slice = new Requirement.Quality(0.8, 0.95, Optional.of("even"));
    var job = job(200, slice);
    var even = CommittedOrder.of(job).units();
    var assessment = run(job, i -> outcome(even.get(i).slices().contains("even") ? 1 : 0));
    assertThat(assessment.verdict(Optional.empty()).word()).isEqualTo("FIT");
    assertThat(assessment.verdict(Optional.empty()).findings().getFirst().available())
        .isEqualTo(100);
  }

  @Test
  void noAnswerIsASlowAnswer() {
    var need = new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofSeconds(1), 0.95);
    assertThat(run(job(100, need), _ -> notServed()).verdict(Optional.empty()).word())
        .isEqualTo("UNFIT");
  }

  @Test
  void coldStartsDoNotCountAsLatency() {
    var need = new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(10), 0.95);
    var assessment = run(job(200, need), i -> i % 2 == 0 ? timed(9000, true) : timed(5, false));
    assertThat(assessment.verdict(Optional.empty()).word()).isEqualTo("FIT");
  }

  @Test
  void aNeedThatNothingWasMeasuredForStaysOpen() {
    var need =
        new Requirement.Latency(Requirement.Phase.FIRST_TOKEN, 0.95, Duration.ofMillis(10), 0.95);
    var verdict =
        run(job(100, need), _ -> timed(5, false))
            .verdict(Optional.of(Verdict.Doubt.CASES_EXHAUSTED));
    assertThat(verdict.word()).isEqualTo("UNDECIDED");
    assertThat(verdict.reason()).contains("no answer has a time");
  }

  @Test
  void notWorseIsJudgedOnPairs() {
    var need = new Requirement.NotWorse(REFERENCE, 0.1, 0.95);
    var same =
        run(job(300, need), i -> outcome(i % 7 == 0 ? 0 : 1), i -> outcome(i % 7 == 0 ? 0 : 1));
    assertThat(same.verdict(Optional.empty()).word()).isEqualTo("FIT");
    var finding = same.verdict(Optional.empty()).findings().getFirst();
    assertThat(finding.bar()).isEqualTo(-0.1);
    assertThat(finding.interval().low()).isGreaterThanOrEqualTo(-0.1);
    var worse = run(job(300, need), i -> outcome(i % 2), _ -> outcome(1));
    assertThat(worse.verdict(Optional.empty()).word()).isEqualTo("UNFIT");
  }

  @Test
  void regressionsCountOnlyWhatTheReferencePasses() {
    var need = new Requirement.Regressions(REFERENCE, 0.1, 0.95);
    var bothFail = run(job(200, need), _ -> outcome(0), _ -> outcome(0));
    assertThat(bothFail.verdict(Optional.empty()).word()).isEqualTo("FIT");
    var lost = run(job(200, need), _ -> outcome(0), _ -> outcome(1));
    assertThat(lost.verdict(Optional.empty()).word()).isEqualTo("UNFIT");
  }

  @Test
  void costIsComparedInDollarsPerThousand() {
    // Each answer costs a tenth of a cent: one dollar per thousand; the cap is half a cent.
    var dear = run(job(300, new Requirement.Cost(Money.usd(0.5), 0.95)), _ -> outcome(1));
    assertThat(dear.verdict(Optional.empty()).word()).isEqualTo("UNFIT");
    var finding = dear.verdict(Optional.empty()).findings().getFirst();
    assertThat(finding.bar()).isEqualTo(0.5);
    assertThat(finding.estimate().orElseThrow()).isBetween(0.999, 1.001);
    var cheap = run(job(300, new Requirement.Cost(Money.usd(2), 0.95)), _ -> outcome(1));
    assertThat(cheap.verdict(Optional.empty()).word()).isEqualTo("FIT");
  }

  @Test
  void clustersCountAsOneDrawEach() {
    // 60 cases in 12 clusters of 5: 60 straight passes would do, 12 do not.
    var alone = run(job(60, quality(0.9)), _ -> outcome(1));
    var clustered = run(job(60, Optional.of(5), quality(0.9)), _ -> outcome(1));
    assertThat(alone.verdict(Optional.empty()).word()).isEqualTo("FIT");
    assertThat(clustered.verdict(Optional.empty()).word()).isEqualTo("UNDECIDED");
  }

  @Test
  void choosingAmongSeveralAsksForMore() {
    var job = job(200, quality(0.9));
    var order = CommittedOrder.of(job);
    var alone = Assessor.begin(job, order, 1, 1);
    var ofFive = Assessor.begin(job, order, 5, 1);
    for (Unit unit : order.units()) {
      alone.add(result(unit, outcome(1)), Map.of());
      ofFive.add(result(unit, outcome(1)), Map.of());
    }
    assertThat(ofFive.counted()).isGreaterThan(alone.counted());
  }

  @Test
  void theOnePickedAmongManyIsSeldomUnfit() {
    // Eight models exactly at the bar: whoever picks among them finds one FIT in 5 of 100 runs.
    var job = job(100, quality(0.9));
    var order = CommittedOrder.of(job);
    var random = new java.util.Random(20261127);
    int runs = 500;
    int picked = 0;
    for (int run = 0; run < runs; run++) {
      boolean any = false;
      for (int model = 0; model < 8; model++) {
        var assessment = Assessor.begin(job, order, 8, 0);
        for (Unit unit : order.units()) {
          assessment.add(result(unit, outcome(random.nextDouble() < 0.9 ? 1 : 0)), Map.of());
        }
        any |= assessment.isFit();
      }
      picked += any ? 1 : 0;
    }
    assertThat(picked / (double) runs).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.0475 / runs));
  }

  @Test
  void loweringTheBarUntilTheAnswersProveItIsNoSecondLook() {
    double[] bars = {0.95, 0.9, 0.85, 0.8};
    var jobs = java.util.Arrays.stream(bars).mapToObj(bar -> job(100, quality(bar))).toList();
    var order = CommittedOrder.of(jobs.getFirst());
    var random = new java.util.Random(20261127);
    int runs = 1500;
    int wrong = 0;
    for (int run = 0; run < runs; run++) {
      var tests = jobs.stream().map(job -> Assessor.begin(job, order, 1, 0)).toList();
      for (Unit unit : order.units()) {
        var outcome = outcome(random.nextDouble() < 0.8 ? 1 : 0);
        tests.forEach(test -> test.add(result(unit, outcome), Map.of()));
      }
      // The model's quality is 0.80: none of these bars holds for it.
      wrong += tests.stream().anyMatch(Assessment::isFit) ? 1 : 0;
    }
    assertThat(wrong / (double) runs).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.0475 / runs));
  }

  @Test
  void anAnswerThatIsNotYesSaysWhatTheAnswersProve() {
    String open = reason(job(100, quality(0.9)), unit -> unit % 10 != 0);
    assertThat(open).contains("undecided after 100 of 100 cases");
    assertThat(proven(open)).isBetween(0.75, 0.88);
    String unmet = reason(job(200, quality(0.97)), unit -> unit % 10 != 0);
    assertThat(unmet).contains("not met, with 95 % confidence");
    assertThat(proven(unmet)).isBetween(0.5, 0.88);
  }

  @Test
  void whatIsProvenIsAlwaysLessThanTheOpenBar() {
    for (int every = 2; every < 40; every++) {
      int one = every;
      for (double bar : new double[] {0.6, 0.8, 0.875, 0.9, 0.95}) {
        String reason = reason(job(60, quality(bar)), unit -> unit % one != 0);
        if (reason.contains("prove a quality")) {
          assertThat(proven(reason)).as(reason).isGreaterThanOrEqualTo(0.5).isLessThan(bar);
        }
      }
    }
  }

  @Test
  void whatProvesNothingOfUseIsNotMentioned() {
    assertThat(reason(job(100, quality(0.9)), unit -> unit % 3 == 0)).doesNotContain("prove");
    assertThat(reason(job(4, quality(0.9)), _ -> true)).doesNotContain("prove");
    assertThat(reason(job(100, quality(0.9)), _ -> true)).doesNotContain("prove");
    var pair = new Requirement.NotWorse(REFERENCE, 0.02, 0.95);
    assertThat(reason(job(30, pair), _ -> true)).doesNotContain("prove");
  }

  @Test
  void howManyMoreCasesIsToldOfOpenNeedsOnceEnoughIsSeen() {
    assertThat(found(job(20, quality(0.9)), unit -> unit % 10 != 0).more()).isPresent();
    assertThat(found(job(9, quality(0.9)), unit -> unit % 10 != 0).more()).isEmpty();
    assertThat(found(job(60, quality(0.9)), _ -> true).more()).isEmpty();
    var single = found(job(20, quality(0.7)), unit -> unit % 4 != 0).more().orElseThrow();
    var pairs =
        found(job(40, Optional.of(2), quality(0.7)), unit -> unit % 4 != 0).more().orElseThrow();
    assertThat(pairs.low().orElseThrow()).isEven().isGreaterThan(single.low().orElseThrow());
  }

  private static Finding found(Job job, IntPredicate passes) {
    return run(job, unit -> outcome(passes.test(unit) ? 1 : 0))
        .verdict(Optional.empty())
        .findings()
        .getFirst();
  }

  private static String reason(Job job, IntPredicate passes) {
    return run(job, unit -> outcome(passes.test(unit) ? 1 : 0))
        .verdict(Optional.of(Verdict.Doubt.CASES_EXHAUSTED))
        .reason();
  }

  private static double proven(String reason) {
    String before = "These answers prove a quality of at least ";
    assertThat(reason).containsPattern(before + "0\\.\\d\\d\\.");
    int at = reason.indexOf(before) + before.length();
    return Double.parseDouble(reason.substring(at, at + 4));
  }
}
