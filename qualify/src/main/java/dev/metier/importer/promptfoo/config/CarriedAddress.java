package dev.metier.importer.promptfoo.config;

import dev.metier.core.problem.Place;
import dev.metier.privacy.Kind;
import dev.metier.privacy.PersonalData;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses and commands of a configuration, of which no key is copied.
public final class CarriedAddress {
  private static final Pattern USER = Pattern.compile("(?<=://)[^/?#]*@");
  private static final Pattern QUERY =
      Pattern.compile("(?i)(?<=[?&])[^=&#]*(key|token|secret|passw|pwd|auth|sig)[^=&#]*=[^&#]*&?");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(^|[-/?&;\\s])(api[-_]?key|key|token|secret|password|passwd|pwd|auth)[=:]\\S+");

  private CarriedAddress() {}

  /// The address without a user and without what looks like a key in its query, which is told.
  public static String url(String text, ConfigFolder source, Place place) {
    String rest = plain(text);
    boolean secret = PersonalData.in(rest).kinds().contains(Kind.SECRET);
    String plain = secret ? rest.replaceAll("[?#].*", "") : rest;
    if (!plain.equals(text)) {
      source.lost(
          "url",
          place,
          "A user or a key stands in the address; it is not copied.",
          "Put the key into the environment and name it: `key: env:NAME`.");
    }
    return plain;
  }

  /// An address without its user and the keys in its query.
  public static String plain(String text) {
    return QUERY
        .matcher(USER.matcher(text).replaceAll(""))
        .replaceAll("")
        .replaceFirst("[?&]+(?=#|$)", "");
  }

  /// Why a command is not carried over; empty when nothing in it looks like a key.
  public static Optional<String> key(String command) {
    return NAMED.matcher(command).find() || PersonalData.in(command).kinds().contains(Kind.SECRET)
        ? Optional.of("What looks like a key stands in the command; it is not copied.")
        : Optional.empty();
  }
}
