package dev.metier.terminal.label;

import java.util.List;

/// What a person is asked about: a few texts, and the keys that answer.
///
/// @param title in the first line, on the left
/// @param status in the first line, on the right
/// @param message what became of the last key; may be empty
/// @param keys the keys with a word each: `1 pass`
public record Sheet(
    String title, String status, List<Section> sections, String message, List<String> keys) {
  /// A text under a heading.
  ///
  /// @param background whether it may be cut when there is no room, for the person knows it or can
  ///   ask for it
  public record Section(String heading, String text, boolean background) {}

  public Sheet {
    sections = List.copyOf(sections);
    keys = List.copyOf(keys);
  }
}
