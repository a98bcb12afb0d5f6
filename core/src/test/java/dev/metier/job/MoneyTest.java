package dev.metier.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoneyTest {
  private static final long SEED = 4_711;
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final long[] ODD = {
    -Long.MAX_VALUE, -Long.MAX_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };

  /// The exact sum, within what can be said.
  private static long sum(long one, BigInteger other) {
    BigInteger sum = BigInteger.valueOf(one).add(other);
    return sum.min(MOST).max(MOST.negate()).longValue();
  }

  @Test
  void sumsAndDifferencesAreExactOrTheMostThatCanBeSaid() {
    var random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      long one = number(random);
      long other = number(random);
      var exact = BigInteger.valueOf(other);
      assertThat(new Money(one).plus(new Money(other)).nanos())
          .as("%d + %d", one, other)
          .isEqualTo(sum(one, exact));
      assertThat(new Money(one).minus(new Money(other)).nanos())
          .as("%d - %d", one, other)
          .isEqualTo(sum(one, exact.negate()));
    }
  }

  private static long number(Random random) {
    return random.nextInt(3) == 0
        ? ODD[random.nextInt(ODD.length)]
        : random.nextLong(-Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void noNumberOfDollarsIsTooMuch() {
    Money most = new Money(Long.MAX_VALUE);
    assertThat(Money.usd(1e300)).isEqualTo(most);
    assertThat(Money.usd(Double.POSITIVE_INFINITY)).isEqualTo(most);
    assertThat(Money.usd(Double.NaN)).isEqualTo(most);
    assertThat(Money.usd(new BigDecimal("1e999999999"))).isEqualTo(most);
    assertThat(Money.usd(new BigDecimal("-1e999999999")).nanos()).isEqualTo(-Long.MAX_VALUE);
    assertThat(Money.usd(new BigDecimal("1e-999999999"))).isEqualTo(Money.ZERO);
    assertThat(Money.usd(new BigDecimal("0.0000000015"))).isEqualTo(new Money(2));
    assertThat(Money.usd(new BigDecimal("9223372036.854775806")))
        .isEqualTo(most.minus(new Money(1)));
    assertThat(most.times(1e300)).isEqualTo(most);
  }
}
