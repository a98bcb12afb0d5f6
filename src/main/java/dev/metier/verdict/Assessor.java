package dev.metier.verdict;

import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.stats.BettingTest;
import dev.metier.stats.ExactTest;
import dev.metier.stats.Scope;
import dev.metier.stats.SequentialTest;

/// Knows which test decides which need.
///
/// A need over yes-or-no results of single cases is tested exactly ([ExactTest]); scores, paired
/// differences, costs, repeats and clusters by betting ([BettingTest]).
public final class Assessor {
  /// Costs are bounded by at least this many times the limit, which keeps the test's bar inside
  /// 0..1.
  private static final double LEAST_CAP = 2;

  private Assessor() {}

  /// An assessment that has seen nothing yet.
  ///
  /// @param order the job's committed order
  /// @param family models among which one is to be chosen; 1 when the verdict stands for itself
  /// @param mostPerAnswer the most one answer can cost, in billionths of a dollar
  public static Assessment begin(Job job, CommittedOrder order, int family, double mostPerAnswer) {
    var rigour = new Rigour(family, Math.max(1, job.needs().size()));
    return new Assessment(
        job.needs().stream().map(need -> test(job, order, need, rigour, mostPerAnswer)).toList());
  }

  private static NeedTest test(
      Job job, CommittedOrder order, Requirement need, Rigour rigour, double mostPerAnswer) {
    double cap =
        need instanceof Requirement.Cost cost
            ? Math.max(mostPerAnswer, LEAST_CAP * cost.perThousand().nanos() / 1000.0)
            : 1;
    var measure = Measure.of(need, job.grading().graded(), cap);
    int horizon = horizon(order, need);
    boolean single = order.largest() == 1 && job.repeats() == 1;
    // Drawing clusters of different sizes without replacement has no test here; with replacement is
    // cautious.
    var scope =
        order.largest() > 1
            ? Scope.TRAFFIC
            : switch (job.scope()) {
              case TRAFFIC -> Scope.TRAFFIC;
              case SUITE -> Scope.SUITE;
            };
    double met = rigour.alphaMet(need);
    double unmet = rigour.alphaUnmet(need);
    SequentialTest test =
        measure.binary() && single
            ? new ExactTest(horizon, measure.bar(), met, unmet, scope)
            : new BettingTest(horizon, measure.bar(), met, unmet, scope);
    return new NeedTest(need, measure, cap, test, horizon, order.largest());
  }

  private static int horizon(CommittedOrder order, Requirement need) {
    if (need instanceof Requirement.Quality quality && quality.slice().isPresent()) {
      String slice = quality.slice().get();
      return (int) order.units().stream().filter(u -> u.slices().contains(slice)).count();
    }
    return order.units().size();
  }
}
