package dev.metier.account;

import java.time.Duration;
import java.util.Optional;

/// Holds keys to their requests a minute.
///
/// What each implementation holds to (`RateLimitsContract`): a key may use all its requests of a
/// minute at once, and gets them back evenly; keys do not affect each other; a key whose limit
/// changed is held to the new one. Thread-safe. Event loops call it, so it answers at once and
/// throws nothing: one that cannot reach what it shares with other gateways lets requests pass.
public interface RateLimits {
  /// Takes one request of this key; how long it has to wait when it asked too often. A request that
  /// has to wait takes nothing.
  Optional<Duration> take(VirtualKey key);
}
