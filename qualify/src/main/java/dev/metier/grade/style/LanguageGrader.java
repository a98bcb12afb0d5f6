package dev.metier.grade.style;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The answer is in a language.
public record LanguageGrader(String code) implements Grader {
  private static final int SHORT = 40;
  private static final int GUESSES = 3;
  private static final int READ = 5_000;
  private static final Pattern ASIDE =
      Pattern.compile(
          "```[\\s\\S]*?(?:```|\\z)|`[^`\\n]{0,200}`|https?://\\S{1,500}|\\S{1,200}@\\S{1,200}");

  public static Grader of(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    if (!Languages.CODES.contains(lower)) {
      throw new IllegalArgumentException(
          "The language "
              + quote(code)
              + " is not known; there are "
              + String.join(", ", Languages.CODES.stream().sorted().toList()));
    }
    return new LanguageGrader(lower);
  }

  @Override
  public Grade grade(Sample sample) {
    String whole = sample.reply().text();
    String start = ShortText.of(whole, READ);
    String text = ASIDE.matcher(start).replaceAll(" ");
    long letters = text.codePoints().filter(Character::isLetter).count();
    String wanted = Languages.name(code);
    if (letters == 0) {
      return Grade.fail("Expected " + wanted + ", found no words in " + quote(whole) + ".");
    }
    List<String> guesses = Languages.of(text);
    int allowed = Math.min(letters < SHORT ? GUESSES : 1, guesses.size());
    return guesses.subList(0, allowed).contains(code)
        ? Grade.pass("The answer is in " + wanted + ".")
        : Grade.fail(
            "Expected "
                + wanted
                + ", found "
                + Languages.name(guesses.getFirst())
                + ": "
                + quote(whole)
                + ".");
  }
}
