package dev.metier.ledger;

/// A kept answer on which the grader itself failed.
///
/// @param id of the kept answer
/// @param content hash of the case (see TrialKey)
/// @param reason what the grader says
public record BrokenGrade(long id, String content, int repeat, String reason) {}
