package dev.metier.verdict;

import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.provider.DecodeSpeed.Missing;
import java.util.Optional;

/// Speed: tokens a second after the first. No answer is a slow one.
record SpeedMeasure(Requirement.Speed need) implements QuantileMeasure {
  @Override
  public double share() {
    return need.share();
  }

  @Override
  public double figure(Outcome outcome) {
    return outcome.served() ? outcome.speed() : 0;
  }

  @Override
  public Optional<Missing> missing(Outcome outcome) {
    return outcome.served() ? outcome.noSpeed() : Optional.empty();
  }

  @Override
  public String unmeasured(Samples samples) {
    return samples.unmeasured() == 0
        ? QuantileMeasure.super.unmeasured(samples)
        : "open, since the server reports no speed and no answer shows one by its times: of "
            + Findings.counted(samples.unmeasured(), "answer")
            + " "
            + samples.whyUnmeasured();
  }
}
