package dev.metier.ledger;

import dev.metier.grade.Grade;

/// A kept answer's further grade, by other graders than before.
///
/// @param id the entry's number, from `KeptAnswer.id()`
/// @param grading hash of the graders
public record Regrade(long id, Grade grade, String grading) {}
