package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.stats.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Cost: 1 less the part of the most that one answer can cost.
///
/// @param cap what costs are measured against
record CostMeasure(Requirement.Cost need, Cap cap) implements NeedMeasure {
  static CostMeasure of(Requirement.Cost need, double mostPerAnswer) {
    return new CostMeasure(need, Cap.of(need, mostPerAnswer));
  }

  @Override
  public double bar() {
    return 1 - need.perThousand().nanos() / 1000.0 / cap.used();
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public boolean scores() {
    return false;
  }

  /// Where nothing limits what an answer costs, no sample rules out a rare one that ruins the mean.
  @Override
  public boolean provable() {
    return cap.known();
  }

  @Override
  public OptionalDouble number(UnitResult own, Map<ModelName, UnitResult> others) {
    return own.mean(this::ofAnswer, Optional.empty());
  }

  @Override
  public double ofAnswer(Outcome outcome) {
    return outcome.costNanos() < 0 ? Double.NaN : 1 - outcome.costNanos() / cap.used();
  }

  @Override
  public double excess(Outcome outcome) {
    return cap.isExceededBy(outcome) ? (double) outcome.costNanos() : 0;
  }

  @Override
  public Interval interval(Interval mean, Findings findings) {
    boolean bounded = cap.known() && findings.extent().dearest() == 0;
    return new Interval(
        perThousand(mean.high()), bounded ? perThousand(mean.low()) : Double.POSITIVE_INFINITY);
  }

  @Override
  public double estimate(Samples samples) {
    return perThousand(samples.mean());
  }

  private double perThousand(double cheapness) {
    return (1 - cheapness) * cap.used() * 1000 / 1e9;
  }

  @Override
  public String seen(Samples samples, String cases) {
    return "mean $" + Findings.shown(estimate(samples)) + " per 1,000 over " + cases;
  }

  @Override
  public String unmeasured(Samples samples) {
    return "open, since no price of this model was known; write `price` for it in metier.yaml";
  }

  /// Why the need cannot be met any more, if so.
  @Override
  public String remark(Findings findings) {
    if (findings.extent().whole()) {
      return "";
    }
    if (!cap.known()) {
      return " Nothing limits how long an answer may be, so no sample can prove it.";
    }
    double dearest = findings.extent().dearest();
    return dearest == 0
        ? ""
        : " An answer cost $"
            + Findings.shown(dearest / 1e9)
            + ", and max_tokens and the price allow $"
            + Findings.shown(cap.stated() / 1e9)
            + " at most: with such answers no sample can prove it.";
  }
}
