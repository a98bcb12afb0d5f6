package dev.metier.core.problem;

import java.util.Optional;

/// One mistake: the place, a sentence that says what is wrong there, and a remedy.
///
/// @param place where, when the mistake has a place in a file
/// @param what one sentence, ending in a full stop
/// @param hint what to do about it; may be empty
public record Problem(Optional<Place> place, String what, String hint) {
  public static Problem at(Place place, String what, String hint) {
    return new Problem(Optional.of(place), what, hint);
  }

  public static Problem general(String what, String hint) {
    return new Problem(Optional.empty(), what, hint);
  }
}
