package dev.metier.learn.router;

import java.util.Locale;
import java.util.SplittableRandom;

/// A change to a text that should change no decision about it.
public enum Alteration {
  CASE("other case") {
    @Override
    String of(String text, SplittableRandom random) {
      return random.nextBoolean() ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
    }
  },
  BLANKS("other blanks") {
    @Override
    String of(String text, SplittableRandom random) {
      return "  " + text.replace(" ", "  ").replace("\n", "\n\n") + "\n";
    }
  },
  /// Two letters that stand side by side change places.
  TYPO("one typo") {
    @Override
    String of(String text, SplittableRandom random) {
      int from = random.nextInt(text.length() + 1);
      for (int i = 0; i + 1 < text.length(); i++) {
        int at = (from + i) % (text.length() - 1);
        char a = text.charAt(at);
        char b = text.charAt(at + 1);
        if (a != b && Character.isLetter(a) && Character.isLetter(b)) {
          return text.substring(0, at) + b + a + text.substring(at + 2);
        }
      }
      return text;
    }
  };

  private final String words;

  Alteration(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  abstract String of(String text, SplittableRandom random);
}
