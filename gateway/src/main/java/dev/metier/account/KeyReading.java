package dev.metier.account;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.job.JobName;
import java.util.Optional;
import java.util.Set;

/// One pass over the file of keys. Not thread-safe.
final class KeyReading extends Reading {
  private final Optional<Set<JobName>> jobs;

  /// @param jobs that keys may name; empty when that is not looked at
  KeyReading(Optional<Set<JobName>> jobs) {
    super(Notation.JSON);
    this.jobs = jobs;
  }

  /// A job, if there is such a one.
  static Optional<JobName> known(JobName job, Place place, Reading reading) {
    return reading instanceof KeyReading keys && !keys.knows(job)
        ? keys.unknown(job, place)
        : Optional.of(job);
  }

  private boolean knows(JobName job) {
    return jobs.map(all -> all.contains(job)).orElse(true);
  }

  private Optional<JobName> unknown(JobName job, Place place) {
    problem(
        place,
        "The policy has no job of this name.",
        Nearest.hint(
            job.text(), jobs.orElse(Set.of()).stream().map(JobName::text).sorted().toList()));
    return Optional.empty();
  }
}
