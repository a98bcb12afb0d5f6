package dev.metier.verdict;

import static dev.metier.verdict.Assessed.passed;
import static dev.metier.verdict.Assessed.quality;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One failed answer to a critical case makes a model UNFIT, whatever the rest.
class CriticalCasesTest {
  private static final Outcome UNSERVED =
      new Outcome("h", 0, 0, false, -1, -1, 50, 0, false, Optional.empty(), false);
  private static final Outcome BROKEN =
      new Outcome("h", 0, 0, true, 1, 1, 50, 0, false, Optional.empty(), true);

  private static Job job(int cases, int repeats, Integer... critical) {
    var list = new ArrayList<Case>();
    for (int i = 0; i < cases; i++) {
      Case given = Assessed.single(i);
      list.add(List.of(critical).contains(i) ? given.asCritical() : given);
    }
    return Assessed.job(list, Job.Scope.TRAFFIC, repeats, quality(0.8));
  }

  private static Verdict verdict(Job job, Outcome ofThird) {
    return Assessed.verdict(
        Assessed.of(job, 0, given -> given.id().equals("c3") ? ofThird : passed(true)));
  }

  @Test
  void oneFailureIsEnoughHoweverGoodTheRest() {
    assertThat(verdict(job(200, 1, 3), passed(false)))
        .isInstanceOfSatisfying(
            Verdict.Unfit.class,
            unfit ->
                assertThat(unfit.reason())
                    .startsWith(
                        "1 of 1 critical case (c3) failed: one failed answer is enough to be"
                            + " UNFIT."));
    assertThat(verdict(job(200, 1), passed(false))).isInstanceOf(Verdict.Fit.class);
    assertThat(verdict(job(200, 1, 3), Assessed.scored(0.99))).isInstanceOf(Verdict.Unfit.class);
    assertThat(verdict(job(200, 1, 3), passed(true)))
        .isInstanceOfSatisfying(
            Verdict.Fit.class,
            fit -> assertThat(fit.reason()).endsWith(" The critical case passed."));
  }

  @Test
  void anyRepeatOfItCounts() {
    Job job = job(60, 3, 3);
    var order = CommittedOrder.of(job);
    for (int failing = 0; failing < 3; failing++) {
      var assessment = Assessor.begin(job, order, 1, 0);
      for (Unit unit : order.units()) {
        var repeats = new ArrayList<Outcome>();
        for (int repeat = 0; repeat < 3; repeat++) {
          repeats.add(passed(!unit.cases().getFirst().id().equals("c3") || repeat != failing));
        }
        assessment.add(new UnitResult(unit, List.of(repeats)), Map.of());
      }
      assertThat(Assessed.verdict(assessment)).isInstanceOf(Verdict.Unfit.class);
    }
  }

  @Test
  void whatWasNotServedIsNoFailureAndNoPass() {
    assertThat(verdict(job(200, 1, 3), UNSERVED))
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            open -> {
              assertThat(open.doubt()).isEqualTo(Verdict.Doubt.UNREACHABLE);
              assertThat(open.reason()).contains("1 of 1 critical case (c3) not served");
            });
  }

  @Test
  void aBrokenGraderNeverBlamesTheModel() {
    Job job = job(200, 1, 3);
    assertThat(verdict(job, BROKEN))
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            open -> assertThat(open.doubt()).isEqualTo(Verdict.Doubt.GRADER));
  }

  @Test
  void fitWaitsForAllOfThem() {
    Job job = job(400, 1, 3, 77, 300);
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 0);
    var waiting = new HashSet<>(Set.of("c3", "c77", "c300"));
    for (Unit unit : order.units()) {
      assessment.add(Assessed.result(job, unit, _ -> passed(true)), Map.of());
      waiting.remove(unit.cases().getFirst().id());
      assertThat(assessment.isFit()).isEqualTo(waiting.isEmpty() && assessment.counted() > 20);
      if (!waiting.isEmpty()) {
        assertThat(assessment.futile() || assessment.stuck()).isFalse();
        assertThat(Assessed.verdict(assessment).reason()).contains("not asked yet");
      }
    }
    assertThat(waiting).isEmpty();
  }

  @Test
  void aFailureIsKnownBeforeItsTurn() {
    Job job = job(400, 1, 3);
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 0);
    Unit unit = order.criticalUnits().getFirst();
    assessment.lookAhead(Assessed.result(job, unit, _ -> passed(false)));
    assertThat(Assessed.verdict(assessment)).isInstanceOf(Verdict.Unfit.class);
    assertThat(assessment.counted()).isZero();
  }
}
