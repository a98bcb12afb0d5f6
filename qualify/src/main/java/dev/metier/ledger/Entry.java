package dev.metier.ledger;

import dev.metier.grade.Grade;
import dev.metier.run.Observation;

/// A trial, what came back, and its grade; the unit of the ledger.
///
/// @param grading hash of the graders that gave the grade; when they change, the kept answer is
///   graded anew
/// @param otherModel whether the answer says that it is of another model than the one that was
///   asked
public record Entry(
    Source source, Observation observation, Grade grade, String grading, boolean otherModel) {
  /// An answer of the model that was asked.
  public Entry(Source source, Observation observation, Grade grade, String grading) {
    this(source, observation, grade, grading, false);
  }

  /// The same as an answer of another model: it is kept, set aside, and counts for nobody.
  public Entry ofOtherModel() {
    return new Entry(source, observation, grade, grading, true);
  }
}
