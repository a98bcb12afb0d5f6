package dev.metier.account;

import dev.metier.job.JobName;
import dev.metier.job.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A key that the gateway gives to a client; the key itself is shown once and never kept.
///
/// @param name who it is for
/// @param hash SHA-256 of the key's UTF-8 text, as 64 hexadecimal characters
/// @param jobs what it may ask for; empty: every job
/// @param perDay most money a day (UTC)
/// @param perMinute most requests in any minute
/// @param mayOverride whether its client may name the job in the header `x-metier-job` instead of
///   the `model` field
public record VirtualKey(
    String name,
    String hash,
    Set<JobName> jobs,
    Optional<Money> perDay,
    OptionalInt perMinute,
    boolean mayOverride,
    Instant created) {
  public VirtualKey {
    jobs = Set.copyOf(jobs);
  }

  /// Whether it may ask for this job.
  public boolean mayAsk(JobName job) {
    return jobs.isEmpty() || jobs.contains(job);
  }
}
