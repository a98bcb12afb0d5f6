package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.stats.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Regressions: 1 less the share of cases that another model passes and this one fails, repeat by
/// repeat.
record RegressionsMeasure(Requirement.Regressions need) implements NeedMeasure {
  @Override
  public double bar() {
    return 1 - need.atMost();
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public boolean scores() {
    return true;
  }

  @Override
  public OptionalDouble number(UnitResult own, Map<ModelName, UnitResult> others) {
    UnitResult theirs = NeedMeasure.other(others, need.than());
    double lost = 0;
    int pairs = 0;
    for (int i = 0; i < own.outcomes().size(); i++) {
      for (int r = 0; r < own.outcomes().get(i).size(); r++) {
        boolean passedThere = theirs.outcomes().get(i).get(r).score() >= 1;
        boolean failedHere = own.outcomes().get(i).get(r).score() < 1;
        lost += passedThere && failedHere ? 1 : 0;
        pairs++;
      }
    }
    return OptionalDouble.of(1 - lost / pairs);
  }

  @Override
  public boolean broken(UnitResult own, Map<ModelName, UnitResult> others) {
    return own.broken(Optional.empty())
        || NeedMeasure.other(others, need.than()).broken(Optional.empty());
  }

  @Override
  public Interval interval(Interval mean, Findings findings) {
    return new Interval(1 - mean.high(), 1 - mean.low());
  }

  @Override
  public double estimate(Samples samples) {
    return 1 - samples.mean();
  }

  @Override
  public String seen(Samples samples, String cases) {
    return Math.round(samples.answers() - samples.passes())
        + " of "
        + (samples.single() ? cases : Findings.counted(samples.answers(), "answer"))
        + " lost against "
        + need.than();
  }
}
