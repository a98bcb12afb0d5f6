package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static KeyRing of(String secret) {
    return new KeyRing(
        List.of(
            new VirtualKey(
                "ana",
                KeyRing.hash(secret),
                Set.of(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Instant.EPOCH)));
  }

  @Test
  void nobodyNeedsAKeyOnlyWhereNobodyEverHadOne() {
    assertThat(KeyRing.NONE.isOpen()).isTrue();
    assertThat(KeyRing.NONE.next(KeyRing.NONE).isOpen()).isTrue();
    assertThat(of("a").isOpen()).isFalse();
    KeyRing lost = KeyRing.NONE.next(of("a")).next(KeyRing.NONE);
    assertThat(lost.isOpen()).isFalse();
    assertThat(lost.answersAnybody()).isFalse();
    assertThat(lost.next(KeyRing.NONE).isOpen()).isFalse();
  }

  @Test
  void aKeyThatComesAfterTheLastWasLostIsKnown() {
    KeyRing again = of("a").next(KeyRing.NONE).next(of("b"));
    assertThat(again.find("b")).isPresent();
    assertThat(again.find("a")).isEmpty();
    assertThat(again.answersAnybody()).isTrue();
    assertThat(again.next(KeyRing.NONE).isOpen()).isFalse();
  }
}
