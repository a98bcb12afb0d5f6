package dev.metier.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Whoever finds the queue full is told when that changes.
class SlotsTest {
  private final AtomicLong now = new AtomicLong();
  private final Slots slots = new Slots(2, 1, now::get);

  private Slots.Ticket entered() {
    Slots.Ticket ticket = slots.ticket("alice", () -> {});
    assertThat(ticket.enter()).isTrue();
    return ticket;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aPlaceIsExpectedWhenOneOfTheOthersEnds() {
    Slots.Ticket first = entered();
    Slots.Ticket second = entered();
    Slots.Ticket third = entered();
    assertThat(slots.ticket("bob", () -> {}).enter()).isFalse();
    assertThat(slots.next()).isZero();
    pass(Duration.ofSeconds(20));
    first.leave();
    // two places of 20 seconds each
    assertThat(slots.next()).isEqualTo(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(20));
    second.leave();
    third.leave();
    assertThat(slots.next()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
  }

  @Test
  void whoOnlyWaitedTellsNothing() {
    entered();
    entered();
    Slots.Ticket waiting = entered();
    pass(Duration.ofHours(1));
    waiting.leave();
    assertThat(slots.next()).isZero();
  }
}
