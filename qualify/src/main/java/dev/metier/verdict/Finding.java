package dev.metier.verdict;

import dev.metier.job.Requirement;
import dev.metier.stats.Interval;
import dev.metier.stats.MoreResults;
import java.util.Optional;
import java.util.OptionalDouble;

/// Whether one need is met by one model.
///
/// @param seen cases counted
/// @param available cases there are
/// @param interval where the measured quantity lies, at the need's confidence, whenever one looks;
///   in the unit of the bar
/// @param bar the need's limit, in its own unit (share, seconds, dollars per thousand, tokens a
///   second)
/// @param estimate the plain mean or quantile of what was seen, biased by stopping; for display
///   only
/// @param reason one sentence
/// @param chance probability that the remaining cases decide, 0..1, when undecided
/// @param remaining estimated further cases until decided, an index for programs
/// @param more how many further cases a decision will probably take; empty when decided, or when
///   too few were seen to tell
public record Finding(
    Requirement need,
    Status status,
    int seen,
    int available,
    Interval interval,
    double bar,
    OptionalDouble estimate,
    String reason,
    double chance,
    double remaining,
    Optional<MoreResults> more) {
  /// With nothing told of the further cases.
  public Finding(
      Requirement need,
      Status status,
      int seen,
      int available,
      Interval interval,
      double bar,
      OptionalDouble estimate,
      String reason,
      double chance,
      double remaining) {
    this(
        need,
        status,
        seen,
        available,
        interval,
        bar,
        estimate,
        reason,
        chance,
        remaining,
        Optional.empty());
  }

  /// A need's state.
  public enum Status {
    MET,
    UNMET,
    UNDECIDED
  }
}
