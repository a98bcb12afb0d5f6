package dev.metier.grade.group;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;

/// Another grader, for cases that have a variable.
public record WhenGrader(String variable, Grader of) implements Grader {
  @Override
  public boolean judges(Case given) {
    return given.value(variable).isPresent() && of.judges(given);
  }

  @Override
  public Grade grade(Sample sample) {
    return judges(sample.given())
        ? of.grade(sample)
        : Grade.pass("Asked only of cases with `" + variable + "`.");
  }
}
