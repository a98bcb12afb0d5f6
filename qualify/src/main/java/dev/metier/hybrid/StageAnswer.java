package dev.metier.hybrid;

import dev.metier.ledger.Outcome;

/// How one model answered one case.
///
/// @param score 0..1; 0 when it was not served
/// @param served whether a usable answer came; that none came says nothing of the model's quality
/// @param cost in billionths of a dollar; NaN when it is not known; what was not served costs
///   nothing
/// @param nanos time of the answer; NaN when it is not known
public record StageAnswer(double score, boolean served, double cost, double nanos) {
  /// As it counts in verdicts.
  public static StageAnswer of(Outcome outcome) {
    return new StageAnswer(
        outcome.score(),
        outcome.served(),
        outcome.costNanos() >= 0 ? outcome.costNanos() : outcome.served() ? Double.NaN : 0,
        outcome.totalNanos() < 0 ? Double.NaN : outcome.totalNanos());
  }
}
