package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
/// @param allowed fields and hosted tools that requests may use although they choose another host,
///   model, tool server or price
public record Serving(
    List<String> aliases,
    Optional<Money> perDay,
    Optional<Duration> cache,
    Optional<DataClass> personal,
    boolean keepContent,
    Optional<Duration> store,
    Set<String> allowed) {
  /// Nothing said.
  public static final Serving PLAIN =
      new Serving(
          List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

  /// What names of fields and tools look like.
  public static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.:-]{1,80}");

  /// What other names of jobs look like.
  public static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@+\\[\\]-]{0,119}");

  /// A job whose requests may use no field that chooses who runs them.
  public Serving(
      List<String> aliases,
      Optional<Money> perDay,
      Optional<Duration> cache,
      Optional<DataClass> personal,
      boolean keepContent,
      Optional<Duration> store) {
    this(aliases, perDay, cache, personal, keepContent, store, Set.of());
  }

  public Serving {
    aliases = List.copyOf(aliases);
    allowed = Set.copyOf(allowed);
  }

  /// Whether this can be the name of a field or of a tool.
  public static boolean fieldAllowed(String text) {
    return FIELD.matcher(text).matches();
  }

  /// Whether clients may use this as another name; wider than a job's name, so that it can be the
  /// id of a vendor's model.
  public static boolean aliasAllowed(String text) {
    return ALIAS.matcher(text).matches();
  }
}
