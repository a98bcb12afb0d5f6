package dev.metier.plan;

import java.util.Comparator;

/// Which of several open questions gets the next call: first everyone ten cases, then the one whose
/// verdict is nearest for its price.
///
/// Smallest remaining work first decides the most verdicts for the money; putting the money where
/// doubt is greatest would pour it into cases at the bar that nothing decides.
///
/// @param started units asked so far
/// @param remaining estimated units until the verdict
/// @param price expected price of a unit, in dollars; 0 for models without a bill
public record Allocation(int started, double remaining, double price)
    implements Comparable<Allocation> {
  private static final int FIRST = 10;

  /// What an answer of a model without a bill is reckoned at, so that its remaining calls still
  /// count.
  private static final double LEAST_PRICE = 1e-6;

  private static final Comparator<Allocation> ORDER =
      Comparator.comparing(Allocation::settled)
          .thenComparingInt(a -> a.settled() ? 0 : a.started())
          .thenComparingDouble(a -> a.remaining() * Math.max(LEAST_PRICE, a.price()));

  private boolean settled() {
    return started >= FIRST;
  }

  @Override
  public int compareTo(Allocation other) {
    return ORDER.compare(this, other);
  }
}
