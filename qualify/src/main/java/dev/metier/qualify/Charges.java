package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.job.Money;
import dev.metier.plan.Trial;
import java.util.Optional;

/// What a trial can cost at most.
public interface Charges {
  /// By the price of the one model that is asked.
  Charges OF_MODEL =
      new Charges() {
        @Override
        public Optional<Money> billed(Model model, Trial trial) {
          return Pricing.isBilled(model)
              ? Pricing.most(model, trial.question().request())
              : Optional.of(Money.ZERO);
        }

        @Override
        public Optional<Money> bound(Model model, Trial trial) {
          return Pricing.bound(model, trial.question().request());
        }
      };

  /// The most money that is paid to others for it; a machine of one's own sends no bill. Empty when
  /// a price is not known.
  Optional<Money> billed(Model model, Trial trial);

  /// The most that it can cost in full, however long the answers are; empty when nothing limits it.
  Optional<Money> bound(Model model, Trial trial);
}
