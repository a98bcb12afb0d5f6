package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.BoundedPattern;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The regular expression is found in the answer, or matches all of it.
public record RegexGrader(Template template, int flags, boolean whole) implements Grader {
  public static Grader of(GraderSpec.Regex spec) {
    int fold = spec.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0;
    var regex =
        new RegexGrader(spec.pattern(), Pattern.UNICODE_CHARACTER_CLASS | fold, spec.whole());
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
