package dev.metier.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MemoryLimiterTest {
  private final MemoryLimiter room = new MemoryLimiter(100);

  @Test
  void whoFindsNoRoomTakesNone() {
    MemoryLimiter.Reservation one = room.share();
    MemoryLimiter.Reservation other = room.share();
    assertThat(one.take(60)).isTrue();
    assertThat(other.take(41)).isFalse();
    assertThat(room.held()).isEqualTo(60);
    assertThat(other.take(40)).isTrue();
    one.giveBack();
    assertThat(other.take(60)).isTrue();
    assertThat(room.held()).isEqualTo(100);
  }

  @Test
  void whoIsAloneMayTakeMore() {
    MemoryLimiter.Reservation alone = room.share();
    assertThat(alone.take(80)).isTrue();
    assertThat(alone.take(80)).isTrue();
    assertThat(room.share().take(1)).isFalse();
    alone.giveBack();
    assertThat(room.held()).isZero();
  }

  /// A request may be over while it is still being read elsewhere.
  @Test
  void whoIsOverTakesNothingAnyMore() {
    MemoryLimiter.Reservation share = room.share();
    share.giveBack();
    assertThat(share.take(1)).isFalse();
    assertThat(room.held()).isZero();
  }

  @Test
  void thereIsSomeRoom() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MemoryLimiter(0));
  }
}
