package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.plan.Unit;
import dev.metier.stats.Decision;
import dev.metier.stats.SequentialTest;
import java.util.Map;
import java.util.OptionalDouble;

/// One need of one model while evidence comes in.
final class NeedTest {
  private final Requirement need;
  private final Measure measure;
  private final double cap;
  private final SequentialTest test;
  private final int horizon;
  private final int largestUnit;
  private final Samples samples;
  private boolean broken;

  NeedTest(
      Requirement need,
      Measure measure,
      double cap,
      SequentialTest test,
      int horizon,
      int largestUnit) {
    this.need = need;
    this.measure = measure;
    this.cap = cap;
    this.test = test;
    this.horizon = horizon;
    this.largestUnit = largestUnit;
    this.samples = new Samples(need);
  }

  boolean concerns(Unit unit) {
    return !(need instanceof Requirement.Quality quality)
        || quality.slice().isEmpty()
        || unit.slices().contains(quality.slice().get());
  }

  /// Counts one unit; once the need is decided, or the grader failed on a unit, later ones change
  /// nothing: results count in the committed order or not at all.
  void add(UnitResult own, Map<ModelName, UnitResult> others) {
    if (decided() || broken || !concerns(own.unit())) {
      return;
    }
    if (Measure.broken(need, own, others)) {
      broken = true;
      return;
    }
    OptionalDouble x = measure.reading().of(own, others);
    if (x.isPresent()) {
      if (largestUnit > 1) {
        test.add(x.getAsDouble(), concerned(own.unit()) / (double) largestUnit);
      } else {
        test.add(x.getAsDouble());
      }
      samples.add(own, x.getAsDouble());
    }
  }

  /// How many of the unit's cases the need is about.
  private long concerned(Unit unit) {
    return need instanceof Requirement.Quality quality && quality.slice().isPresent()
        ? unit.cases().stream().filter(c -> c.slices().contains(quality.slice().get())).count()
        : unit.cases().size();
  }

  boolean decided() {
    return test.decision() != Decision.UNDECIDED;
  }

  /// Whether no further unit decides it, since the grader failed on one.
  boolean broken() {
    return broken && !decided();
  }

  boolean unmet() {
    return test.decision() == Decision.UNFIT;
  }

  boolean futile() {
    return test.futile();
  }

  double remaining() {
    return decided() ? 0 : Math.min(test.remaining(), horizon - test.seen());
  }

  /// Whether it looks, so far, as if the need is not met.
  boolean leansUnmet() {
    return test.seen() > 0 && samples.mean() < measure.bar();
  }

  Finding finding() {
    return new Findings(need, measure, cap, test, samples, horizon).finding();
  }
}
