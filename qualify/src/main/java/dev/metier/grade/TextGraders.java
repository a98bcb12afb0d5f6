package dev.metier.grade;

import static dev.metier.grade.Wording.quote;

import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// Graders that look at the answer's text as it stands.
final class TextGraders {
  private static final int NAMED = 3;

  private TextGraders() {}

  /// The answer is the expected text.
  record Equal(Wording expected, Normalization form) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      String wanted = expected.in(sample).strip();
      String found = sample.reply().text().strip();
      return form.stripped(found).equals(form.stripped(wanted))
          ? Grade.pass("Found " + quote(found) + ", as expected.")
          : Grade.fail("Expected " + quote(wanted) + ", found " + quote(found) + ".");
    }
  }

  /// The answer is one of the expected texts.
  record OneOf(List<Wording> expected, Normalization form) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      List<String> wanted = Wording.textsIn(expected, sample);
      String found = sample.reply().text().strip();
      String comparable = form.stripped(found);
      for (String text : wanted) {
        if (comparable.equals(form.stripped(text))) {
          return Grade.pass("Found " + quote(found) + ", one of those expected.");
        }
      }
      return Grade.fail("Expected one of " + naming(wanted) + ", found " + quote(found) + ".");
    }
  }

  /// The answer contains all, or any, of the texts.
  record Contains(List<Wording> texts, boolean all, Normalization form) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      List<String> wanted = Wording.textsIn(texts, sample);
      if (wanted.stream().anyMatch(String::isBlank)) {
        return Grade.broken("There is no text to look for.");
      }
      String found = sample.reply().text();
      String comparable = form.of(found);
      Predicate<String> there = text -> comparable.contains(form.of(text));
      return all ? everyOne(wanted, there, found) : anyOne(wanted, there, found);
    }

    private static Grade everyOne(List<String> wanted, Predicate<String> there, String found) {
      List<String> missing = wanted.stream().filter(there.negate()).toList();
      return missing.isEmpty()
          ? Grade.pass("Contains " + naming(wanted) + ".")
          : Grade.fail("Expected to contain " + naming(missing) + ", found " + quote(found) + ".");
    }

    private static Grade anyOne(List<String> wanted, Predicate<String> there, String found) {
      return wanted.stream()
          .filter(there)
          .findFirst()
          .map(text -> Grade.pass("Contains " + quote(text) + "."))
          .orElseGet(() ->
              Grade.fail(
                  "Expected to contain any of "
                      + naming(wanted)
                      + ", found "
                      + quote(found)
                      + "."));
    }
  }

  /// The answer starts with one of the texts.
  record StartsWith(List<Wording> texts, Normalization form) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      List<String> wanted = Wording.textsIn(texts, sample).stream().map(String::strip).toList();
      if (wanted.stream().anyMatch(String::isEmpty)) {
        return Grade.broken("There is no text to start with.");
      }
      String found = sample.reply().text().strip();
      String comparable = form.stripped(found);
      return wanted.stream()
          .filter(text -> comparable.startsWith(form.stripped(text)))
          .findFirst()
          .map(text -> Grade.pass("Starts with " + quote(text) + "."))
          .orElseGet(() ->
              Grade.fail(
                  "Expected to start with "
                      + (wanted.size() > 1 ? "any of " : "")
                      + naming(wanted)
                      + ", found "
                      + quote(found)
                      + "."));
    }
  }

  /// The regular expression is found in the answer, or matches all of it.
  record Regex(Template template, int flags, boolean whole) implements Grader {
    static Grader of(GraderSpec.Regex spec) {
      int fold = spec.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0;
      var regex = new Regex(spec.pattern(), Pattern.UNICODE_CHARACTER_CLASS | fold, spec.whole());
      if (!spec.pattern().variables().isEmpty()) {
        return regex;
      }
      BoundedPattern pattern = regex.compiled(spec.pattern().text());
      return sample -> regex.grade(sample, pattern);
    }

    /// @throws IllegalArgumentException when it is none; the grade is then broken
    private BoundedPattern compiled(String pattern) {
      try {
        return new BoundedPattern(Pattern.compile(pattern, flags));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            quote(pattern) + " is not a regular expression: " + e.getDescription(), e);
      }
    }

    @Override
    public Grade grade(Sample sample) {
      return grade(sample, compiled(template.fill(sample.given().values(), Pattern::quote)));
    }

    private Grade grade(Sample sample, BoundedPattern pattern) {
      String found = sample.reply().text().strip();
      String wanted = quote(shown(sample));
      Matcher matcher = pattern.on(found);
      try {
        if (whole ? matcher.matches() : matcher.find()) {
          return Grade.pass(quote(matcher.group()) + " matches the pattern " + wanted + ".");
        }
      } catch (StackOverflowError e) {
        return Grade.broken("The pattern " + wanted + " nests too deeply on this answer.");
      }
      String expectation = whole ? "Expected a match of " : "Expected a place that matches ";
      return Grade.fail(expectation + wanted + ", found " + quote(found) + ".");
    }

    private String shown(Sample sample) {
      return template.variables().isEmpty()
          ? template.text()
          : template.fill(sample.given().values());
    }
  }

  /// A regular expression that gives up after a number of steps, so that no answer can stall it.
  /// Steps rather than time: the same answer gets the same grade on every machine.
  record BoundedPattern(Pattern pattern) {
    private static final long MOST_STEPS = 20_000_000;

    /// @throws IllegalArgumentException from the matcher, when the pattern takes too many steps
    Matcher on(String text) {
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

  /// The text for comparing without regard to case, in any script.
  static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static String naming(List<String> texts) {
    String named =
        texts.stream().limit(NAMED).map(Wording::quote).collect(Collectors.joining(", "));
    return texts.size() <= NAMED ? named : named + " and " + (texts.size() - NAMED) + " more";
  }
}
