package dev.metier.hybrid.search;

import dev.metier.catalog.Pricing;
import dev.metier.job.Money;
import dev.metier.plan.Trial;
import java.util.List;
import java.util.Optional;

/// What asking trials can cost at most.
public final class HandOverCost {
  private HandOverCost() {}

  /// The sum; empty when a price, or the length of an answer, has no known limit.
  public static Optional<Money> of(List<Trial> trials) {
    Money sum = Money.ZERO;
    for (Trial trial : trials) {
      var most = Pricing.bound(trial.model(), trial.question().request());
      if (most.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(most.get());
    }
    return Optional.of(sum);
  }
}
