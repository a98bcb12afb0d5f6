package dev.metier.privacy;

import java.util.Arrays;
import java.util.Optional;

/// A text without the invisible characters that split words: soft hyphens, zero-width spaces and
/// joiners.
@SuppressWarnings("ArrayRecordComponent") // compared with no other
record VisibleText(String text, int[] origins) {
  private static final char SOFT_HYPHEN = '\u00ad';

  /// Empty when all characters are seen.
  static Optional<VisibleText> of(String text) {
    if (text.chars().noneMatch(VisibleText::isFormat)) {
      return Optional.empty();
    }
    var visible = new StringBuilder(text.length());
    var origins = new int[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isFormat(c)) {
        origins[visible.length()] = i;
        visible.append(c);
      }
    }
    origins[visible.length()] = text.length();
    return Optional.of(
        new VisibleText(visible.toString(), Arrays.copyOf(origins, visible.length() + 1)));
  }

  private static boolean isFormat(int c) {
    return c >= SOFT_HYPHEN && Character.getType(c) == Character.FORMAT;
  }

  void scan(DetectionCollector found) {
    found.decoded(origins);
    new TextScan(text, found).run();
  }
}
