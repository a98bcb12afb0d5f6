package dev.metier.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a search brought: kinds and places, never the content.
///
/// @param kinds all kinds that were found
/// @param places the first of them, in the order of the texts
/// @param unread why some of it was not searched; callers treat this as found
public record Detections(Set<Kind> kinds, List<Place> places, List<String> unread) {
  /// Where something was found.
  ///
  /// @param text which text of the request, from 0; each message's parts count singly
  /// @param start of the first character in it
  /// @param end behind the last one
  public record Place(Kind kind, int text, int start, int end) {}

  public Detections {
    kinds = Set.copyOf(kinds);
    places = List.copyOf(places);
    unread = List.copyOf(unread);
  }

  /// Whether anything was found, or some of it could not be searched.
  public boolean any() {
    return !kinds.isEmpty() || !unread.isEmpty();
  }

  /// The same with these kinds too, without their places.
  Detections and(Set<Kind> others) {
    var all = new HashSet<>(kinds);
    all.addAll(others);
    return new Detections(all, places, unread);
  }
}
