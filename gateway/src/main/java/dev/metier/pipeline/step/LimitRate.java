package dev.metier.pipeline.step;

import dev.metier.account.RateLimits;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;

/// Holds back keys that ask too often, before anything is done for them that takes time.
final class LimitRate implements Step {
  private final RateLimits rateLimits;

  LimitRate(RateLimits rateLimits) {
    this.rateLimits = rateLimits;
  }

  @Override
  public StepResult take(RequestContext context) {
    return context
        .findings()
        .key()
        .flatMap(rateLimits::take)
        .map(wait ->
            StepResult.refused(
                Refusal.of(Reason.SLOW_DOWN, "This key asks too often; wait a moment.")
                    .after(wait)))
        .orElse(StepResult.NEXT);
  }
}
