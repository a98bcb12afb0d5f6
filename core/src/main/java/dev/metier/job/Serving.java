package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How the gateway serves a job.
///
/// @param aliases other names that clients may use for it
/// @param perDay most money a day, over all keys
/// @param cache how long equal requests get the same answer again; empty: never
/// @param personal the class that a request is raised to when personal data or secrets are found in
///   it; empty: nobody looks
/// @param keepContent whether requests and answers may be kept in the journal, not only their
///   figures
/// @param store how long an answer of the Responses API is kept in memory after its last use, so
///   that the next request can go on from it; zero: never; empty: an hour, and never for restricted
///   data
public record Serving(
    List<String> aliases,
    Optional<Money> perDay,
    Optional<Duration> cache,
    Optional<DataClass> personal,
    boolean keepContent,
    Optional<Duration> store) {
  /// Nothing said.
  public static final Serving PLAIN =
      new Serving(
          List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

  /// What other names of jobs look like.
  public static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@+\\[\\]-]{0,119}");

  public Serving {
    aliases = List.copyOf(aliases);
  }

  /// Whether clients may use this as another name; wider than a job's name, so that it can be the
  /// id of a vendor's model.
  public static boolean aliasAllowed(String text) {
    return ALIAS.matcher(text).matches();
  }
}
