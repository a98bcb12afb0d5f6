package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the gateway serves a job.
///
/// @param aliases other names that clients may use for it
/// @param perDay most money a day, over all keys
/// @param cache how long equal requests get the same answer again; empty: never
/// @param personal the class that a request is raised to when personal data or secrets are found in
///   it; empty: nobody looks
/// @param keepContent whether requests and answers may be kept in the journal, not only their
///   figures
public record Serving(
    List<String> aliases,
    Optional<Money> perDay,
    Optional<Duration> cache,
    Optional<DataClass> personal,
    boolean keepContent) {
  /// Nothing said.
  public static final Serving PLAIN =
      new Serving(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  public Serving {
    aliases = List.copyOf(aliases);
  }
}
