package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.priced;
import static dev.metier.qualify.Workshop.quality;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.catalog.Model;
import dev.metier.chat.Settings;
import dev.metier.core.problem.Problem;
import dev.metier.job.Case;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.job.Template;
import dev.metier.plan.CommittedOrder;
import dev.metier.verdict.Assessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What not even a perfect model could prove is told before a call is made, with what would do.
class ProvabilityTest {
  private static final Pattern TAKES = Pattern.compile("that takes ([\\d,]+) cases?");
  private static final Requirement QUICK =
      new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofSeconds(5), 0.95);
  private static final Requirement LIKE = new Requirement.NotWorse(new ModelName("m"), 0.03, 0.95);

  private static List<Case> cases(int count, int clusterSize) {
    var list = new ArrayList<Case>();
    for (int i = 0; i < count; i++) {
      int number = i;
      list.add(
          new Case(
              "c" + i,
              Map.of("text", "t" + i),
              Optional.of("yes"),
              i % 3 == 0 ? Set.of("third") : Set.of(),
              clusterSize == 1 ? Optional.empty() : Optional.of("k" + number / clusterSize)));
    }
    return list;
  }

  private static List<Problem> problems(Job job, Model... models) {
    var candidates = models.length == 0 ? List.of(model("m"), model("n")) : List.of(models);
    return Provability.problems(assignment(candidates, job));
  }

  /// Jobs of too few cases, each for a reason of its own.
  static List<Job> tooFew() {
    var slice = new Requirement.Quality(0.9, 0.95, Optional.of("third"));
    return List.of(
        job("single", cases(20, 1), quality(0.9)),
        job("repeats", cases(25, 1), quality(0.9)).withRepeats(3),
        job("clusters", cases(60, 4), quality(0.9)),
        job("slice", cases(60, 1), slice),
        job("latency", cases(58, 1), QUICK),
        job("pairs", cases(60, 1), LIKE),
        job(
            "regressions",
            cases(50, 1),
            new Requirement.Regressions(new ModelName("m"), 0.05, 0.95)),
        job("speed", cases(40, 1), new Requirement.Speed(20, 0.95, 0.95)));
  }

  @ParameterizedTest
  @MethodSource("tooFew")
  void theNumberToldIsTheFewestThatWouldDo(Job job) {
    var problem = problems(job).getFirst();
    var takes = TAKES.matcher(problem.what());
    assertThat(takes.find()).as(problem.what()).isTrue();
    int enough = Integer.parseInt(takes.group(1).replace(",", ""));
    int share = job.name().text().equals("slice") ? 3 : 1;
    int clusters = job.name().text().equals("clusters") ? 4 : 1;
    assertThat(problems(job.withCases(cases(enough * share, clusters)))).isEmpty();
    assertThat(problems(job.withCases(cases((enough - clusters) * share, clusters)))).isNotEmpty();
  }

  @Test
  void casesWithTheSameTextAreCountedByTheirTexts() {
    var same = cases(60, 1);
    same.replaceAll(given -> given.inTextOf(same.getFirst()));
    assertThat(problems(job("j", same, quality(0.9))).getFirst().what())
        .matches(
            ".*: that takes [\\d,]+ cases with \\d+ different texts, and there are 60 cases with"
                + " only 1 text\\.");
    assertThat(problems(job("j", cases(60, 60), quality(0.9))).getFirst().what())
        .endsWith("there are 60 cases in 1 cluster.");
  }

  @Test
  void whatPassesHereEndsFitWhenEveryCasePasses() {
    for (int count : new int[] {20, 30, 40, 60}) {
      for (int repeats : new int[] {1, 3}) {
        for (int size : new int[] {1, 2}) {
          var job = job("j", cases(count, size), quality(0.9)).withRepeats(repeats);
          var order = CommittedOrder.of(job);
          var assessment = Assessor.begin(job, order, 1, 1);
          var perfect = new Imagined(job, true);
          perfect.decide(assessment, order, perfect);
          assertThat(problems(job).isEmpty()).isEqualTo(assessment.isFit());
        }
      }
    }
  }

  @Test
  void whatAJudgeGradesTakesAsManyCasesAsTheRaisedBar() {
    int plain = takes(job("j", cases(20, 1), quality(0.9)));
    int judged = takes(judged(job("j", cases(20, 1), quality(0.9))));
    assertThat(judged).isGreaterThan(plain);
    assertThat(problems(judged(job("j", cases(judged, 1), quality(0.9))))).isEmpty();
    assertThat(problems(judged(job("j", cases(judged - 1, 1), quality(0.9)))).getFirst().what())
        .contains(
            "Not even a perfect model, by a judge that errs on none of 100 labelled answers,");
  }

  private static Job judged(Job job) {
    var spec =
        new GraderSpec.Judged(
            new ModelName("judge"), new Criterion.Rubric(new Template("It is kind.")), false);
    return job.withGrading(
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(new GraderSpec.Weighted(spec, 1, Optional.empty())),
            java.util.OptionalDouble.empty()));
  }

  private static int takes(Job job) {
    var told = TAKES.matcher(problems(job).getFirst().what());
    assertThat(told.find()).isTrue();
    return Integer.parseInt(told.group(1).replace(",", ""));
  }

  @Test
  void aSuiteCanAlwaysBeProved() {
    var suite =
        new Job(
            job("s", cases(6, 3), quality(1.0)).name(),
            "",
            dev.metier.job.DataClass.PUBLIC,
            dev.metier.job.Prompt.ofUser("{{text}}"),
            List.of(),
            Settings.NONE,
            cases(6, 3),
            new dev.metier.job.GraderSpec.Group(
                dev.metier.job.GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
            List.of(quality(1.0)),
            Job.Scope.SUITE,
            Job.Prefer.COST,
            1,
            List.of());
    assertThat(problems(suite)).isEmpty();
  }

  @Test
  void aClusterThatOutweighsTheOthersIsNamed() {
    var cases = new ArrayList<>(cases(20, 1));
    for (int i = 0; i < 20; i++) {
      cases.add(
          new Case(
              "big" + i,
              Map.of("text", "b" + i),
              Optional.of("yes"),
              Set.of(),
              Optional.of("big")));
    }
    assertThat(problems(job("j", cases, quality(0.8))).getFirst().hint())
        .contains("The largest cluster has 20 of the 40 cases; no cluster counts as more than 2");
    // A hundred single cases and the same cluster are enough.
    var many = new ArrayList<>(cases(100, 1));
    many.addAll(cases.subList(20, 40));
    assertThat(problems(job("j", many, quality(0.8)))).isEmpty();
  }

  @Test
  void aCapFarAboveTheLimitTakesManyCases() {
    var need = new Requirement.Cost(Money.usd(1), 0.95);
    var job = job("j", cases(30, 1), need);
    var limited = limited(job, 4000);
    assertThat(problems(limited, priced("dear", 10)).getFirst().what())
        .startsWith("Not even a perfect model can prove cost <= $1.00 per 1,000");
    assertThat(problems(limited, priced("dear", 10)).getFirst().hint())
        .contains("An answer of dear may cost up to $0.0");
    assertThat(problems(limited(job, 100), priced("dear", 10))).isEmpty();
  }

  private static Job limited(Job job, int tokens) {
    var settings =
        new Settings(
            OptionalDouble.empty(),
            OptionalInt.of(tokens),
            java.util.OptionalLong.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return new Job(
        job.name(),
        job.purpose(),
        job.data(),
        job.prompt(),
        job.tools(),
        settings,
        job.cases(),
        job.grading(),
        job.needs(),
        job.scope(),
        job.prefer(),
        job.repeats(),
        job.candidates());
  }

  @Test
  void whatCouldNotBePickedAmongSeveralIsTold() {
    var job = job("j", cases(32, 1), quality(0.9));
    assertThat(problems(job)).isEmpty();
    var many = List.of(model("a"), model("b"), model("c"), model("d"), model("e"));
    assertThat(Provability.notes(assignment(many, job)).getFirst())
        .contains("not of the one that `metier compile` picks among 5: that takes");
    assertThat(Provability.notes(assignment(List.of(model("a")), job))).isEmpty();
  }

  @Test
  void thePowerIsThatOfManyRuns() {
    var job = job("j", cases(60, 1), quality(0.9));
    var prospect = Prospect.of(job).getFirst();
    assertThat(prospect.quality()).isEqualTo(0.97);
    var random = new java.util.Random(20261127);
    var order = CommittedOrder.of(job);
    int fit = 0;
    int runs = 2000;
    for (int run = 0; run < runs; run++) {
      var assessment = Assessor.begin(job, order, 1, 0);
      for (var unit : order.units()) {
        boolean right = random.nextDouble() < 0.97;
        assessment.add(new Imagined(job, right).result(unit), Map.of());
      }
      fit += assessment.isFit() ? 1 : 0;
    }
    assertThat(fit / (double) runs).isCloseTo(prospect.power(), within(0.035));
    assertThat(prospect.powerEnough()).isGreaterThanOrEqualTo(0.85);
    assertThat(Prospect.of(job.withRepeats(2))).isEmpty();
  }
}
