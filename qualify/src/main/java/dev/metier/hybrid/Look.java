package dev.metier.hybrid;

import dev.metier.check.CheckResult;

/// What a check says of one answer, and what it took beside the answer.
///
/// @param cost of further answers, in billionths of a dollar; NaN when it is not known
/// @param nanos time it took; NaN when it is not known
public record Look(CheckResult result, double cost, double nanos) {
  /// A look that takes nothing worth counting.
  public static Look free(CheckResult result) {
    return new Look(result, 0, 0);
  }

  boolean passes() {
    return result instanceof CheckResult.Pass;
  }
}
