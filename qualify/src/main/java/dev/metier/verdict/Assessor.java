package dev.metier.verdict;

import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.stats.BettingTest;
import dev.metier.stats.ExactTest;
import dev.metier.stats.JudgedTest;
import dev.metier.stats.Planning;
import dev.metier.stats.Scope;
import dev.metier.stats.SequentialTest;
import java.util.Optional;
import java.util.function.Supplier;

/// Knows which test decides which need.
///
/// A need over yes-or-no results of single cases is tested exactly ([ExactTest]); scores, paired
/// differences, costs, repeats, clusters and blocks of calls by betting ([BettingTest]). Scores of
/// so few cases that betting could hardly prove anything are rounded to 0 or 1 by lot and tested
/// exactly.
public final class Assessor {
  /// The share of an error rate that blocks are tested at; the rest is for spells that lie across
  /// two of them, which make neighbours dependent. Found by simulation: the largest at which spells
  /// as long as a block, beginning anywhere, give no false verdict more often than stated.
  private static final double ACROSS_BLOCKS = 0.2;

  private Assessor() {}

  /// An assessment that has seen nothing yet.
  ///
  /// @param order the job's committed order
  /// @param family models among which one is to be chosen; 1 when the verdict stands for itself
  /// @param mostPerAnswer the most one answer can cost, in billionths of a dollar; 0 when nothing
  ///   limits it
  public static Assessment begin(Job job, CommittedOrder order, int family, double mostPerAnswer) {
    return begin(job, order, family, mostPerAnswer, Optional.empty());
  }

  /// The same where a judge grades the answers.
  ///
  /// @param judged what is known of the judge
  public static Assessment begin(
      Job job,
      CommittedOrder order,
      int family,
      double mostPerAnswer,
      Optional<JudgedGrades> judged) {
    var rigour = new Rigour(family, Math.max(1, job.needs().size()));
    return new Assessment(
        job.needs().stream()
            .map(need -> NeedMeasure.of(need, job.graded(), mostPerAnswer, judged))
            .map(measure ->
                measure
                    .judged()
                    .map(known -> judged(job, order, measure, rigour, known))
                    .orElseGet(() -> test(job, order, measure, rigour)))
            .toList(),
        new CriticalCases(order),
        job.judged().isPresent());
  }

  /// A judge's word is no certainty, not even of all cases of a suite.
  private static NeedTest judged(
      Job job, CommittedOrder order, NeedMeasure measure, Rigour rigour, JudgedGrades known) {
    Requirement need = measure.need();
    var draws = Draws.of(order, need, false);
    var setup =
        new JudgedTest.Setup(
            Math.max(1, draws.horizon()),
            Math.max(1, draws.units()),
            measure.bar(),
            rigour.alphaMet(need),
            rigour.alphaUnmet(need),
            known.behindOthers());
    boolean byLot = !draws.single() || job.repeats() > 1;
    var plan = new NeedTest.Plan(draws, false, byLot, setup.available(), Optional.empty());
    return new NeedTest(measure, () -> new JudgedTest(known.rates(), setup), plan);
  }

  private static NeedTest test(Job job, CommittedOrder order, NeedMeasure measure, Rigour rigour) {
    Requirement need = measure.need();
    var draws = Draws.of(order, need, job.scope() == Job.Scope.SUITE);
    var scope =
        switch (job.scope()) {
          case TRAFFIC -> Scope.TRAFFIC;
          case SUITE -> Scope.SUITE;
        };
    double met = measure.provable() ? rigour.alphaMet(need) : 0;
    double unmet = rigour.alphaUnmet(need);
    int block = scope == Scope.SUITE ? 1 : need.block();
    if (block > 1) {
      met *= ACROSS_BLOCKS;
      unmet *= ACROSS_BLOCKS;
    }
    boolean exact = measure.binary() && draws.plannedSingle() && job.repeats() == 1 && block == 1;
    int horizon = tests(draws.horizon(), draws.planned().cases(), job, block);
    int available = tests(draws.units(), draws.cases(), job, block);
    boolean lots = block == 1 && draws.plannedSingle() && scope == Scope.TRAFFIC;
    boolean byLot =
        lots
            && (exact
                ? !draws.single()
                : measure.scores() && Planning.tooFewForBetting(horizon, measure.bar(), met));
    double fit = met;
    double unfit = unmet;
    Supplier<SequentialTest> tests =
        () ->
            exact || byLot
                ? new ExactTest(horizon, available, measure.bar(), fit, unfit, scope)
                : new BettingTest(horizon, available, measure.bar(), fit, unfit, scope);
    var blocks =
        block == 1
            ? Optional.<Block>empty()
            : Optional.of(new Block(measure, block, draws.planned().largest() * job.repeats()));
    var plan = new NeedTest.Plan(draws, scope == Scope.SUITE, byLot, available, blocks);
    return new NeedTest(measure, tests, plan);
  }

  /// How many results so many units make: one each, or one for so many calls.
  private static int tests(int units, int cases, Job job, int block) {
    return Math.max(
        1, block == 1 ? units : (int) Math.ceil((double) cases * job.repeats() / block));
  }
}
