package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Unit;
import dev.metier.stats.Decision;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.ExactTest;
import dev.metier.stats.SequentialTest;
import dev.metier.stats.Transforms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One need of one model while evidence comes in.
final class NeedTest {
  private static final double ROUNDING = 1e-9;

  private final NeedMeasure measure;
  private final Supplier<SequentialTest> tests;
  private final SequentialTest test;
  private final Plan plan;
  private final Draws draws;
  private final boolean suite;
  private final Optional<Block> block;
  private final Samples samples;
  private final Samples all;
  private final List<RangeHistory.Result> results = new ArrayList<>();
  private int told;
  private double dearest;
  private boolean broken;

  /// What was found, until more is known: it takes some milliseconds, and is looked at often.
  private @Nullable Finding found;

  /// @param tests makes a test that has seen nothing
  /// @param plan which units there are, what they weigh, and what makes a draw of the test
  NeedTest(NeedMeasure measure, Supplier<SequentialTest> tests, Plan plan) {
    this.measure = measure;
    this.tests = tests;
    this.test = tests.get();
    this.plan = plan;
    this.draws = plan.draws();
    this.suite = plan.suite();
    this.block = plan.block();
    this.samples = new Samples(measure, draws);
    this.all = suite ? new Samples(measure, draws) : samples;
  }

  /// How the units that a need is about become results of its test.
  ///
  /// @param suite whether the cases are all there is
  /// @param byLot whether each number is rounded to 0 or 1 by lot before it is tested
  /// @param results how many results they make
  /// @param block what makes a result when units do not: consecutive calls
  record Plan(Draws draws, boolean suite, boolean byLot, int results, Optional<Block> block) {
    double unitsPerResult() {
      return draws.units() / (double) results;
    }

    double casesPerResult() {
      return draws.cases() / (double) results;
    }
  }

  /// Counts one unit. Once the grader failed on a unit, later ones change nothing: results count in
  /// the committed order or not at all.
  ///
  /// @param open whether the test still takes results; a suite's outcomes and answers that cost too
  ///   much are noted all the same
  void add(UnitResult own, Map<ModelName, UnitResult> others, boolean open) {
    if (!draws.concern(own.unit())) {
      return;
    }
    found = null;
    broken = broken || measure.broken(own, others);
    if (broken) {
      return;
    }
    told++;
    note(own);
    OptionalDouble x = measure.number(own, others);
    boolean counts = open && test.decision() == Decision.UNDECIDED;
    if (x.isPresent()) {
      if (suite) {
        all.add(own, x.getAsDouble(), draws.cases(own.unit()));
      }
      if (counts) {
        double weight = draws.weight(own.unit());
        samples.add(own, x.getAsDouble(), weight);
        if (block.isEmpty()) {
          count(own.unit(), x.getAsDouble(), weight);
          samples.times().weigh(weight);
        }
      }
    } else {
      leaveOut(own, counts);
    }
    if (counts) {
      block.ifPresent(b -> count(own, b));
    }
  }

  private void leaveOut(UnitResult own, boolean counts) {
    if (suite) {
      all.leaveOut(own);
    }
    if (counts) {
      samples.leaveOut(own);
    }
  }

  /// Blocks end with the units that were planned for, too, so that cases which are added later
  /// change none.
  private void count(UnitResult own, Block into) {
    into.add(own);
    if (into.isFull() || (told == draws.horizon() && !into.isEmpty())) {
      double weight = into.weight();
      test.add(into.mean(), weight);
      samples.times().weigh(weight);
      into.clear();
    }
  }

  /// A suite's cases weigh as much as others when what a small unit leaves of its bet is put on the
  /// bar itself.
  private void count(Unit unit, double x, double weight) {
    // An answer dearer than the cap counts as one at the cap: that only makes it harder to be
    // UNFIT, and FIT it cannot be any more.
    double score = Math.max(0, x);
    if (plan.byLot()) {
      tell(Transforms.roundedByLot(score, String.join(" ", unit.contents())), 1);
    } else if (suite) {
      tell(weight == 1 ? score : weight * score + (1 - weight) * measure.bar(), 1);
    } else {
      tell(score, weight);
    }
  }

  private void tell(double x, double weight) {
    if (weight == 1) {
      test.add(x);
    } else {
      test.add(x, weight);
    }
    if (hasHistory()) {
      results.add(new RangeHistory.Result(x, weight, samples.cases()));
    }
  }

  /// Whether its range is that of a mean, and no counts of passes tell when it is decided.
  private boolean hasHistory() {
    return measure instanceof QualityMeasure && boundary().isEmpty();
  }

  /// How its range narrowed; empty where counts of passes decide, and for what is no quality.
  Optional<RangeHistory> history() {
    return hasHistory() && !results.isEmpty()
        ? Optional.of(new RangeHistory(tests, 1 - need().confidence(), results))
        : Optional.empty();
  }

  private void note(UnitResult own) {
    for (List<Outcome> repeats : own.outcomes()) {
      for (Outcome outcome : repeats) {
        dearest = Math.max(dearest, measure.excess(outcome));
      }
    }
  }

  /// What is known by now: the score itself once a suite is known whole, else what the test found.
  private Decision decision() {
    if (known()) {
      return all.mean() >= measure.bar() - ROUNDING ? Decision.FIT : Decision.UNFIT;
    }
    return exceeded() && test.decision() == Decision.FIT ? Decision.UNDECIDED : test.decision();
  }

  /// Whether all of a suite is known.
  private boolean known() {
    return suite && told >= draws.units() && all.counted() > 0;
  }

  private boolean exceeded() {
    return dearest > 0;
  }

  boolean decided() {
    return decision() != Decision.UNDECIDED;
  }

  /// Whether no further unit decides it, since the grader failed on one.
  boolean broken() {
    return broken && !decided();
  }

  boolean unmet() {
    return decision() == Decision.UNFIT;
  }

  boolean futile() {
    return test.decision() == Decision.UNDECIDED ? test.futile() : exceeded() && !decided();
  }

  double remaining() {
    double units = test.remaining() * plan.unitsPerResult();
    return decided() ? 0 : Math.min(units, draws.units() - told);
  }

  /// Whether it is decided by a judge that tells too little to decide anything.
  boolean unproven() {
    return !decided() && measure.judged().filter(known -> !known.rates().tells()).isPresent();
  }

  /// Whether all that was seen is as good as can be.
  boolean perfect() {
    return samples.counted() > 0 && samples.mean() >= 1 - ROUNDING;
  }

  /// Whether it looks, so far, as if the need is not met.
  boolean leansUnmet() {
    return samples.counted() > 0 && samples.mean() < measure.bar();
  }

  /// The counts of passes at which it is decided; empty where results are no plain passes and
  /// failures of cases.
  Optional<ExactBoundary> boundary() {
    return measure instanceof QualityMeasure && test instanceof ExactTest exact && !plan.byLot()
        ? Optional.of(exact.boundary())
        : Optional.empty();
  }

  Requirement need() {
    return measure.need();
  }

  /// What a reader must know of the way cases and calls are counted.
  List<String> notes() {
    var notes = new ArrayList<String>();
    draws.note().ifPresent(notes::add);
    if (!suite && block.isEmpty()) {
      samples.spells().ifPresent(notes::add);
    }
    return notes;
  }

  Finding finding() {
    Finding known = found;
    if (known == null) {
      known = findings().finding();
      found = known;
    }
    return known;
  }

  private Findings findings() {
    return new Findings(
        measure,
        test,
        known() ? all : samples,
        draws,
        decision(),
        new Findings.Extent(known(), told > 0, dearest, plan));
  }
}
