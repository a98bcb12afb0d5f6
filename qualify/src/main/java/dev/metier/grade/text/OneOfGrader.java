package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.named;
import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Normalization;
import java.util.List;

/// The answer is one of the expected texts.
public record OneOfGrader(List<Wording> expected, Normalization form) implements Grader {
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
    return Grade.fail("Expected one of " + named(wanted) + ", found " + quote(found) + ".");
  }
}
