package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Figure;
import dev.metier.grade.value.Numerals;
import dev.metier.job.GraderSpec.Which;
import java.util.List;

/// A number of the answer is the expected one.
public record NumericGrader(Wording expected, double tolerance, double relative, Which which)
    implements Grader {
  @Override
  public Grade grade(Sample sample) {
    String wanted = expected.in(sample);
    Figure wantedFigure = Figure.expected(wanted);
    String text = sample.reply().text();
    List<Figure> all = Figure.all(Numerals.result(text));
    if (all.isEmpty()) {
      return Grade.fail(
          "Expected the number " + wanted.strip() + ", found none in " + quote(text) + ".");
    }
    if (which == Which.ONLY && all.size() > 1) {
      return Grade.fail(
          "Expected no number but "
              + wanted.strip()
              + ", found "
              + all.size()
              + " in "
              + quote(text)
              + ".");
    }
    Figure found = which == Which.FIRST ? all.getFirst() : all.getLast();
    String written = found.written().strip();
    String margin = margin(tolerance, relative);
    return found.near(wantedFigure, tolerance, relative)
        ? Grade.pass("Found the number " + quote(written) + ", as expected" + margin + ".")
        : Grade.fail(
            "Expected the number " + wanted.strip() + margin + ", found " + quote(written) + ".");
  }

  private static String margin(double tolerance, double relative) {
    String absolute = tolerance > 0 ? " ± " + Figure.plain(tolerance) : "";
    return relative > 0 ? absolute + " ± " + Figure.plain(relative * 100) + " %" : absolute;
  }
}
