package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What all rate limits do, wherever they are kept. The limits are so low that nothing comes back
/// while a test runs.
public abstract class RateLimitsContract {
  private static final VirtualKey TWICE = key("alice", OptionalInt.of(2));

  private RateLimits limits;

  /// Limits of which nothing is used.
  protected abstract RateLimits open();

  @BeforeEach
  void begin() {
    limits = open();
  }

  private static VirtualKey key(String name, OptionalInt perMinute) {
    return new VirtualKey(
        name, "hash of " + name, Set.of(), Optional.empty(), perMinute, false, Instant.EPOCH);
  }

  @Test
  void aKeyWithoutALimitNeverWaits() {
    VirtualKey free = key("carol", OptionalInt.empty());
    assertThat(IntStream.range(0, 1_000).mapToObj(n -> limits.take(free)))
        .allMatch(Optional::isEmpty);
  }

  @Test
  void aKeyMayUseItsMinuteAtOnceAndThenWaitsForOneRequest() {
    assertThat(limits.take(TWICE)).isEmpty();
    assertThat(limits.take(TWICE)).isEmpty();
    for (int i = 0; i < 3; i++) {
      Duration wait = limits.take(TWICE).orElseThrow();
      assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void keysDoNotAffectEachOther() {
    limits.take(TWICE);
    limits.take(TWICE);
    assertThat(limits.take(TWICE)).isPresent();
    assertThat(limits.take(key("bob", OptionalInt.of(1)))).isEmpty();
  }

  @Test
  void aKeyWhoseLimitChangedIsHeldToTheNewOne() {
    limits.take(TWICE);
    limits.take(TWICE);
    VirtualKey raised = key("alice", OptionalInt.of(3));
    assertThat(limits.take(raised)).isEmpty();
    VirtualKey lifted = key("alice", OptionalInt.empty());
    assertThat(limits.take(lifted)).isEmpty();
  }

  @Test
  void manyThreadsTakeNoMoreThanThereIs() throws Exception {
    VirtualKey one = key("dora", OptionalInt.of(1));
    Callable<Boolean> asking = () -> limits.take(one).isEmpty();
    int passed = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(IntStream.range(0, 64).mapToObj(n -> asking).toList())) {
        passed += each.get() ? 1 : 0;
      }
    }
    assertThat(passed).isOne();
  }
}
