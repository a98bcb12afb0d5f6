package dev.metier.grade.judge;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.ModelName;

/// Holds the place of a judge's word among graders: by itself no answer can be judged, since that
/// takes a call of the judge.
///
/// @param judge the model to be asked
public record JudgedGrader(ModelName judge) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    return unjudged(judge);
  }

  /// The grade of an answer that waits for its judge.
  public static Grade unjudged(ModelName judge) {
    return Grade.broken("Not judged by " + judge + " yet.");
  }
}
