package dev.metier.learn;

import dev.metier.core.text.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;

/// Parts texts into folds by their content, so that the same text, however it is set, never stands
/// on both sides.
public final class ContentFolds {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final int count;
  private final String salt;

  /// Folds of like size.
  ///
  /// @param count at least 2
  /// @param salt another one parts otherwise
  public ContentFolds(int count, String salt) {
    if (count < 2) {
      throw new IllegalArgumentException("at least two folds, not " + count);
    }
    this.count = count;
    this.salt = salt;
  }

  public int count() {
    return count;
  }

  /// The fold of a text, from 0.
  public int of(String text) {
    String content = BLANKS.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
    byte[] hash = Sha256.of(salt + "\0" + content);
    long head = 0;
    for (int i = 0; i < 7; i++) {
      head = head << 8 | (hash[i] & 0xff);
    }
    return (int) (head % count);
  }
}
