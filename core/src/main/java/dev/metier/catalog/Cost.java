package dev.metier.catalog;

import dev.metier.job.Money;

/// What a trial cost.
///
/// @param marginal what would not have been spent without it: the bill of a hosted model, the
///   energy of a local one
/// @param full with hardware and idle time spread over the declared utilisation; the same as
///   marginal when hosted
/// @param estimated whether it rests on tokens we counted ourselves
public record Cost(Money marginal, Money full, boolean estimated) {
  public static final Cost NONE = new Cost(Money.ZERO, Money.ZERO, false);
}
