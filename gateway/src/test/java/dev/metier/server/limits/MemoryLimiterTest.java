package dev.metier.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MemoryLimiterTest {
  private final MemoryLimiter limiter = new MemoryLimiter(100);

  @Test
  void whoFindsNoRoomTakesNone() {
    MemoryLimiter.Reservation one = limiter.reservation();
    MemoryLimiter.Reservation other = limiter.reservation();
    assertThat(one.take(60)).isTrue();
    assertThat(other.take(41)).isFalse();
    assertThat(limiter.held()).isEqualTo(60);
    assertThat(other.take(40)).isTrue();
    one.giveBack();
    assertThat(other.take(60)).isTrue();
    assertThat(limiter.held()).isEqualTo(100);
  }

  @Test
  void whoIsAloneMayTakeMore() {
    MemoryLimiter.Reservation alone = limiter.reservation();
    assertThat(alone.take(80)).isTrue();
    assertThat(alone.take(80)).isTrue();
    assertThat(limiter.reservation().take(1)).isFalse();
    alone.giveBack();
    assertThat(limiter.held()).isZero();
  }

  /// A request may be over while it is still being read elsewhere.
  @Test
  void whoIsOverTakesNothingAnyMore() {
    MemoryLimiter.Reservation reservation = limiter.reservation();
    reservation.giveBack();
    assertThat(reservation.take(1)).isFalse();
    assertThat(limiter.held()).isZero();
  }

  @Test
  void thereIsSomeRoom() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MemoryLimiter(0));
  }
}
