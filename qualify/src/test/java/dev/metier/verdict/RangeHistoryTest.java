package dev.metier.verdict;

import static dev.metier.verdict.Assessed.finding;
import static dev.metier.verdict.Assessed.quality;
import static dev.metier.verdict.Assessed.result;
import static dev.metier.verdict.Assessed.scored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeHistoryTest {
  private final List<Case> cases = Assessed.singles(60);

  private Assessment after(Job job, int units, double bar) {
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 0);
    for (Unit unit : order.units().subList(0, units)) {
      assessment.add(
          result(job, unit, _ -> scored(unit.index() % 4 == 0 ? bar - 0.3 : 1)), Map.of());
    }
    return assessment;
  }

  private static RangeHistory history(Assessment assessment) {
    return assessment.histories().values().iterator().next();
  }

  /// Looking back tells nothing else than what was told at the time.
  @Test
  void eachRangeIsThatWhichItsFindingToldThen() {
    Job job = Assessed.job(cases, Job.Scope.TRAFFIC, 3, quality(0.9));
    List<RangeHistory.Step> steps = history(after(job, 60, 0.9)).steps(7);

    assertThat(steps).hasSize(7);
    assertThat(steps.getLast().cases()).isEqualTo(60);
    for (RangeHistory.Step step : steps) {
      assertThat(step.range())
          .as("after %s cases", step.cases())
          .isEqualTo(finding(after(job, step.cases(), 0.9)).interval());
    }
  }

  @Test
  void itEndsWhereTheNeedIsDecided() {
    Job job = Assessed.job(cases, Job.Scope.TRAFFIC, 2, quality(0.5));
    var assessment = after(job, 60, 0.5);

    assertThat(assessment.isFit()).isTrue();
    assertThat(history(assessment).steps(100).getLast().cases())
        .isEqualTo(assessment.counted())
        .isLessThan(60);
  }

  @Test
  void whatCountsOfPassesDecideHasBordersInstead() {
    Job job = Assessed.job(cases, Job.Scope.TRAFFIC, 1, quality(0.9));
    var assessment = Assessed.of(job, 0, _ -> scored(1));

    assertThat(assessment.boundaries()).hasSize(1);
    assertThat(assessment.histories()).isEmpty();
  }
}
