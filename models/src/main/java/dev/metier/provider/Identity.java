package dev.metier.provider;

import dev.metier.catalog.Fingerprint;
import java.util.Optional;
import java.util.OptionalInt;

/// What a provider knows of the model it serves.
///
/// @param window tokens the server really allots, when it says
/// @param slots requests it serves at a time, when it says
/// @param elsewhere set when the answer really comes from another machine than the one called (a
///   cloud model behind a local port): its name; privacy treats such a model as public
/// @param trouble why it cannot be asked, when that is known already
/// @param cause what kind of trouble that is
public record Identity(
    Fingerprint fingerprint,
    OptionalInt window,
    OptionalInt slots,
    Optional<String> elsewhere,
    Optional<String> trouble,
    Answer.Cause cause) {
  /// With trouble, if any, that is no server's.
  public Identity(
      Fingerprint fingerprint,
      OptionalInt window,
      OptionalInt slots,
      Optional<String> elsewhere,
      Optional<String> trouble) {
    this(fingerprint, window, slots, elsewhere, trouble, Answer.Cause.UNUSABLE);
  }
}
