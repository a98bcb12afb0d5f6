package dev.metier.verdict;

import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;

/// The most that one answer can cost, in billionths of a dollar: what makes the mean of a sample of
/// costs say anything about the mean of all.
///
/// @param stated what prompt, `max_tokens` and prices allow; 0 when nothing limits it
/// @param used what costs are measured against, at least `stated`
record Cap(double stated, double used) {
  /// Costs are measured against at least this many times the limit, which keeps the test's bar
  /// inside 0..1.
  private static final double LEAST = 2;

  static Cap of(Requirement.Cost need, double stated) {
    return new Cap(stated, Math.max(stated, LEAST * need.perThousand().nanos() / 1000.0));
  }

  boolean known() {
    return stated > 0;
  }

  /// Whether the answer cost more than can be; a billionth is rounding.
  boolean isExceededBy(Outcome outcome) {
    return known() && outcome.costNanos() > stated + 1;
  }
}
