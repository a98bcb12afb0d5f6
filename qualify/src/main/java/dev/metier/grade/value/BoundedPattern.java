package dev.metier.grade.value;

import static dev.metier.core.text.Quotation.quote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regular expression that gives up after a number of steps, so that no answer can stall it.
/// Steps rather than time: the same answer gets the same grade on every machine.
public record BoundedPattern(Pattern pattern) {
  private static final long MOST_STEPS = 20_000_000;

  /// A matcher of the pattern on this text.
  ///
  /// @throws IllegalArgumentException from the matcher, when the pattern takes too many steps
  public Matcher on(String text) {
    return pattern.matcher(new Counted(text, pattern));
  }

  /// A text that counts how often it is looked at.
  private static final class Counted implements CharSequence {
    private final String text;
    private final Pattern pattern;
    private long steps;

    Counted(String text, Pattern pattern) {
      this.text = text;
      this.pattern = pattern;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new IllegalArgumentException(
            "The pattern " + quote(pattern.pattern()) + " takes too many steps on this answer");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
