package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Normalization;

/// The answer is the expected text.
///
/// @param exact whether outer white space counts
public record EqualsGrader(Wording expected, Normalization form, boolean exact) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    String wanted = stripped(expected.in(sample));
    String found = stripped(sample.reply().text());
    return stripped(form.of(found)).equals(stripped(form.of(wanted)))
        ? Grade.pass("Found " + quote(found) + ", as expected.")
        : Grade.fail(
            "Expected " + quote(wanted) + ", found " + quote(found) + "." + unseen(wanted, found));
  }

  /// What is not to be seen of a difference.
  private static String unseen(String wanted, String found) {
    if (!quote(wanted).equals(quote(found))) {
      return "";
    }
    return wanted.strip().equals(found.strip())
        ? " White space at the beginning or end counts here."
        : " They differ behind what is shown here, or in characters that cannot be seen.";
  }

  private String stripped(String text) {
    return exact ? text : text.strip();
  }
}
