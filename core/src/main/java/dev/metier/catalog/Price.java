package dev.metier.catalog;

import dev.metier.job.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What using a model costs.
public sealed interface Price {
  /// By token, for a million of each kind.
  ///
  /// @param longPrompt other prices when the prompt is longer than a threshold
  /// @param source where the price comes from, with its date
  record PerToken(
      Money input, Money output, Money cachedInput, Optional<LongPrompt> longPrompt, String source)
      implements Price {}

  /// Prices for prompts of more than `above` tokens.
  record LongPrompt(long above, Money input, Money output, Money cachedInput) {}

  /// By the hour of a machine the team owns.
  ///
  /// @param price what it cost, less `resale`, spread over `life`
  /// @param watts drawn while busy; empty when not declared: energy is then "not measured"
  /// @param idleWatts drawn while idle
  /// @param perKwh price of a kWh
  /// @param utilisation share of the time that it is busy, above 0 up to 1
  /// @param concurrency requests served at the same time
  record Hardware(
      Money price,
      Money resale,
      Duration life,
      OptionalDouble watts,
      OptionalDouble idleWatts,
      Money perKwh,
      double utilisation,
      int concurrency)
      implements Price {}

  /// Not known; such a model is not started in a budgeted run unless it is local.
  record Unknown() implements Price {}
}
