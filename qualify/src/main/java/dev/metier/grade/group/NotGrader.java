package dev.metier.grade.group;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;

/// The opposite of another grader; a broken grade stays broken.
public record NotGrader(Grader of) implements Grader {
  @Override
  public boolean judges(Case given) {
    return of.judges(given);
  }

  @Override
  public Grade grade(Sample sample) {
    Grade grade = of.grade(sample);
    return grade.broken()
        ? grade
        : Grade.of(
            1 - grade.score(),
            (grade.passed() ? "Unwanted: " : "Rightly not so: ") + grade.reason());
  }
}
