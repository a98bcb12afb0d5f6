package dev.metier.account;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Rate limits of one process alone.
public final class LocalRateLimits implements RateLimits {
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  @Override
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
