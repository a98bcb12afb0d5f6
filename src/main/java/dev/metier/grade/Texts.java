package dev.metier.grade;

import static dev.metier.grade.Wording.quote;

import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// Graders that look at the answer's text as it stands.
final class Texts {
  private static final int NAMED = 3;

  private Texts() {}

  /// The answer is the expected text.
  record Equal(Wording expected, boolean ignoreCase) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      String wanted = expected.in(sample).strip();
      String found = sample.reply().text().strip();
      return found.equals(wanted) || (ignoreCase && fold(found).equals(fold(wanted)))
          ? Grade.pass("Found " + quote(found) + ", as expected.")
          : Grade.fail("Expected " + quote(wanted) + ", found " + quote(found) + ".");
    }
  }

  /// The answer is one of the expected texts.
  record OneOf(List<Wording> expected, boolean ignoreCase) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      List<String> wanted = expected.stream().flatMap(w -> w.listIn(sample).stream()).toList();
      String found = sample.reply().text().strip();
      String comparable = ignoreCase ? fold(found) : found;
      for (String text : wanted) {
        String stripped = text.strip();
        if (comparable.equals(ignoreCase ? fold(stripped) : stripped)) {
          return Grade.pass("Found " + quote(found) + ", one of those expected.");
        }
      }
      return Grade.fail("Expected one of " + naming(wanted) + ", found " + quote(found) + ".");
    }
  }

  /// The answer contains all, or any, of the texts.
  record Contains(List<Wording> texts, boolean all, boolean ignoreCase) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      List<String> wanted = wanted(sample);
      if (wanted.stream().anyMatch(String::isBlank)) {
        return Grade.broken("There is no text to look for.");
      }
      String found = sample.reply().text();
      String comparable = ignoreCase ? fold(found) : found;
      Predicate<String> there = text -> comparable.contains(ignoreCase ? fold(text) : text);
      return all ? everyOne(wanted, there, found) : anyOne(wanted, there, found);
    }

    private List<String> wanted(Sample sample) {
      var wanted = new ArrayList<String>();
      for (Wording text : texts) {
        wanted.addAll(text.isVariable() ? text.listIn(sample) : List.of(text.in(sample)));
      }
      return wanted;
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

  /// The answer starts with the text.
  record StartsWith(Wording text, boolean ignoreCase) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      String wanted = text.in(sample).strip();
      if (wanted.isEmpty()) {
        return Grade.broken("There is no text to start with.");
      }
      String found = sample.reply().text().strip();
      boolean starts = ignoreCase ? fold(found).startsWith(fold(wanted)) : found.startsWith(wanted);
      return starts
          ? Grade.pass("Starts with " + quote(wanted) + ".")
          : Grade.fail("Expected to start with " + quote(wanted) + ", found " + quote(found) + ".");
    }
  }

  /// The regular expression is found in the answer, or matches all of it.
  record Regex(BoundedPattern pattern, boolean whole) implements Grader {
    static Grader of(GraderSpec.Regex spec) {
      int flags = spec.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
      try {
        return new Regex(new BoundedPattern(Pattern.compile(spec.pattern(), flags)), spec.whole());
      } catch (PatternSyntaxException e) {
        String why = quote(spec.pattern()) + " is not a regular expression: " + e.getDescription();
        return sample -> Grade.broken(why + ".");
      }
    }

    @Override
    public Grade grade(Sample sample) {
      String found = sample.reply().text().strip();
      String wanted = quote(pattern.pattern().pattern());
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
