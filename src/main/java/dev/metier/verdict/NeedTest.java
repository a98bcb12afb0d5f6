package dev.metier.verdict;

import dev.metier.evidence.Outcome;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.plan.Unit;
import dev.metier.stats.Decision;
import dev.metier.stats.SequentialTest;
import dev.metier.stats.Transforms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One need of one model while evidence comes in.
final class NeedTest {
  private static final double ROUNDING = 1e-9;

  private final Requirement need;
  private final Measure measure;
  private final Cap cap;
  private final SequentialTest test;
  private final Draws draws;
  private final boolean suite;
  private final Samples samples;
  private final Samples all;
  private int told;
  private double dearest;
  private boolean broken;

  /// @param suite whether the cases are all there is
  NeedTest(
      Requirement need, Measure measure, Cap cap, SequentialTest test, Draws draws, boolean suite) {
    this.need = need;
    this.measure = measure;
    this.cap = cap;
    this.test = test;
    this.draws = draws;
    this.suite = suite;
    this.samples = new Samples(need, draws);
    this.all = suite ? new Samples(need, draws) : samples;
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
    broken = broken || Measure.broken(need, own, others);
    if (broken) {
      return;
    }
    told++;
    note(own);
    OptionalDouble x = measure.reading().of(own, others);
    if (x.isEmpty()) {
      return;
    }
    double weight = draws.weight(own.unit());
    if (suite) {
      all.add(own, x.getAsDouble(), draws.cases(own.unit()));
    }
    if (open && test.decision() == Decision.UNDECIDED) {
      count(own.unit(), x.getAsDouble(), weight);
      samples.add(own, x.getAsDouble(), weight);
    }
  }

  /// A suite's cases weigh as much as others when what a small unit leaves of its bet is put on the
  /// bar itself.
  private void count(Unit unit, double x, double weight) {
    // An answer dearer than the cap counts as one at the cap: that only makes it harder to be
    // UNFIT, and FIT it cannot be any more.
    double score = Math.max(0, x);
    if (measure.byLot()) {
      test.add(Transforms.roundedByLot(score, String.join(" ", unit.contents())));
    } else if (suite) {
      test.add(weight == 1 ? score : weight * score + (1 - weight) * measure.bar());
    } else if (weight == 1) {
      test.add(score);
    } else {
      test.add(score, weight);
    }
  }

  private void note(UnitResult own) {
    for (List<Outcome> repeats : own.outcomes()) {
      for (Outcome outcome : repeats) {
        if (cap.isExceededBy(outcome)) {
          dearest = Math.max(dearest, (double) outcome.costNanos());
        }
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
    return decided() ? 0 : Math.min(test.remaining(), draws.units() - test.seen());
  }

  /// Whether all that was seen is as good as can be.
  boolean perfect() {
    return samples.counted() > 0 && samples.mean() >= 1 - ROUNDING;
  }

  /// Whether it looks, so far, as if the need is not met.
  boolean leansUnmet() {
    return test.seen() > 0 && samples.mean() < measure.bar();
  }

  Optional<String> note() {
    return draws.note();
  }

  Finding finding() {
    return new Findings(
            need,
            measure,
            cap,
            test,
            known() ? all : samples,
            draws,
            decision(),
            new Findings.Extent(known(), suite, dearest))
        .finding();
  }
}
