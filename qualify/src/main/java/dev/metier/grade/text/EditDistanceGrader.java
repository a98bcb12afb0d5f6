package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// At most this many characters must be put in, taken out or changed to make the expected text,
/// white space and case among them.
public record EditDistanceGrader(Wording expected, int most) implements Grader {
  private static final int LONGEST = 100_000;

  @Override
  public Grade grade(Sample sample) {
    String wanted = expected.in(sample);
    String found = sample.reply().text();
    if (Math.abs(wanted.length() - found.length()) > most) {
      return fail(wanted, found, "more");
    }
    if (wanted.length() > LONGEST) {
      throw new IllegalArgumentException("The expected text has more than 100,000 characters");
    }
    int bound = Math.min(most, Math.max(wanted.length(), found.length()));
    int edits = new LevenshteinDistance(bound).apply(wanted, found);
    return edits >= 0
        ? Grade.pass(
            "Differs by "
                + edits
                + (edits == 1 ? " edit" : " edits")
                + ", at most "
                + most
                + " expected.")
        : fail(wanted, found, "more");
  }

  private Grade fail(String wanted, String found, String edits) {
    return Grade.fail(
        "Expected at most "
            + most
            + " edits from "
            + quote(wanted)
            + ", found "
            + edits
            + ": "
            + quote(found)
            + ".");
  }
}
