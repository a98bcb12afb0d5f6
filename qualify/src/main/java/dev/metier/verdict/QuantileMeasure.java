package dev.metier.verdict;

import dev.metier.job.Direction;
import dev.metier.job.ModelName;
import dev.metier.ledger.Outcome;
import dev.metier.stats.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A share of the answers keeps a limit: 1 for each that does, and 0 for the others.
non-sealed interface QuantileMeasure extends NeedMeasure {
  /// The share of the answers that must keep the limit.
  double share();

  @Override
  default double bar() {
    return share();
  }

  @Override
  default boolean binary() {
    return true;
  }

  @Override
  default boolean scores() {
    return true;
  }

  @Override
  default OptionalDouble number(UnitResult own, Map<ModelName, UnitResult> others) {
    return own.mean(this::ofAnswer, Optional.empty());
  }

  @Override
  default double ofAnswer(Outcome outcome) {
    double figure = figure(outcome);
    if (Double.isNaN(figure)) {
      return figure;
    }
    return atMost() == figure <= edge().orElseThrow() ? 1 : 0;
  }

  @Override
  default OptionalDouble edge() {
    double bar = need().barValue();
    return OptionalDouble.of(atMost() ? bar : Math.nextDown(bar));
  }

  @Override
  default Interval interval(Interval mean, Findings findings) {
    return findings.quantile(quantile(), atMost());
  }

  @Override
  default double estimate(Samples samples) {
    return samples.times().quantile(quantile());
  }

  @Override
  default String seen(Samples samples, String cases) {
    return samples.within() + " of " + samples.measured() + " within the limit";
  }

  private boolean atMost() {
    return need().direction() == Direction.AT_MOST;
  }

  /// The share of all figures below the one that the need is about.
  private double quantile() {
    return atMost() ? share() : 1 - share();
  }
}
