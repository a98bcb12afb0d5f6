package dev.metier.grade.text;

import static dev.metier.grade.value.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Normalization;

/// The answer is the expected text.
public record EqualsGrader(Wording expected, Normalization form) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    String wanted = expected.in(sample).strip();
    String found = sample.reply().text().strip();
    return form.stripped(found).equals(form.stripped(wanted))
        ? Grade.pass("Found " + quote(found) + ", as expected.")
        : Grade.fail("Expected " + quote(wanted) + ", found " + quote(found) + ".");
  }
}
