package dev.metier.verdict;

import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.stats.BettingTest;
import dev.metier.stats.ExactTest;
import dev.metier.stats.Planning;
import dev.metier.stats.Scope;
import dev.metier.stats.SequentialTest;

/// Knows which test decides which need.
///
/// A need over yes-or-no results of single cases is tested exactly ([ExactTest]); scores, paired
/// differences, costs, repeats and clusters by betting ([BettingTest]). Scores of so few cases that
/// betting could hardly prove anything are rounded to 0 or 1 by lot and tested exactly.
public final class Assessor {
  private Assessor() {}

  /// An assessment that has seen nothing yet.
  ///
  /// @param order the job's committed order
  /// @param family models among which one is to be chosen; 1 when the verdict stands for itself
  /// @param mostPerAnswer the most one answer can cost, in billionths of a dollar; 0 when nothing
  ///   limits it
  public static Assessment begin(Job job, CommittedOrder order, int family, double mostPerAnswer) {
    var rigour = new Rigour(family, Math.max(1, job.needs().size()));
    return new Assessment(
        job.needs().stream().map(need -> test(job, order, need, rigour, mostPerAnswer)).toList());
  }

  private static NeedTest test(
      Job job, CommittedOrder order, Requirement need, Rigour rigour, double mostPerAnswer) {
    var cap = need instanceof Requirement.Cost cost ? Cap.of(cost, mostPerAnswer) : Cap.NONE;
    var measure = Measure.of(need, job.grading().graded(), cap.used());
    var draws = Draws.of(order, need, job.scope() == Job.Scope.SUITE);
    var scope =
        switch (job.scope()) {
          case TRAFFIC -> Scope.TRAFFIC;
          case SUITE -> Scope.SUITE;
        };
    // Where nothing limits what an answer costs, no sample rules out a rare one that ruins the
    // mean.
    double met = need instanceof Requirement.Cost && !cap.known() ? 0 : rigour.alphaMet(need);
    double unmet = rigour.alphaUnmet(need);
    boolean exact = measure.binary() && draws.single() && job.repeats() == 1;
    int horizon = draws.horizon();
    int available = Math.max(1, draws.units());
    if (!exact
        && Measure.scores(need)
        && draws.single()
        && scope == Scope.TRAFFIC
        && Planning.tooFewForBetting(horizon, measure.bar(), met)) {
      measure = measure.roundedByLot();
    }
    SequentialTest test =
        exact || measure.byLot()
            ? new ExactTest(horizon, available, measure.bar(), met, unmet, scope)
            : new BettingTest(horizon, available, measure.bar(), met, unmet, scope);
    return new NeedTest(need, measure, cap, test, draws, scope == Scope.SUITE);
  }
}
