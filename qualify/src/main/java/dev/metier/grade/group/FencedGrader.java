package dev.metier.grade.group;

import dev.metier.core.text.CodeFence;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;

/// Another grader, for what stands in the code fence that the answer is.
public record FencedGrader(Grader of) implements Grader {
  @Override
  public boolean judges(Case given) {
    return of.judges(given);
  }

  @Override
  public Grade grade(Sample sample) {
    return of.grade(CodeFence.within(sample.reply().text()).map(sample::saying).orElse(sample));
  }
}
