package dev.metier.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether a text that somebody wrote is JSON, and whether it was meant to be.
public final class JsonSyntax {
  /// How objects and lists begin, also with the quotes of other languages. A bracket alone says
  /// nothing: mails begin with `[EXTERNAL]`.
  private static final Pattern MEANT = Pattern.compile("\\s*(\\{\\s*[\"'}]|\\[\\s*[\\[{\"'\\]])");

  private JsonSyntax() {}

  /// Why a text is no JSON, in half a sentence; empty when it is.
  public static Optional<String> mistake(String text) {
    try {
      new JsonIn(text.getBytes(StandardCharsets.UTF_8), Set.of()).whole();
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(Optional.ofNullable(e.getMessage()).orElse("it ends too early"));
    }
  }

  /// Why a text that begins like an object or a list is no JSON; empty when it is, and for others.
  public static Optional<String> slip(String text) {
    return MEANT.matcher(text).lookingAt() ? mistake(text) : Optional.empty();
  }
}
