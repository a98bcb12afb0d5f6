package dev.metier.chat;

import java.util.List;
import java.util.Optional;

/// Up to where a request is worth keeping in the vendor's cache.
///
/// @param marks where the client says so
/// @param automatic whether the vendor's usual places are to be marked where the client says
///   nothing
public record CacheHints(List<Mark> marks, boolean automatic) {
  public static final CacheHints NONE = new CacheHints(List.of(), false);

  /// The request up to this part, kept for the vendor's usual time or for this one, such as `1h`.
  public record Mark(Part part, Optional<String> ttl) {}

  public CacheHints {
    marks = List.copyOf(marks);
  }

  /// The mark behind this part.
  public Optional<Mark> behind(Part part) {
    return marks.stream().filter(mark -> mark.part().equals(part)).findFirst();
  }
}
