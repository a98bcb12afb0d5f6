package dev.metier.verdict;

import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;

/// Latency: seconds to the first token or to the end. No answer is a slow one; one that met a cold
/// server says nothing.
record LatencyMeasure(Requirement.Latency need) implements QuantileMeasure {
  @Override
  public double share() {
    return need.share();
  }

  @Override
  public double figure(Outcome outcome) {
    if (!outcome.served()) {
      return Double.POSITIVE_INFINITY;
    }
    long nanos =
        switch (need.phase()) {
          case TOTAL -> outcome.totalNanos();
          case FIRST_TOKEN -> outcome.firstTokenNanos();
        };
    return outcome.cold() || nanos < 0 ? Double.NaN : nanos / 1e9;
  }

  @Override
  public String unmeasured(Samples samples) {
    return "open, since no answer has a time";
  }
}
