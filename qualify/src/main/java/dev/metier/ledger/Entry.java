package dev.metier.ledger;

import dev.metier.grade.Grade;
import dev.metier.run.Observation;

/// A trial, what came back, and its grade; the unit of the ledger.
///
/// @param grading hash of the graders that gave the grade; when they change, the kept answer is
///   graded anew
public record Entry(Source source, Observation observation, Grade grade, String grading) {}
