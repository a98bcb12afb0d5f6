package dev.metier.ledger;

import dev.metier.grade.Grade;

/// A grade that is no pass.
///
/// @param content hash of the case (see TrialKey)
public record FailedGrade(String content, Grade grade) {}
