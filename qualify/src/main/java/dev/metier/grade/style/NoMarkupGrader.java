package dev.metier.grade.style;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Markup;
import dev.metier.grade.Sample;

/// The answer has no thinking tags, tool call markup or control tokens.
public record NoMarkupGrader() implements Grader {
  @Override
  public Grade grade(Sample sample) {
    return Markup.in(sample.sent())
        .map(found ->
            Grade.fail("Expected no thinking or tool markup, found " + quote(found.text()) + "."))
        .orElseGet(() -> Grade.pass("No thinking or tool markup."));
  }
}
