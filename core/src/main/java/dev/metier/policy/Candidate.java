package dev.metier.policy;

import dev.metier.job.ModelName;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.Optional;

/// What was found of one model for one job.
///
/// @param verdict the word: FIT, UNFIT, UNDECIDED, FORBIDDEN or EXPIRED
/// @param reason one sentence
/// @param trials how many trials it rests on
/// @param perThousand mean cost of a thousand answers, with hardware and energy, where it was
///   measured
/// @param p95 the time within which 95 of 100 answers were complete, where it was measured
/// @param formOnly whether it is FIT by the form of its answers alone
public record Candidate(
    ModelName model,
    String verdict,
    String reason,
    int trials,
    Optional<Money> perThousand,
    Optional<Duration> p95,
    boolean formOnly) {
  /// Without figures.
  public Candidate(ModelName model, String verdict, String reason, int trials) {
    this(model, verdict, reason, trials, Optional.empty(), Optional.empty(), false);
  }
}
