package dev.metier.account;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Holds keys to their requests a minute. Thread-safe.
public final class Pace {
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /// Takes one request of this key; how long it has to wait when it asked too often.
  public Optional<Duration> take(VirtualKey key) {
    if (key.perMinute().isEmpty()) {
      return Optional.empty();
    }
    int most = key.perMinute().getAsInt();
    var bucket =
        buckets.computeIfAbsent(
            key.hash() + most,
            k ->
                Bucket.builder()
                    .addLimit(l -> l.capacity(most).refillGreedy(most, Duration.ofMinutes(1)))
                    .build());
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }
}
