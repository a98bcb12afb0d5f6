package dev.metier.label;

import dev.metier.core.text.Digest;

/// An answer that is labelled.
///
/// @param source the model that gave it; for one that was made up, the way it was
/// @param madeUp whether it is an error that was made from a right answer, to have enough of both
///   classes
public record LabelledAnswer(String text, String source, boolean madeUp) {
  /// What identifies it, whoever gave it.
  public String hash() {
    return hash(text);
  }

  static String hash(String text) {
    return new Digest().add("answer/1").add(text).hex();
  }
}
