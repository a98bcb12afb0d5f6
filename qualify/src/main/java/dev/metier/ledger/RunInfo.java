package dev.metier.ledger;

import dev.metier.job.Money;
import java.time.Instant;
import java.util.Optional;

/// One run of a command that adds evidence.
///
/// @param ended empty while it is at work, and for good when its process died
/// @param calls trials it made
/// @param spent marginal cost of those
public record RunInfo(
    long id, Instant started, Optional<Instant> ended, Optional<End> how, long calls, Money spent) {
  /// How a run ended.
  public enum End {
    /// Everything was decided or exhausted.
    FINISHED,
    /// By hand.
    STOPPED,
    /// No money was left.
    BUDGET
  }
}
