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

  /// The same in words: `for at most $0.02`, `without a bill` for machines of one's own.
  public static String words(List<Trial> trials) {
    return trials.stream().noneMatch(trial -> Pricing.isBilled(trial.model()))
        ? "without a bill"
        : of(trials)
            .map(most -> "for at most $" + most.toString().replaceFirst("^\\$", ""))
            .orElse("for an amount that is not known without a price and `max_tokens`");
  }
}
