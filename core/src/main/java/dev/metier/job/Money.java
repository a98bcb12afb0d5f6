package dev.metier.job;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount in US dollars, exact to a billionth of a dollar; other currencies are converted when
/// read. Sums saturate: what is more than some nine billion dollars is that much, so that no
/// amount, however absurd, ends whoever counts.
public record Money(long nanos) implements Comparable<Money> {
  public Money {
    // so that there is as much below nothing as above
    nanos = Math.max(nanos, -Long.MAX_VALUE);
  }

  public static final Money ZERO = new Money(0);

  /// Digits behind the point.
  public static final int DIGITS = 9;

  private static final Money MOST = new Money(Long.MAX_VALUE);
  private static final Money LEAST = new Money(-Long.MAX_VALUE);
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE, DIGITS);

  /// So many dollars; what is no number counts as the most there is.
  public static Money usd(double dollars) {
    if (Double.isNaN(dollars) || Double.isInfinite(dollars)) {
      return dollars < 0 ? LEAST : MOST;
    }
    return usd(BigDecimal.valueOf(dollars));
  }

  public static Money usd(BigDecimal dollars) {
    if (dollars.abs().compareTo(LIMIT) >= 0) {
      return dollars.signum() < 0 ? LEAST : MOST;
    }
    // digits before the point, less than none where zeros follow it
    if (dollars.precision() - (long) dollars.scale() < -DIGITS) {
      return ZERO;
    }
    return new Money(dollars.setScale(DIGITS, RoundingMode.HALF_UP).unscaledValue().longValue());
  }

  public double dollars() {
    return nanos / 1e9;
  }

  public Money plus(Money other) {
    long sum = nanos + other.nanos;
    boolean over = ((nanos ^ sum) & (other.nanos ^ sum)) < 0;
    return over ? (nanos < 0 ? LEAST : MOST) : new Money(sum);
  }

  public Money minus(Money other) {
    return plus(new Money(-other.nanos));
  }

  /// This amount, or nothing when it is less than that.
  public Money orZero() {
    return nanos < 0 ? ZERO : this;
  }

  /// This amount times `factor`, rounded to the nearest billionth.
  public Money times(double factor) {
    return new Money(Math.round(nanos * factor));
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, other.nanos);
  }

  /// For people: `$12.34`, and more digits for what is under a cent.
  @Override
  public String toString() {
    double dollars = Math.abs(dollars());
    int digits = dollars == 0 || dollars >= 0.1 ? 2 : dollars >= 0.001 ? 4 : 6;
    String text =
        BigDecimal.valueOf(dollars).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    return (nanos < 0 ? "-$" : "$") + text;
  }
}
