package dev.metier.job;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount in US dollars, exact to a billionth of a dollar; other currencies are converted when
/// read.
public record Money(long nanos) implements Comparable<Money> {
  public static final Money ZERO = new Money(0);
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  public static Money usd(double dollars) {
    return usd(BigDecimal.valueOf(dollars));
  }

  public static Money usd(BigDecimal dollars) {
    return new Money(dollars.multiply(BILLION).setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  public double dollars() {
    return nanos / 1e9;
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(nanos, other.nanos));
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(nanos, other.nanos));
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
