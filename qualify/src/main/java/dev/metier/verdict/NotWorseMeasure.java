package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.stats.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Not worse than another model: (difference + 1) / 2 of the mean grades on the same unit.
record NotWorseMeasure(Requirement.NotWorse need) implements NeedMeasure {
  @Override
  public double bar() {
    return (1 - need.margin()) / 2;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public boolean scores() {
    return false;
  }

  @Override
  public OptionalDouble number(UnitResult own, Map<ModelName, UnitResult> others) {
    double mine = mean(own);
    double theirs = mean(NeedMeasure.other(others, need.than()));
    return OptionalDouble.of((mine - theirs + 1) / 2);
  }

  private static double mean(UnitResult result) {
    return result.mean(Outcome::score, Optional.empty()).orElseThrow();
  }

  @Override
  public boolean broken(UnitResult own, Map<ModelName, UnitResult> others) {
    return own.broken(Optional.empty())
        || NeedMeasure.other(others, need.than()).broken(Optional.empty());
  }

  @Override
  public Interval interval(Interval mean, Findings findings) {
    return new Interval(2 * mean.low() - 1, 2 * mean.high() - 1);
  }

  @Override
  public double estimate(Samples samples) {
    return 2 * samples.mean() - 1;
  }

  @Override
  public String seen(Samples samples, String cases) {
    return "mean difference to "
        + need.than()
        + " "
        + Findings.shown(estimate(samples))
        + " over "
        + cases;
  }
}
